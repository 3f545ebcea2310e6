"""What a conversation answers: values that the edge stores and delivers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cards.kit.card import Card
from dialogs.model.request_update import Answered, ChannelChoice, DelegationUpdate, RequestUpdate
from licensing.plans.draft import Draft
from licensing.plans.plan import Plan
from licensing.policy.verdicts import Why as PolicyWhy
from licensing.reminders.calendar import GracePeriod
from licensing.runs.control import Control
from licensing.runs.outcome import RunState
from licensing.tenant.roles import Why


@dataclass(frozen=True, slots=True)
class Stored:
    """A draft to store, and the card that shows it from now on."""

    draft: Draft
    card: Card
    #: The revision it had, compared before it is written; None for a new draft.
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody wanted something and may not: why, and at which card."""

    why: Why | PolicyWhy
    draft: Draft


@dataclass(frozen=True, slots=True)
class Order:
    """A run to pause, resume or stop, together with the answer."""

    run: str
    control: Control
    #: Where the run stands then, as the card shows it. Where another was faster and it stands
    #: elsewhere, the whole answer is worked out anew.
    to: RunState


@dataclass(frozen=True, slots=True)
class Offer:
    """A run's table that is offered as a file, in a card of its own below."""

    #: The card's id.
    id: str
    run: str
    #: What the file is called.
    name: str


@dataclass(frozen=True, slots=True)
class CardReply:
    """An answer with a card.

    The card goes in place of the one whose button was pressed, or below when `below` says so.
    All of `stored` is written in one transaction before anybody sees a card.
    """

    card: Card
    stored: tuple[Stored, ...] = ()
    below: bool = False
    #: The draft that the card shows without changing it; None for one that is in `stored`, and for
    #: a card that stands for nothing on the server.
    of: Draft | None = None
    plan: Plan | None = None
    #: The draft whose plan is to be run from now on.
    start: Draft | None = None
    #: What the person wanted and may not.
    refused: Refused | None = None
    order: Order | None = None
    offer: Offer | None = None
    #: What becomes of requests.
    updates: tuple[RequestUpdate, ...] = ()
    #: What somebody answered who was asked whether they still need it.
    answered: Answered | None = None
    #: A right that is lent or taken back.
    lending: DelegationUpdate | None = None
    #: Where requests are posted from now on.
    channel: ChannelChoice | None = None
    #: Said in place of the card where others would see it: in a channel, by a client that can't
    #: draw a card for one person.
    remark: str = ""
    #: What was looked up for this answer of people who lost something, by run.
    looked: Mapping[str, tuple[GracePeriod, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TextReply:
    """An answer in one plain sentence. It changes no card but those in `stored` and `updates`."""

    #: Empty where a card says it all.
    text: str
    stored: tuple[Stored, ...] = ()
    updates: tuple[RequestUpdate, ...] = ()
    #: Where requests are posted from now on.
    channel: ChannelChoice | None = None
    refused: Refused | None = None


Answer = CardReply | TextReply


@dataclass(frozen=True, slots=True)
class Dialog:
    """A page of a dialog, with the title of its window."""

    title: str
    card: Card


@dataclass(frozen=True, slots=True)
class Choice:
    """One line under a search box."""

    title: str
    value: str
