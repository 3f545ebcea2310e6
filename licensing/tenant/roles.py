"""Directory roles that may remove licenses, and why a person may or may not.

Template ids: Microsoft Entra "permissions reference" (2026-01-20). Who may remove: Graph's page on
user assignLicense and Microsoft 365's "Unassign licenses from users", which today names Global,
License and User Administrator. Billing Administrator is in older copies of that page, but its list
of actions has no users/assignLicense.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
LICENSE_ADMINISTRATOR = "4d6ac14f-3453-41d0-bef9-a3e0c569773a"
USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
DIRECTORY_WRITERS = "9360feb5-f418-4baa-8175-e2a00bac4301"
BILLING_ADMINISTRATOR = "b0f54661-2d74-4c50-afa3-1ec803f12efe"

GROUPS_ADMINISTRATOR = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
HELPDESK_ADMINISTRATOR = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
COMPLIANCE_ADMINISTRATOR = "17315797-102d-40b4-93e0-432062caca18"
GLOBAL_READER = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"

MAY_REMOVE = frozenset(
    {GLOBAL_ADMINISTRATOR, LICENSE_ADMINISTRATOR, USER_ADMINISTRATOR, DIRECTORY_WRITERS}
)

#: Names of the roles that have something to do with licenses (same page).
ROLE_NAMES: Mapping[str, str] = {
    GLOBAL_ADMINISTRATOR: "Global Administrator",
    LICENSE_ADMINISTRATOR: "License Administrator",
    USER_ADMINISTRATOR: "User Administrator",
    DIRECTORY_WRITERS: "Directory Writers",
    BILLING_ADMINISTRATOR: "Billing Administrator",
}

#: All roles that a policy can name; others by their template ids.
KNOWN_ROLES: Mapping[str, str] = {
    **ROLE_NAMES,
    GROUPS_ADMINISTRATOR: "Groups Administrator",
    HELPDESK_ADMINISTRATOR: "Helpdesk Administrator",
    COMPLIANCE_ADMINISTRATOR: "Compliance Administrator",
    GLOBAL_READER: "Global Reader",
}


#: Stand among a person's roles for what only Graph can judge, where it is called as the person:
#: a custom role, or a role for an administrative unit, that may remove licenses; and roles that
#: can't be read. Not ids of Microsoft. Where the app acts they never occur, so people are refused.
SPECIAL_ROLE = "special-role"
UNREADABLE_ROLES = "unreadable-roles"

#: The action that a custom role needs
#: (https://learn.microsoft.com/entra/identity/role-based-access-control/custom-user-permissions).
ASSIGN_LICENSE: Final = "microsoft.directory/users/assignlicense"


class Why(StrEnum):
    """The reason of a decision about a person's role."""

    ROLE_ALLOWS = "role_allows"
    #: A custom role or one for an administrative unit may allow it: Graph decides.
    SPECIAL_ROLE = "special_role"
    #: The roles can't be read: Graph decides.
    UNREADABLE = "unreadable"
    #: A role that allows it is assigned but not active (Privileged Identity Management).
    NOT_ACTIVE = "not_active"
    BILLING_ONLY = "billing_only"
    NO_ROLE = "no_role"


class ActingMode(StrEnum):
    """Whose identity calls the tenant, and thus appears in its audit log."""

    PERSON = "person"
    APP = "app"


@dataclass(frozen=True, slots=True)
class RoleDecision:
    """Whether a person may remove licenses, and the reason."""

    allowed: bool
    why: Why

    @property
    def certain(self) -> bool:
        """Whether a role surely allows it; else Graph may still refuse."""
        return self.allowed and self.why is Why.ROLE_ALLOWS


def may_remove(roles: Collection[str], eligible: Collection[str] = ()) -> RoleDecision:
    """Decide from the template ids of a person's active roles. No role, no removal.

    What only Graph can judge is allowed, with a reason that is told as a warning.

    `eligible` are roles that the person could activate; they allow nothing until then.
    """
    if MAY_REMOVE & set(roles):
        return RoleDecision(allowed=True, why=Why.ROLE_ALLOWS)
    if SPECIAL_ROLE in roles:
        return RoleDecision(allowed=True, why=Why.SPECIAL_ROLE)
    if UNREADABLE_ROLES in roles:
        return RoleDecision(allowed=True, why=Why.UNREADABLE)
    if MAY_REMOVE & set(eligible):
        return RoleDecision(allowed=False, why=Why.NOT_ACTIVE)
    if BILLING_ADMINISTRATOR in roles:
        return RoleDecision(allowed=False, why=Why.BILLING_ONLY)
    return RoleDecision(allowed=False, why=Why.NO_ROLE)


def role_names(roles: Collection[str]) -> tuple[str, ...]:
    """Name the roles that have to do with licenses; others are left out."""
    return tuple(name for role, name in ROLE_NAMES.items() if role in roles)
