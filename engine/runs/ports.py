"""What a run needs from the rest of the house, and nothing more."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from licensing.errors import Answer
from licensing.plans.plan import PlannedPerson
from licensing.runs.calls import Call
from licensing.runs.control import Course
from licensing.runs.outcome import LineOutcome, PersonOutcome
from licensing.tenant.people import Person
from licensing.tenant.products import Product

T = TypeVar("T")


class Directory(Protocol):
    """The tenant, as the person who decided may use it. Everything may raise `TenantError`."""

    async def products(self) -> tuple[Product, ...]:
        """All products that the tenant owns."""

    async def read_person(self, id: str) -> Person:  # noqa: A002
        """Read one person afresh; `UnknownPerson` when the account is gone."""

    async def remove(
        self, person: str, products: Collection[str], sure: Callable[[], bool]
    ) -> Answer:
        """Take these direct assignments from a person in one call; returns Graph's yes.

        `sure` is asked when all is ready and the call leaves; where it says no, nothing is sent
        and `SendPrevented` is raised.
        """

    async def give_back(
        self, person: str, licenses: Mapping[str, Collection[str]], sure: Callable[[], bool]
    ) -> Answer:
        """Assign these products directly in one call, without the service plans named for each.

        `sure` as for `remove`.
        """


class Item(Protocol):
    """One claimed person of a run."""

    @property
    def run(self) -> str:
        """The run's id."""

    @property
    def position(self) -> int:
        """The place in the plan."""

    @property
    def fence(self) -> int:
        """How often the person was claimed, this time included."""

    @property
    def person(self) -> PlannedPerson:
        """The person as the plan saw them."""

    @property
    def untouched(self) -> tuple[LineOutcome, ...]:
        """The outcomes of the lines for which nothing is asked."""

    @property
    def claimed_at(self) -> datetime:
        """When it was claimed, by the clock that counts in the ledger."""

    @property
    def intended_at(self) -> datetime | None:
        """When an earlier claim was about to call Graph; None when surely nothing was written."""

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls of earlier claims; where an intent stands, the last of them is open."""

    @property
    def stopping(self) -> bool:
        """Whether the run is being stopped: what was done is read, and no more is done."""


class Run(Protocol):
    """One run of one plan."""

    @property
    def id(self) -> str:
        """The run's id."""

    @property
    def tenant(self) -> str:
        """The tenant's id."""

    @property
    def owner(self) -> str:
        """The Entra object id of the person as whom it removes."""

    @property
    def correlation(self) -> str:
        """The id of the click that began it."""


class Runs(Protocol):
    """The runs within one transaction. A False says that another claim came meanwhile."""

    async def open_runs(self) -> Sequence[Run]:
        """All runs for which there is something to do."""

    async def awake(self, now: datetime) -> Sequence[str]:
        """The ids of all runs for which there is something to do and that wait for no sign-in."""

    async def rest(self, run_id: str, now: datetime, pause: timedelta) -> bool:
        """Let nobody work on a run for a while: its owner has to sign in. True when that is new."""

    async def rouse(self, tenant: str, owner: str) -> Sequence[str]:
        """Let the runs of somebody go on who has just signed in; returns their ids."""

    async def unannounced(self) -> Sequence[Run]:
        """All runs whose card does not show the newest yet."""

    async def get(self, run_id: str) -> Run:
        """Read a run; `PlanMissing` if there is none."""

    async def claim(
        self, run_id: str, now: datetime, lease: timedelta, limit: int
    ) -> Sequence[Item]:
        """Take up to `limit` people who are due and whom nobody holds."""

    async def renew(
        self, items: Sequence[Item], now: datetime, lease: timedelta
    ) -> Collection[int]:
        """Hold people of one run for longer; returns the places of those who are still held."""

    async def course(self, run_id: str, now: datetime) -> Course:
        """Settle what can be settled, and tell what there is to do."""

    async def intend(
        self, intents: Sequence[tuple[Any, Sequence[Call]]], now: datetime, lease: timedelta
    ) -> Collection[int]:
        """Note that Graph is about to be called for people of one run, and hold them from now on.

        Returns the places of those for whom it may be called: of nobody once a person holds or
        stops the run.
        """

    async def postpone(
        self,
        item: Item,
        now: datetime,
        wait: timedelta,
        reason: str,
        settled: Sequence[Call] | None = None,
    ) -> bool:
        """Let go of a person for a while; with all calls `settled`, the intent is taken back."""

    async def finish(
        self, ends: Sequence[tuple[Item, PersonOutcome]], now: datetime
    ) -> Collection[int]:
        """Store the end of people of one run and count it; returns the places of these people."""


class Quota(Protocol):
    """What a tenant allows: so many writes at once, and then so many in a second."""

    @property
    def burst(self) -> int:
        """Turns of a full bucket."""

    @property
    def per_second(self) -> float:
        """Turns that come back in a second."""


class Budgets(Protocol):
    """The budgets of writes, one for each tenant, within one transaction."""

    async def take(self, tenant: str, number: int, quota: Quota, now: datetime) -> Sequence[float]:
        """Take turns: for each the seconds from now until it may be used."""

    async def block(
        self, tenant: str, seconds: float, quota: Quota, now: datetime, *, spent: bool
    ) -> None:
        """Let nobody write for so long; `spent` takes the burst away."""

    async def blocked(self, tenant: str, now: datetime) -> float:
        """For how many seconds nobody may write."""


class Unit(Protocol):
    """One transaction."""

    @property
    def runs(self) -> Runs:
        """The runs in it."""

    @property
    def budgets(self) -> Budgets:
        """The budgets of writes in it."""


class RunLedger(Protocol):
    """What lasts."""

    async def write(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        """Do this in one transaction; again when the database went away, so it must be safe to."""

    def read(self) -> AbstractAsyncContextManager[Unit]:
        """Read one moment."""


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Tell the time, in UTC."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""


class WriteQuota(Protocol):
    """Who may write next, so that a tenant's quota is kept. One for each tenant."""

    async def turns(self, most: int) -> Sequence[datetime]:
        """Wait until a write may be made, and count it; more of them where more may be made now.

        Returns for each when that was.
        """

    def give_back(self, taken: datetime) -> None:
        """Uncount a turn that was not used, and say when it was taken."""

    async def block(self, seconds: float) -> None:
        """Let nobody write for so long: the tenant said so."""

    async def ease(self) -> None:
        """Let nobody write for a while: the tenant is unwell."""

    def well(self) -> None:
        """Note that the tenant is well again."""
