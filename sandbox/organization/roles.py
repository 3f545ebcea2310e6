"""The rehearsal tenant's directory roles, and which of them may assign licenses.

Template ids: Microsoft Entra built-in roles
(https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference).
Who may assign: Graph's page on user assignLicense.
"""

import uuid

GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
LICENSE_ADMINISTRATOR = "4d6ac14f-3453-41d0-bef9-a3e0c569773a"
USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
DIRECTORY_WRITERS = "9360feb5-f418-4baa-8175-e2a00bac4301"
BILLING_ADMINISTRATOR = "b0f54661-2d74-4c50-afa3-1ec803f12efe"
GROUPS_ADMINISTRATOR = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
GLOBAL_READER = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
COMPLIANCE_ADMINISTRATOR = "17315797-102d-40b4-93e0-432062caca18"

#: Role template id to name.
NAMES = {
    GLOBAL_ADMINISTRATOR: "Global Administrator",
    LICENSE_ADMINISTRATOR: "License Administrator",
    USER_ADMINISTRATOR: "User Administrator",
    DIRECTORY_WRITERS: "Directory Writers",
    BILLING_ADMINISTRATOR: "Billing Administrator",
    GROUPS_ADMINISTRATOR: "Groups Administrator",
    GLOBAL_READER: "Global Reader",
    COMPLIANCE_ADMINISTRATOR: "Compliance Administrator",
}


def role_id(tenant: str, template: str) -> str:
    """Return the object id of a directory role in a tenant."""
    return str(uuid.uuid5(uuid.UUID(tenant), template))


MAY_ASSIGN_LICENSES = frozenset(
    {GLOBAL_ADMINISTRATOR, LICENSE_ADMINISTRATOR, USER_ADMINISTRATOR, DIRECTORY_WRITERS}
)
