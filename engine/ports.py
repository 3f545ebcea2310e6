"""What the edge needs from the ledger and from the runs, and nothing more.

The file is long because it is a list: one protocol for each neighbor, side by side.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol, TypeVar

from bot.http.json_body import JsonObject
from engine.approvals.ports import Channels, Delegations, Inquiries, Requests
from licensing.journal import Note
from licensing.plans.draft import Draft
from licensing.plans.plan import Plan, PlannedPerson
from licensing.reminders.calendar import Calendar, GracePeriod
from licensing.runs.control import CanaryRule, Control
from licensing.runs.outcome import PersonOutcome, RunState
from licensing.tenant.people import PersonRef
from licensing.tenant.roles import Acting

T = TypeVar("T")

#: Whether an activity may be worked off: by its holder, not any more, or by somebody else.
Standing = Literal["mine", "done", "lost"]


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

    async def begin(self, plan: Plan) -> None:
        """Store the head of a plan, which nobody knows of yet."""

    async def add(self, plan: Plan, start: int, affected: int) -> int:
        """Store the next 1,000 people of a plan; returns how many of them are affected."""

    async def seal(self, plan_id: str) -> None:
        """Note that all people of a plan are stored."""

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

    @property
    def ended_at(self) -> datetime | None:
        """When it ended; None while it goes on."""


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
        *,
        owner_name: str,
        canary: CanaryRule,
    ) -> Run:
        """Start a run, once for each plan. `card_slot` is the draft that shows it."""

    async def control(self, run_id: str, control: Control, actor: str, now: datetime) -> RunState:
        """Pause, resume or stop a run; tells where it stands then, changed or not."""

    async def follow(self, run_id: str, slot: str) -> None:
        """Let the card of a draft follow a run."""

    async def cards(self, run_id: str) -> Sequence[str]:
        """The drafts whose cards follow a run."""

    async def get(self, run_id: str) -> Run:
        """Read a run; `PlanMissing` if there is none."""

    async def outcomes(self, run_id: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read outcomes, in the plan's order."""

    async def unannounced(self) -> Sequence[Run]:
        """Find runs whose card does not show how far they are."""

    async def draw(self, run_id: str, now: datetime, every: timedelta) -> bool:
        """Claim to draw a run's cards; False when they were drawn a moment ago, by whomever."""

    async def announce(self, run_id: str, changed: int, now: datetime) -> None:
        """Note that the cards show a run as of this change, and now and then its pace."""


class Message(Protocol):
    """Something that waits to be sent."""

    @property
    def number(self) -> int:
        """Its place in the line."""

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
    def threaded(self) -> bool:
        """Whether it belongs into the thread of a card."""

    @property
    def thread(self) -> str | None:
        """The Teams id of that card; None when it was not posted, or is gone."""

    @property
    def place(self) -> "Conversation | None":
        """Where the conversation is reached; None when nobody knows."""


