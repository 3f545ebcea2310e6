"""The permissions of Microsoft Graph that the bot needs, and what each is for.

docs/setup.md tells the same to people. Ids and names:
https://learn.microsoft.com/graph/permissions-reference
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Permission:
    """One permission. Without one that is only useful, the bot works and says less."""

    name: str
    use: str
    needed: bool = True


_PURCHASES: Final = Permission(
    "Organization.Read.All",
    "to tell what people bought themselves and when subscriptions renew",
    needed=False,
)
#: Of use only to whoever's rights look at eDiscovery cases.
CASES: Final = Permission(
    "eDiscovery.Read.All", "to tell which open eDiscovery cases somebody is in", needed=False
)
_MAILBOXES: Final = Permission(
    "MailboxSettings.Read", "to tell shared mailboxes from people's own", needed=False
)

#: As the person who decides. `openid`, `profile` and `offline_access` are not told by Entra.
DELEGATED: Final = (
    Permission("User.Read", "to read the person's own roles"),
    Permission("User.Read.All", "to find people and to read which licenses each has"),
    Permission("LicenseAssignment.Read.All", "to read the products of the tenant"),
    Permission("LicenseAssignment.ReadWrite.All", "to remove licenses"),
    Permission("GroupMember.Read.All", "to name the groups that give a license", needed=False),
    Permission(
        "RoleEligibilitySchedule.Read.Directory",
        "to tell a person that their role only has to be activated",
        needed=False,
    ),
    _PURCHASES,
    CASES,
)

#: As the app, for what is looked up in the background while people act.
BACKGROUND: Final = (_MAILBOXES, CASES)

#: As the app.
APPLICATION: Final = (
    Permission("User.Read.All", "to find people and to read which licenses each has"),
    Permission("RoleManagement.Read.Directory", "to read the roles of the person who asks"),
    Permission("LicenseAssignment.Read.All", "to read the products of the tenant"),
    Permission("LicenseAssignment.ReadWrite.All", "to remove licenses"),
    Permission("GroupMember.Read.All", "to name the groups that give a license", needed=False),
    _PURCHASES,
    CASES,
    _MAILBOXES,
)
