"""What the edge needs from the ledger and from the runs, and nothing more."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from bot.wire import JsonObject
from licensing.draft import Draft
from licensing.outcome import PersonOutcome
from licensing.plan import Plan, PlannedPerson


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


class Runs(Protocol):
    """Plans that are carried out."""

    async def start(self, *, run: str, plan: str, card: str, now: datetime) -> str:
        """Start a run, once for each plan, and return its id. `card` is the draft that shows it."""

    async def plan_of(self, run: str) -> str:
        """Name the plan of a run; `PlanMissing` if there is no such run."""

    async def outcomes(self, run: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read outcomes, in the plan's order."""

    async def unannounced(self) -> Sequence["Announcement"]:
        """Find runs whose card does not show how far they are."""

    async def announced(self, run: str, change: int) -> None:
        """Note that the card shows a run as of this change."""


class Announcement(Protocol):
    """A run whose card is behind."""

    @property
    def run(self) -> str:
        """The run."""

    @property
    def card(self) -> str:
        """The draft that shows it."""

    @property
    def change(self) -> int:
        """How often the run had changed when this was read."""


class Message(Protocol):
    """Something that waits to be sent."""

    @property
    def id(self) -> int:
        """Its number in the outbox."""

    @property
    def conversation(self) -> str:
        """The conversation that it is for."""

    @property
    def tenant(self) -> str:
        """The tenant of that conversation."""

    @property
    def activity(self) -> JsonObject:
        """What is sent."""

    @property
    def replaces(self) -> str | None:
        """The Teams id of the message that it changes; None for a new message."""

    @property
    def attempts(self) -> int:
        """How often sending was begun, this time included."""


class Outbox(Protocol):
    """What leaves for Teams. One message at a time for each conversation, in order."""

    async def show(
        self, slot: str, tenant: str, conversation: str, activity: JsonObject, now: datetime
    ) -> None:
        """Bring the message of a slot to this state: post it, or change what was posted."""

    async def say(
        self, tenant: str, conversation: str, activity: JsonObject, now: datetime
    ) -> None:
        """Post a message."""

    async def learn(self, slot: str, activity_id: str) -> None:
        """Note which Teams message a slot is."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Message]:
        """Take messages to send; after the lease another may take them."""

    async def sent(self, message: int, activity_id: str | None) -> None:
        """Note that a message was sent, and as what."""

    async def postpone(self, message: int, until: datetime, reason: str) -> None:
        """Try again later."""

    async def give_up(self, message: int, reason: str) -> None:
        """Never try again; the reason is kept."""

    async def next_due(self) -> datetime | None:
        """When something is next due; None when nothing waits."""


class Arrival(Protocol):
    """An activity that was taken in."""

    @property
    def payload(self) -> JsonObject:
        """The activity as Teams sent it."""


class Inbox(Protocol):
    """What came from Teams, each once."""

    async def arrive(self, activity_id: str, now: datetime, payload: JsonObject) -> bool:
        """Take an activity in; False when it was there before."""

    async def done(self, activity_id: str, answer: JsonObject | None) -> None:
        """Note that it is worked off, and what it was answered."""

    async def answer_of(self, activity_id: str) -> JsonObject | None:
        """Read what an activity was answered."""

    async def unfinished(self) -> Sequence[Arrival]:
        """Read what was taken in and not worked off, oldest first."""


class Conversations(Protocol):
    """Where conversations are reached."""

    async def keep(self, tenant: str, conversation: str, ref: JsonObject, now: datetime) -> None:
        """Remember how a conversation is reached."""

    async def get(self, tenant: str, conversation: str) -> JsonObject | None:
        """Tell how a conversation is reached."""


class Unit(Protocol):
    """The stores, within one transaction."""

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


class Books(Protocol):
    """The ledger."""

    def begin(self) -> AbstractAsyncContextManager[Unit]:
        """Open a transaction that writes; it is committed at the end, or not at all."""

    def read(self) -> AbstractAsyncContextManager[Unit]:
        """Open a transaction that reads."""