class Outbox(Protocol):
    """What leaves for Teams. One message at a time for each conversation, in order."""

    async def show(self, slot: str, conversation: str, activity: JsonObject, now: datetime) -> None:
        """Bring the message of a slot to this state: post it, or change what was posted."""

    async def say(
        self, conversation: str, activity: JsonObject, now: datetime, under: str | None = None
    ) -> None:
        """Post a message; with `under`, in the thread of the card of that slot."""

    async def waits(self, slot: str) -> bool:
        """Whether something for a slot is still to be sent."""

    async def learn(self, slot: str, activity_id: str) -> None:
        """Note which Teams message a slot is."""

    async def activity_of(self, slot: str) -> str | None:
        """Read which Teams message a slot is; None while it was not sent."""

    async def forget(self, slot: str) -> None:
        """Note that the message of a slot is gone."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Message]:
        """Take messages to send; after the lease another may take them."""

    async def renew(
        self, messages: Collection[Any], now: datetime, lease: timedelta
    ) -> Collection[int]:
        """Hold messages for longer; returns the numbers of those that are still held."""

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
    def activity_id(self) -> str:
        """Its id within its conversation."""

    @property
    def conversation(self) -> str:
        """Where it came."""

    @property
    def payload(self) -> JsonObject:
        """The activity as Teams sent it."""

    @property
    def correlation(self) -> str:
        """The id that tied everything together when it came."""

    @property
    def tries(self) -> int:
        """How often somebody began with it, this time included."""


class Inbox(Protocol):
    """What came from Teams, each once."""

    async def arrive(
        self,
        activity_id: str,
        conversation: str,
        received_at: datetime,
        payload: JsonObject,
        holder: str,
        lease: timedelta,
    ) -> bool:
        """Take an activity in and hold it; False when it was there before."""

    async def standing(self, activity_id: str, conversation: str, holder: str) -> Standing:
        """Lock an activity, and tell whether this holder may end it."""

    async def end(
        self, activity_id: str, conversation: str, holder: str, answer: JsonObject | None
    ) -> Standing:
        """Note that it is worked off, where this holder may end it; tells whether it may."""

    async def answer_of(self, activity_id: str, conversation: str) -> JsonObject | None:
        """Read what an activity was answered."""

    async def claim(
        self, holder: str, now: datetime, lease: timedelta, limit: int
    ) -> Sequence[Arrival]:
        """Take what nobody works on and waits for nobody; oldest first."""

    async def renew(
        self, held: Collection[tuple[tuple[str, str], str]], now: datetime, lease: timedelta
    ) -> Collection[tuple[str, str]]:
        """Hold activities for longer, each with its holder; returns those that are still held."""

    async def wait_for(self, activity_id: str, conversation: str, person: str) -> None:
        """Note that an activity can't go on before this person ("tenant/person") has signed in."""

    async def resume(
        self, person: str, holder: str, now: datetime, lease: timedelta
    ) -> Sequence[Arrival]:
        """Take what waits for the sign-in of a person, oldest first; it waits no longer."""

    async def awaited(self) -> Sequence[tuple[str, str]]:
        """Read whose sign-ins are waited for, and in which conversation."""


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
    @property
    def timezone(self) -> str: ...  # noqa: D102


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
        timezone: str = "",
    ) -> None:
        """Remember how a conversation is reached."""

    async def get(self, conversation: str) -> Conversation | None:
        """Tell how a conversation is reached."""

    async def personal(self, tenant: str, person: str) -> str | None:
        """Find a person's own chat with the bot."""

    async def chats_of(self, tenant: str, people: Sequence[str]) -> Mapping[str, str]:
        """The own chats of these people with the bot, by person."""


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

    async def due_at(self, kind: str, subject: str) -> datetime | None:
        """When a timer is due; None when it is not set."""


class Retention(Protocol):
    """What is thrown away."""

    async def sweep(self, now: datetime) -> int:
        """Throw away some of what is too old; tells how many rows, 0 when nothing is left."""


class Journal(Protocol):
    """Who decided what, in order, never changed."""

    async def append(self, tenant: str, at: datetime, *notes: Note) -> None:
        """Add to a tenant's journal."""


class Graces(Protocol):
    """Calendars of runs: who lost what and can still have it back."""

    async def check(self, run_id: str, looked: Sequence[GracePeriod]) -> None:
        """Store what of these people is left."""

    async def get(self, run_id: str) -> Calendar | None:
        """Read a calendar."""

    async def ahead(self, tenant: str, owner: str | None) -> Sequence[Calendar]:
        """The calendars of a tenant that are not over, oldest first; of one owner, or all."""

    async def page(self, run_id: str, after: int, limit: int) -> Sequence[GracePeriod]:
        """The people of a calendar behind this place."""

    async def names(self, plan: str, positions: Sequence[int]) -> Mapping[int, PersonRef]:
        """What people of a plan were called, by place."""


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
    @property
    def calendars(self) -> Graces: ...  # noqa: D102
    @property
    def requests(self) -> Requests: ...  # noqa: D102
    @property
    def consultations(self) -> Inquiries: ...  # noqa: D102
    @property
    def channels(self) -> Channels: ...  # noqa: D102
    @property
    def delegations(self) -> Delegations: ...  # noqa: D102
    @property
    def retention(self) -> Retention: ...  # noqa: D102


class Books(Protocol):
    """The ledger."""

    def begin(self, *, brief: bool = False) -> AbstractAsyncContextManager[Unit]:
        """Open a transaction that writes; it is committed at the end, or not at all.

        Say `brief` where only a few rows are touched, each found by a key.
        """

    def read(self, *, brief: bool = False) -> AbstractAsyncContextManager[Unit]:
        """Open a transaction that reads."""

    async def write(self, work: Callable[[Unit], Awaitable[T]], *, brief: bool = False) -> T:
        """Do this in one transaction; again when the database went away, so it must be safe to."""

    async def look(self, work: Callable[[Unit], Awaitable[T]], *, brief: bool = False) -> T:
        """Read this in one transaction; again when the database went away."""
