"""What a preview reads of the lookups: open cases and mailboxes, as far as they are known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.lookups.case_scan import by_address
from engine.lookups.cases import APP, is_worth_requesting, request_view
from engine.lookups.mailboxes import MailboxLookups
from ledger import Ledger
from ledger.lookups.case_views import CaseViewRow
from licensing.clock import Clock
from licensing.losses.lookup_results import Mailboxes
from licensing.tenant.cases import Case, CaseView
from licensing.tenant.checks import CaseAccess, Check, NotChecked

_Addresses = Mapping[str, tuple[Case, ...]]


@dataclass(slots=True)
class CachedLookups:
    """Answers immediately, and requests what is missing."""

    ledger: Ledger
    clock: Clock
    mailbox_lookups: MailboxLookups
    looking: CaseAccess
    #: Whether the tenants' cloud has eDiscovery cases.
    has_cases: bool = True
    #: Called when a timer was set.
    timer_set: Callable[[], None] = lambda: None
    #: The newest complete scan of each view, by tenant and viewer.
    _cache: dict[tuple[str, str], tuple[int, _Addresses]] = field(default_factory=dict)

    async def begin(self, tenant: str, person: str) -> None:
        """A person starts a dialog: start to scan the cases that they may see."""
        if self._refusal is None:
            await self._view(tenant, self._viewer(person))

    async def cases(self, tenant: str, person: str) -> CaseView:
        """The open cases, as of the newest complete scan."""
        if self._refusal is not None:
            return CaseView(Check(self._refusal))
        viewer = self._viewer(person)
        own = viewer != APP
        view = await self._view(tenant, viewer)
        if view is None or not view.generation:
            why = (view.why if view else None) or NotChecked.NOT_YET
            return CaseView(Check(why, own_view=own))
        return CaseView(
            Check(view.why, view.looked_at, own), await self._members(tenant, viewer, view)
        )

    async def mailboxes(self, tenant: str, people: Sequence[str]) -> Mailboxes:
        """The kinds of mailboxes, as far as they are known."""
        found = await self.mailbox_lookups.known(tenant, people)
        if found.check.why is NotChecked.NOT_YET:
            self.timer_set()
        return found

    @property
    def scans_as_app(self) -> bool:
        """Whether cases are scanned without anyone asking."""
        return self._refusal is None and self.looking is CaseAccess.APP

    @property
    def _refusal(self) -> NotChecked | None:
        if self.looking is CaseAccess.OFF:
            return NotChecked.OFF
        return None if self.has_cases else NotChecked.CLOUD

    def _viewer(self, person: str) -> str:
        return APP if self.looking is CaseAccess.APP else person

    async def _view(self, tenant: str, viewer: str) -> CaseViewRow | None:
        """The state of a view; requests a scan where one is due."""
        now = self.clock.now()
        async with self.ledger.read() as unit:
            view = await unit.case_views.get(tenant, viewer)
        if is_worth_requesting(view, now):
            await request_view(self.ledger, tenant, viewer, now)
            self.timer_set()
        return view

    async def _members(self, tenant: str, viewer: str, view: CaseViewRow) -> _Addresses:
        cached = self._cache.get((tenant, viewer))
        if cached is None or cached[0] != view.generation:
            async with self.ledger.read() as unit:
                parts = await unit.case_views.members(tenant, viewer, view.generation)
            cached = self._cache[tenant, viewer] = (view.generation, by_address(parts))
        return cached[1]
