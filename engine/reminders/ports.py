"""What the reminders need from the rest of the house, and nothing more."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from licensing.losses.lookup_results import Mailboxes
from licensing.losses.services import Data
from licensing.plans.plan import Plan
from licensing.plans.planned_person import PlannedPerson
from licensing.reminders.calendar import Calendar, GracePeriod
from licensing.runs.outcome import LineOutcome
from licensing.tenant.people import Person
from licensing.tenant.products import Product

T = TypeVar("T")


class Directory(Protocol):
    """The tenant, as one person may see it. Everything may raise `TenantError`."""

    async def products(self) -> tuple[Product, ...]:
        """All products that the tenant owns."""

    async def read_people(self, ids: Sequence[str]) -> dict[str, Person]:
        """People by id; whoever is gone is left out."""


class Readers(Protocol):
    """Where tenants are read in the background."""

    def people_as(self, tenant: str, person: str) -> Directory:
        """A tenant as one person of it sees it, by what that person signed in with."""


class MailboxKinds(Protocol):
    """Whose mailboxes are whose."""

    async def mailboxes(self, tenant: str, people: Sequence[str]) -> Mailboxes:
        """As far as it is known; raises no `TenantError`."""


class Graces(Protocol):
    """Calendars, within one transaction."""

    async def begin(self, run_id: str) -> None:
        """Begin the calendar of a run that ended; one that there is already stays as it is."""

    async def ended(self, run_id: str) -> bool:
        """Whether there is such a run and it ended."""

    async def missing(self, since: datetime) -> Sequence[tuple[str, str]]:
        """Runs that ended since then and have no calendar: run and tenant."""

    async def get(self, run_id: str) -> Calendar | None:
        """Read a calendar."""

    async def outcomes(
        self, run_id: str, after: int, limit: int
    ) -> Sequence[tuple[int, PlannedPerson, tuple[LineOutcome, ...]]]:
        """The people of a run behind this place from whom something was to go, as they ended."""

    async def fill(
        self, calendar: Calendar, people: Iterable[GracePeriod], filled_to: int | None
    ) -> None:
        """Write people into a calendar, and up to where it is filled; None when it is full."""

    async def page(self, run_id: str, after: int, limit: int) -> Sequence[GracePeriod]:
        """The people of a calendar behind this place."""

    async def newer(
        self, tenant: str, people: Sequence[str], ended_at: datetime
    ) -> Mapping[str, frozenset[Data]]:
        """What runs that ended later took from these people."""

    async def check(self, run_id: str, looked: Sequence[GracePeriod]) -> None:
        """Store what of these people is left."""

    async def checking(self, run_id: str, checked_to: int) -> None:
        """Note up to which place the reminder under way was looked at."""

    async def announced(self, run_id: str) -> None:
        """Note that those who lost something were told that it went."""

    async def told(self, run_id: str, on: date) -> None:
        """Note that the reminder of this day was dealt with."""

    async def end(self, run_id: str) -> None:
        """Nothing is ahead any more."""


class Plans(Protocol):
    """Frozen plans."""

    async def header(self, id: str) -> Plan:  # noqa: A002
        """Read a plan without its people."""


class Conversation(Protocol):
    """How a conversation is reached."""

    @property
    def timezone(self) -> str:
        """Where whoever wrote there last was; empty where nobody knows."""


class Conversations(Protocol):
    """Where conversations are reached."""

    async def get(self, conversation: str) -> Conversation | None:
        """Tell how a conversation is reached."""


class Timers(Protocol):
    """What is to be done at a certain time."""

    async def set(self, kind: str, subject: str, tenant: str, due_at: datetime) -> None:
        """Set a timer, or set it anew."""


class Unit(Protocol):
    """One transaction."""

    @property
    def calendars(self) -> Graces: ...  # noqa: D102
    @property
    def plans(self) -> Plans: ...  # noqa: D102
    @property
    def conversations(self) -> Conversations: ...  # noqa: D102
    @property
    def timers(self) -> Timers: ...  # noqa: D102


class Books(Protocol):
    """What lasts."""

    async def write(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        """Do this in one transaction; again when the database went away, so it must be safe to."""

    async def look(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        """Read this in one transaction; again when the database went away."""


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Tell the time, in UTC."""


#: Something to store in the transaction that ends a ring.
Store = Callable[[Any], Awaitable[None]]


class Notifier(Protocol):
    """Tells people."""

    async def announce(self, calendar: Calendar, timezone: str) -> Store:
        """Make ready what those are told who lost something, when it went."""

    async def remind(self, calendar: Calendar, on: date, timezone: str) -> Store:
        """Make ready what is told of a calendar on a day, by the local clock there."""


@dataclass(frozen=True, slots=True)
class ReminderTimerResult:
    """What comes of a timer: what to store, and when it is due again; None ends it."""

    store: Store
    again: datetime | None = None
