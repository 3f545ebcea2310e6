"""What can go wrong between Teams and the bot, in one tree below `UnassignError`.

    UnassignError
    ├── RequestRefused          a request that the bot does not take; `status` is the HTTP answer
    │   ├── BadActivity         400  not an activity of Teams
    │   ├── NotAuthenticated    401  not authenticated as coming from Teams
    │   ├── NotPermitted        403  authenticated, but not for this bot
    │   ├── TooSlow             408  the body did not arrive
    │   ├── TooLarge            413  longer than the bot reads
    │   ├── NotJson             415  some other content type
    │   └── KeysUnavailable     503  the signing keys can't be read now
    └── NotDelivered            something that Teams did not take
        ├── HostRefused         an address that is not one of Teams
        ├── BotRemoved          the bot is no longer in the conversation, or the person blocked it
        ├── MessageGone         the message to change is not there
        ├── MessageTooLarge     longer than Teams takes
        ├── Throttled           Teams asks for fewer messages
        ├── Unreachable         not reached, or not able to accept it
        ├── Uncertain           the connection broke; it may have arrived
        ├── TakenOver           another process sends it by now
        ├── TokenRefused        Teams does not take the bot's token, a new one neither
        ├── NoToken             Entra gave the bot no token
        └── DeliveryRefused     refused in words this version does not know

The docstring of a class is its message.
"""

from licensing.errors import UnassignError


class RequestRefused(UnassignError):
    """The request was refused."""

    #: The HTTP status that it is answered with.
    status = 400


class BadActivity(RequestRefused):
    """This is not an activity that the bot can read."""


class NotAuthenticated(RequestRefused):
    """The request does not prove that it comes from Teams."""

    status = 401


class NotPermitted(RequestRefused):
    """The request comes from a place that this bot does not serve."""

    status = 403


class TooSlow(RequestRefused):
    """The request did not arrive in time."""

    status = 408


class TooLarge(RequestRefused):
    """The request is longer than the bot reads."""

    status = 413


class NotJson(RequestRefused):
    """The request is not JSON."""

    status = 415


class KeysUnavailable(RequestRefused):
    """The keys that prove where a request comes from can't be read just now."""

    status = 503


class NotDelivered(UnassignError):
    """Teams did not take this."""

    #: Whether the same call may well succeed a little later.
    passing = False

    def __init__(self, status: int | None = None, code: str = "") -> None:
        #: HTTP status and error code of the answer, when there was one.
        self.status = status
        self.code = code
        super().__init__()


class HostRefused(NotDelivered):
    """This address does not belong to Teams."""


class BotRemoved(NotDelivered):
    """The bot is no longer in this conversation."""


class MessageGone(NotDelivered):
    """The message is no longer there."""


class MessageTooLarge(NotDelivered):
    """The message is longer than Teams takes."""


class Throttled(NotDelivered):
    """Teams asks for fewer messages."""

    passing = True

    def __init__(
        self, status: int | None = None, code: str = "", seconds: float | None = None
    ) -> None:
        #: How long to wait, in seconds; None when Teams does not say.
        self.seconds = seconds
        super().__init__(status, code)


class Unreachable(NotDelivered):
    """Teams can't be reached."""

    passing = True


class Uncertain(NotDelivered):
    """The connection to Teams broke before it answered.

    It is unknown whether the message arrived: sent again, it may appear twice.
    """


class TakenOver(NotDelivered):
    """Another process sends this message by now."""


class TokenRefused(NotDelivered):
    """Teams does not take the bot's token."""

    passing = True


class NoToken(NotDelivered):
    """The bot got no token to speak to Teams with."""

    passing = True


class DeliveryRefused(NotDelivered):
    """Teams refused this message."""
