"""Kinds of mailboxes: a person's, or one that needs no license."""

from enum import StrEnum
from typing import Final

#: The size of a mailbox in gigabytes, by Exchange Online plan
#: (https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits).
LARGE_GB: Final = 100
STANDARD_GB: Final = 50
SMALL_GB: Final = 2


class Mailbox(StrEnum):
    """What a mailbox is for, as Graph's `mailboxSettings` names it (`userPurpose`).

    https://learn.microsoft.com/graph/api/resources/mailboxsettings
    """

    USER = "user"
    SHARED = "shared"
    ROOM = "room"
    EQUIPMENT = "equipment"
    #: Could not be read.
    UNKNOWN = "unknown"


#: These work without a license up to this size in gigabytes, without an archive and without a hold
#: (https://learn.microsoft.com/microsoft-365/admin/email/about-shared-mailboxes and
#: https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits).
LICENSE_FREE: Final = frozenset({Mailbox.SHARED, Mailbox.ROOM, Mailbox.EQUIPMENT})
LICENSE_FREE_GB: Final = STANDARD_GB
