"""What the lookups need from the rest of the house, and nothing more."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from licensing.tenant.cases import CasePage, MemberPage
from licensing.tenant.checks import Unchecked
from licensing.tenant.mailboxes import Mailbox

T = TypeVar("T")


class CaseReader(Protocol):
    """The eDiscovery cases that somebody may see. Each call is one request to Graph.

    Everything may raise `TenantError`; nothing is tried again by itself.
    """

    async def cases(self, link: str | None) -> CasePage:
        """A page of the open cases."""

    async def custodians(self, case: str, link: str | None) -> MemberPage:
        """A page of the people who are custodians in a case."""

    async def sources(self, case: str, link: str | None) -> MemberPage:
        """A page of the other mailboxes that are searched in a case."""


class MailboxReader(Protocol):
    """The mailboxes of a tenant, by the app's own rights."""

    async def kind(self, person: str) -> Mailbox:
        """Whose mailbox it is; raises `TenantError`."""


class Readers(Protocol):
    """Where tenants are read."""

    def cases_as(self, tenant: str, viewer: str) -> CaseReader:
        """The cases as a person sees them; as the app does where `viewer` is empty."""

    def mailboxes(self, tenant: str) -> MailboxReader:
        """All mailboxes."""


class CaseViewState(Protocol):
    """How far the cases that one viewer may see were looked at."""

    @property
    def viewer(self) -> str:
        """A person's object id; empty for the app."""

    @property
    def generation(self) -> int:
        """The number of the newest complete look; 0 before the first."""

    @property
    def sweeping(self) -> int:
        """The number of the look that is under way; 0 for none."""

    @property
    def cursor(self) -> Mapping[str, Any]:
        """Where that one stands."""

    @property
    def why(self) -> Unchecked | None:
        """Why the newest try came to nothing; None when it did not."""

    @property
    def looked_at(self) -> datetime | None:
        """When the newest complete look ended."""

    @property
    def refused_at(self) -> datetime | None:
        """When the newest try came to nothing."""

    @property
    def wanted_at(self) -> datetime:
        """When somebody asked for it last."""


class CaseViews(Protocol):
    """What is known of cases, within one transaction."""

    async def want(self, tenant: str, viewer: str, now: datetime) -> None:
        """Note that somebody asks."""

    async def get(self, tenant: str, viewer: str) -> CaseViewState | None:
        """How far one viewer's cases were looked at."""

    async def all(self, tenant: str) -> Sequence[CaseViewState]:
        """Those of all viewers."""

    async def advance(
        self,
        tenant: str,
        viewer: str,
        sweeping: int,
        cursor: Mapping[str, Any],
        members: Mapping[str, Any] | None,
    ) -> None:
        """Store one step of a look: who was found, and where it stands now."""

    async def finish(self, tenant: str, viewer: str, sweeping: int, now: datetime) -> None:
        """A look is complete; earlier ones are dropped."""

    async def refuse(self, tenant: str, viewer: str, why: Unchecked, now: datetime) -> None:
        """A look came to nothing; what an earlier one found stays."""

    async def forget(self, tenant: str, viewer: str) -> None:
        """Throw away what was seen for somebody."""

    async def members(
        self, tenant: str, viewer: str, generation: int
    ) -> Sequence[Mapping[str, Any]]:
        """Everything that one look found, in parts."""


class MailboxKinds(Protocol):
    """Whose mailboxes are whose, within one transaction."""

    async def known(
        self, tenant: str, people: Sequence[str], since: datetime
    ) -> Mapping[str, Mailbox]:
        """What was read since then, by person."""

    async def want(self, tenant: str, people: Iterable[str], now: datetime) -> None:
        """Note whose mailboxes are to be looked at."""

    async def wanted(self, tenant: str, limit: int) -> Sequence[str]:
        """Whose mailboxes are to be looked at next."""

    async def keep(self, tenant: str, kinds: Mapping[str, Mailbox], now: datetime) -> None:
        """Store what was read."""

    async def drop_wanted(self, tenant: str) -> None:
        """Nobody can look: forget whose mailboxes were to be looked at."""


class Timers(Protocol):
    """What is to be done at a certain time."""

    async def set(self, kind: str, subject: str, tenant: str, due_at: datetime) -> None:
        """Set a timer, or set it anew."""

    async def due_at(self, kind: str, subject: str) -> datetime | None:
        """When a timer is due; None when it is not set."""


class Unit(Protocol):
    """One transaction."""

    @property
    def case_views(self) -> CaseViews:
        """Cases in it."""

    @property
    def mailbox_kinds(self) -> MailboxKinds:
        """Mailboxes in it."""

    @property
    def timers(self) -> Timers:
        """Timers in it."""


class Books(Protocol):
    """What lasts."""

    async def write(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        """Do this in one transaction; again when the database went away, so it must be safe to."""

    def read(self) -> AbstractAsyncContextManager[Unit]:
        """Read one moment."""


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Tell the time, in UTC."""


@dataclass(frozen=True, slots=True)
class LookupTimerResult:
    """What comes of a timer: what to store, and when it is due again; None ends it."""

    store: Callable[[Any], Awaitable[None]]
    again: datetime | None = None


#: Tenants whose timers are set at the start.
Tenants = Collection[str]
