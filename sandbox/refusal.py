"""A refusal of the rehearsal tenant, in Graph's words."""


class Refusal(Exception):
    """What the tenant says instead of doing it: HTTP status, Graph's code and message."""

    def __init__(self, message: str, code: str = "Request_BadRequest", status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status


def not_found(key: str) -> Refusal:
    """Nobody and nothing has this id."""
    return Refusal(
        f"Resource '{key}' does not exist or one of its queried reference-property objects "
        "are not present.",
        code="Request_ResourceNotFound",
        status=404,
    )


def not_allowed() -> Refusal:
    """The caller's role does not permit it."""
    return Refusal(
        "Insufficient privileges to complete the operation.",
        code="Authorization_RequestDenied",
        status=403,
    )


def wrong_token(message: str = "Access token is empty.") -> Refusal:
    """The call carries no token, or one that nobody issued."""
    return Refusal(message, code="InvalidAuthenticationToken", status=401)
