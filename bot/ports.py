"""What the edge needs from the ledger and from the runs, and nothing more.

The file is long because it is a list: one protocol for each neighbor, side by side.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.wire import JsonObject
from licensing.draft import Draft
from licensing.journal import Note
from licensing.outcome import PersonOutcome
from licensing.plan import Plan, PlannedPerson
from licensing.roles import Acting


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Tell the time, in UTC."""


class Drafts(Protocol):
    """Walks, by id."""

    async def save(self, draft: Draft, expected: int | None) -> None:
        """Store a draft; `StaleDraft` when its revision is not the expected one any more."""

    async def get(self, id: str) -> Draft | None:  # noqa: A002
        """Find a draft."""


class Plans(Protocol):
    """Frozen plans."""

    async def save(self, plan: Plan) -> None:
        """Store a plan with its people."""

    async def header(self, id: str) -> Plan:  # noqa: A002
        """Read a plan without its people; `PlanMissing` if there is none."""

    async def people(self, id: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:  # noqa: A002
        """Read people of a plan, in its order."""


class Run(Protocol):
    """A run, and how far its card has followed it."""

    @property
    def id(self) -> str:
        """The run."""

    @property
    def plan(self) -> str:
        """Its plan."""

    @property
    def tenant(self) -> str:
        """The tenant that it changes."""

    @property
    def owner(self) -> str:
        """The person in whose name it does so."""

    @property
    def conversation(self) -> str:
        """Where it was begun."""

    @property
    def card_slot(self) -> str:
        """The draft that shows it."""

    @property
    def changed(self) -> int:
        """How often it had changed when this was read."""


class Runs(Protocol):
    """Plans that are carried out."""

    async def start(
        self,
        run_id: str,
        plan_id: str,
        tenant: str,
        owner: str,
        started_at: datetime,
        card_slot: str,
        conversation: str,
        acting: Acting,
    ) -> Run:
        """Start a run, once for each plan. `card_slot` is the draft that shows it."""

    async def get(self, run_id: str) -> Run:
        """Read a run; `PlanMissing` if there is none."""

    async def outcomes(self, run_id: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read outcomes, in the plan's order."""

    async def unannounced(self) -> Sequence[Run]:
        """Find runs whose card does not show how far they are."""

    async def announce(self, run_id: str, changed: int) -> None:
        """Note that the card shows a run as of this change."""


class Message(Protocol):
    """Something that waits to be sent."""

    @property
    def conversation(self) -> str:
        """The conversation that it is for."""

    @property
    def slot(self) -> str | None:
        """The card that it shows; None for what is said once."""

    @property
    def text(self) -> str:
        """What is sent, as JSON."""

    @property
    def updates(self) -> str | None:
        """The Teams id of the message that it changes; None for a new message."""

    @property
    def fence(self) -> int:
        """How often it was claimed, this time included."""

    @property
    def place(self) -> "Conversation | None":
        """Where the conversation is reached; None when nobody knows."""


class Outbox(Protocol):
    """What leaves for Teams. One message at a time for each conversation, in order."""

    async def show(self, slot: str, conversation: str, activity: JsonObject, now: datetime) -> None:
        """Bring the message of a slot to this state: post it, or change what was posted."""

    async def say(self, conversation: str, activity: JsonObject, now: datetime) -> None:
        """Post a message."""

    async def learn(self, slot: str, activity_id: str) -> None:
        """Note which Teams message a slot is."""

    async def activity_of(self, slot: str) -> str | None:
        """Read which Teams message a slot is; None while it was not sent."""

    async def forget(self, slot: str) -> None:
        """Note that the message of a slot is gone."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Message]:
        """Take messages to send; after the lease another may take them."""

    #: A claimed message goes back to the store that gave it, which knows its own kind.
    async def sent(self, message: Any, activity_id: str | None) -> bool:
        """Note that a message was sent, and as what; False when another claim came meanwhile."""

    async def all_sent(self, arrived: Sequence[tuple[Any, str | None]]) -> None:
        """Note that messages were sent, and as what; a card learns its Teams id."""

    async def postpone(self, message: Any, until: datetime, reason: str) -> bool:
        """Try again later."""

    async def give_up(self, message: Any, reason: str) -> bool:
        """Never try again; the reason is kept."""


class Arrival(Protocol):
    """An activity that was taken in."""

    @property
    def payload(self) -> JsonObject:
        """The activity as Teams sent it."""

    @property
    def correlation(self) -> str:
        """The id that tied everything together when it came."""


class Inbox(Protocol):
    """What came from Teams, each once."""

    async def arrive(
        self, activity_id: str, conversation: str, received_at: datetime, payload: JsonObject
    ) -> bool:
        """Take an activity in; False when it was there before."""

    async def done(self, activity_id: str, conversation: str, answer: JsonObject | None) -> None:
        """Note that it is worked off, and what it was answered."""

    async def answer_of(self, activity_id: str, conversation: str) -> JsonObject | None:
        """Read what an activity was answered."""

    async def unfinished(self) -> Sequence[Arrival]:
        """Read what was taken in, not worked off, and waits for nobody; oldest first."""

    async def wait_for(self, activity_id: str, conversation: str, person: str) -> None:
        """Note that an activity can't go on before this person ("tenant/person") has signed in."""

    async def resume(self, person: str) -> Sequence[Arrival]:
        """Take what waits for the sign-in of a person, oldest first; it waits no longer."""

    async def awaited(self) -> Sequence[str]:
        """Read whose sign-ins are waited for."""

    async def sweep(self, before: datetime) -> int:
        """Drop what was worked off and came before this moment."""


class Conversation(Protocol):
    """How a conversation is reached."""

    @property
    def tenant(self) -> str: ...  # noqa: D102
    @property
    def conversation(self) -> str: ...  # noqa: D102
    @property
    def service_url(self) -> str: ...  # noqa: D102
    @property
    def type(self) -> str: ...  # noqa: D102
    @property
    def bot_id(self) -> str: ...  # noqa: D102
    @property
    def channel_id(self) -> str: ...  # noqa: D102


class Conversations(Protocol):
    """Where conversations are reached."""

    async def keep(
        self,
        *,
        tenant: str,
        conversation: str,
        person: str | None,
        service_url: str,
        type: str,  # noqa: A002
        bot_id: str,
        channel_id: str,
        seen_at: datetime,
    ) -> None:
        """Remember how a conversation is reached."""

    async def get(self, conversation: str) -> Conversation | None:
        """Tell how a conversation is reached."""


class Timer(Protocol):
    """Something that is due."""

    @property
    def kind(self) -> str:
        """What is to be done."""

    @property
    def subject(self) -> str:
        """The id of what it is about."""

    @property
    def tenant(self) -> str:
        """The tenant that it belongs to."""

    @property
    def due_at(self) -> datetime:
        """When it was due."""

    @property
    def tries(self) -> int:
        """How often it was begun with, this time included."""


class Timers(Protocol):
    """What is to be done at a certain time; one timer for each kind and subject."""

    async def set(self, kind: str, subject: str, tenant: str, due_at: datetime) -> None:
        """Set a timer, or set it anew."""

    async def cancel(self, kind: str, subject: str) -> bool:
        """Take a timer back; False when there was none."""

    async def claim(
        self, kinds: Collection[str], now: datetime, lease: timedelta, limit: int
    ) -> Sequence[Timer]:
        """Take timers of these kinds that are due; after the lease another may take them."""

    #: A claimed timer goes back to the store that gave it, which knows its own kind.
    async def end(self, timer: Any) -> bool:
        """Note that it is done; False when it was set anew, taken back or claimed meanwhile."""

    async def again(self, timer: Any, due_at: datetime) -> bool:
        """Note that it is done for this time, and due again."""

    async def postpone(self, timer: Any, until: datetime, reason: str) -> bool:
        """Try again later."""

    async def next_due(self, kinds: Collection[str]) -> datetime | None:
        """When a timer of these kinds that nobody has is due next; None when there is none."""


class Journal(Protocol):
    """Who decided what, in order, never changed."""

    async def append(self, tenant: str, at: datetime, *notes: Note) -> None:
        """Add to a tenant's journal."""


class Unit(Protocol):
    """The stores, within one transaction."""

    @property
    def journal(self) -> Journal: ...  # noqa: D102
    @property
    def drafts(self) -> Drafts: ...  # noqa: D102
    @property
    def plans(self) -> Plans: ...  # noqa: D102
    @property
    def runs(self) -> Runs: ...  # noqa: D102
    @property
    def outbox(self) -> Outbox: ...  # noqa: D102
    @property
    def inbox(self) -> Inbox: ...  # noqa: D102
    @property
    def conversations(self) -> Conversations: ...  # noqa: D102
    @property
    def timers(self) -> Timers: ...  # noqa: D102


class Books(Protocol):
    """The ledger."""

    def begin(self, *, brief: bool = False) -> AbstractAsyncContextManager[Unit]:
        """Open a transaction that writes; it is committed at the end, or not at all.

        Say `brief` where only a few rows are touched, each found by a key.
        """

    def read(self, *, brief: bool = False) -> AbstractAsyncContextManager[Unit]:
        """Open a transaction that reads."""
