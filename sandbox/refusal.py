"""A refusal of the rehearsal tenant, with Graph's messages."""

from collections.abc import Mapping

#: Graph's challenge with every 401.
_SCHEME = (
    'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"'
    ', client_id="00000003-0000-0000-c000-000000000000"'
)


class Refusal(Exception):
    """A refused call: HTTP status, Graph's code and message."""

    def __init__(
        self,
        message: str,
        code: str = "Request_BadRequest",
        status: int = 400,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status
        self.headers = dict(headers or {})


def not_found(key: str) -> Refusal:
    """No object has this id."""
    return Refusal(
        f"Resource '{key}' does not exist or one of its queried reference-property objects "
        "are not present.",
        code="Request_ResourceNotFound",
        status=404,
    )


def not_allowed() -> Refusal:
    """The caller's role does not permit the call."""
    return Refusal(
        "Insufficient privileges to complete the operation.",
        code="Authorization_RequestDenied",
        status=403,
    )


def restricted() -> Refusal:
    """The person is in a restricted management administrative unit.

    https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management
    """
    return Refusal(
        "Insufficient privileges to complete the operation. Target object is a member of a "
        "restricted management administrative unit and can only be modified by administrators "
        "scoped to that administrative unit. Check that you are assigned a role that has "
        "permission to perform the operation for this restricted management administrative unit.",
        code="Authorization_RequestDenied",
        status=403,
    )


def wrong_token(message: str = "Access token is empty.", challenge: str = "") -> Refusal:
    """The call has no valid token. `challenge` says what would help."""
    headers = {"WWW-Authenticate": _SCHEME + challenge}
    return Refusal(message, "InvalidAuthenticationToken", 401, headers)
