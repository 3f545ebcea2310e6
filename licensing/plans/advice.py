"""Alternatives to a removal, and steps before it, that fit the people concerned."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from licensing.losses.services import Data
from licensing.plans.summary import Summary
from licensing.tenant.mailboxes import LICENSE_FREE


class Advice(StrEnum):
    """One piece of advice, the most important first."""

    #: Delete the account, which frees all its licenses and can be undone for 30 days.
    DELETE_ACCOUNT = "delete_account"
    #: Make a person's mailbox a shared one, which needs no license.
    CONVERT_MAILBOX = "convert_mailbox"
    #: Hold, then delete the account while the license is there: an inactive mailbox.
    INACTIVE_MAILBOX = "inactive_mailbox"
    BLOCK_SIGN_IN = "block_sign_in"
    HAND_OVER_ONEDRIVE = "hand_over_onedrive"
    #: A Cloud PC's disk is not in OneDrive.
    SAVE_CLOUD_PC = "save_cloud_pc"
    KEEP_NUMBER = "keep_number"
    #: Shared, room and equipment mailboxes.
    NO_LICENSE_NEEDED = "no_license_needed"
    #: Self-service purchases.
    TAKE_OVER = "take_over"


_FITS: Final[Mapping[Advice, Callable[[Summary], int]]] = MappingProxyType(
    {
        Advice.DELETE_ACCOUNT: lambda s: s.last_license.people,
        Advice.CONVERT_MAILBOX: lambda s: s.losing.get(Data.MAILBOX, 0),
        Advice.INACTIVE_MAILBOX: lambda s: s.holdable,
        Advice.BLOCK_SIGN_IN: lambda s: s.last_enabled,
        Advice.HAND_OVER_ONEDRIVE: lambda s: (
            s.losing.get(Data.ONEDRIVE, 0) + s.losing.get(Data.ONEDRIVE_STAYS, 0)
        ),
        Advice.SAVE_CLOUD_PC: lambda s: (
            s.losing.get(Data.CLOUD_PC, 0) + s.losing.get(Data.CLOUD_PC_BUSINESS, 0)
        ),
        Advice.KEEP_NUMBER: lambda s: max(
            s.losing.get(Data.PHONE, 0), s.losing.get(Data.CALLING_PLAN, 0)
        ),
        Advice.NO_LICENSE_NEEDED: lambda s: sum(
            found.people for kind, found in s.mailboxes.items() if kind in LICENSE_FREE
        ),
        Advice.TAKE_OVER: lambda s: s.self_bought + len(s.partly_self_bought),
    }
)


def applicable_advice(summary: Summary) -> tuple[tuple[Advice, int], ...]:
    """Return the advice for a plan, with the number of people (for `TAKE_OVER`: of licenses)."""
    counted = ((advice, count(summary)) for advice, count in _FITS.items())
    return tuple((advice, people) for advice, people in counted if people)
