"""Effects on requests: an update with its cards, messages and timers, and what belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cards.kit.card import Card
from licensing.requests.consultation import Consultation
from licensing.requests.delegation import Delegation
from licensing.requests.events import Event
from licensing.requests.model import Request

#: Timers of a request, by its id.
EXPIRY: Final = "request_expiry"
REMINDER: Final = "request_reminder"
ESCALATION: Final = "request_escalation"
#: Its card could not be posted; it was after all; and post it once more.
UNREACHED: Final = "request_unreached"
REACHED: Final = "request_reached"
POSTING: Final = "request_posting"
#: Someone answered whether they still need it, so its cards are to be brought up to date.
ANSWERS: Final = "request_answers"
#: The look at eDiscovery cases was not over when it was sent; done as the requester.
CASE_CHECK: Final = "request_cases"
TIMERS: Final = (EXPIRY, REMINDER, ESCALATION, CASE_CHECK)
#: By the tenant: its channel has changed, so open requests go there.
CHANNEL: Final = "approval_channel"
#: By the conversation of a channel: read who is in it.
ROSTER: Final = "channel_roster"


@dataclass(frozen=True, slots=True)
class ShowRequest:
    """A card to bring up to date."""

    slot: str
    conversation: str
    card: Card
    #: Post it again, whatever was posted before.
    repost: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Someone to call by name: the id of Teams, and the name."""

    id: str
    name: str


def mention_mark(place: int) -> str:
    """What stands in a text for a mention; private characters, which no name has."""
    return f"\ue000{place}\ue001"


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence to say."""

    conversation: str
    #: It has `mention_mark(n)` where the name of the n-th of `mentions` stands.
    text: str
    #: The card below which it is said, where there are threads.
    under: str | None = None
    mentions: Sequence[Mention] = ()


@dataclass(frozen=True, slots=True)
class SetTimer:
    """A timer of the request to set; None takes it back."""

    kind: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """A request as it is now, and everything that follows. All of it is stored, or nothing."""

    request: Request
    #: The version it was made from; None for a new request.
    before: int | None
    events: tuple[Event, ...] = ()
    shown: tuple[ShowRequest, ...] = ()
    said: tuple[Say, ...] = ()
    due: tuple[SetTimer, ...] = ()
    #: Cards that go on elsewhere: what they say where they are left.
    left: tuple[ShowRequest, ...] = ()
    #: Whether its run is started now, and where the person it runs as is asked to sign in.
    start: bool = False
    run_chat: str = ""
    #: Who is asked whether they still need it, and whose question is over.
    asked: tuple[Consultation, ...] = ()
    over: tuple[Consultation, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the request itself is written; else only what happened is noted."""
        return self.before is None or self.request.version != self.before


@dataclass(frozen=True, slots=True)
class AnswerConsultation:
    """What someone answered who was asked whether they still need it, and their card."""

    consultation: Consultation
    request: Request
    card: Card
    #: The token of the button that counted; empty where nothing was answered.
    before: str = ""


@dataclass(frozen=True, slots=True)
class ChooseChannel:
    """A channel to post requests in from now on."""

    conversation: str
    #: The id of its team; empty for a group chat.
    team: str


@dataclass(frozen=True, slots=True)
class UpdateDelegation:
    """A delegation that starts or ends now."""

    delegation: Delegation
    #: Messages to the delegate, if they have a personal chat with the bot.
    said: tuple[Say, ...] = ()


def slot_of(request: Request) -> str:
    """The card in the channel."""
    return f"request/{request.id}"


def copy_slot(request: Request, person: str) -> str:
    """The card in the own chat of someone who may approve."""
    return f"request/{request.id}/{person}"


def consultation_slot(consultation: Consultation) -> str:
    """The card by which someone is asked."""
    return f"inquiry/{consultation.id}"


def request_of_slot(slot: str) -> str | None:
    """The request that a card in the channel shows; None for any other card."""
    kind, _, rest = slot.partition("/")
    return rest if kind == "request" and rest and "/" not in rest else None
