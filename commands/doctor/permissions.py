"""The permissions of Microsoft Graph that the bot needs, and what each is for.

docs/setup.md lists the same. Ids and names:
https://learn.microsoft.com/graph/permissions-reference
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Permission:
    """One permission. Without one that is not `needed`, the bot works but says less."""

    name: str
    use: str
    needed: bool = True


_PURCHASES: Final = Permission(
    "Organization.Read.All",
    "to tell what people bought themselves and when subscriptions renew",
    needed=False,
)
#: Used only by those whose rights read eDiscovery cases.
CASES: Final = Permission(
    "eDiscovery.Read.All", "to tell which open eDiscovery cases someone is in", needed=False
)
_MAILBOXES: Final = Permission(
    "MailboxSettings.Read", "to tell shared mailboxes from people's own", needed=False
)

#: As the person who decides. Entra does not list `openid`, `profile` and `offline_access`.
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
    Permission(
        "RoleManagement.Read.Directory",
        "to find approvers named by role, and to see custom roles and roles for a unit",
        needed=False,
    ),
    _PURCHASES,
    CASES,
)

#: As the app, for background look-ups, if the bot acts as people.
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
