"""What a preview asks the lookups: open cases and mailboxes, as far as they are known by now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.lookups.case_scan import by_address
from engine.lookups.cases import APP, wanted, worth_asking
from engine.lookups.mailboxes import MailboxLookups
from engine.lookups.ports import Books, CaseViewState, Clock
from licensing.losses.lookup_results import Mailboxes
from licensing.tenant.cases import Case, CaseView
from licensing.tenant.checks import Check, Looking, Unchecked

_Addresses = Mapping[str, tuple[Case, ...]]


@dataclass(slots=True)
class CachedLookups:
    """Answers at once, and has looked up what is missing."""

    ledger: Books
    clock: Clock
    mailbox_lookups: MailboxLookups
    looking: Looking
    #: Whether the tenants' cloud knows eDiscovery cases.
    cases_there: bool = True
    #: Called when a timer was set.
    called: Callable[[], None] = lambda: None
    #: The newest look of each view, read once; by tenant, viewer.
    _read: dict[tuple[str, str], tuple[int, _Addresses]] = field(default_factory=dict)

    async def begin(self, tenant: str, person: str) -> None:
        """Somebody begins a walk: begin to look at the cases that they may see."""
        if self._refusal is None:
            await self._view(tenant, self._viewer(person))

    async def cases(self, tenant: str, person: str) -> CaseView:
        """The open cases, as far as they were seen by now."""
        if self._refusal is not None:
            return CaseView(Check(self._refusal))
        viewer = self._viewer(person)
        own = viewer != APP
        view = await self._view(tenant, viewer)
        if view is None or not view.generation:
            why = (view.why if view else None) or Unchecked.NOT_YET
            return CaseView(Check(why, own_view=own))
        return CaseView(
            Check(view.why, view.looked_at, own), await self._members(tenant, viewer, view)
        )

    async def mailboxes(self, tenant: str, people: Sequence[str]) -> Mailboxes:
        """Whose mailboxes are whose, as far as it is known."""
        found = await self.mailbox_lookups.known(tenant, people)
        if found.check.why is Unchecked.NOT_YET:
            self.called()
        return found

    @property
    def looks_as_app(self) -> bool:
        """Whether cases are looked at without anybody asking."""
        return self._refusal is None and self.looking is Looking.APP

    @property
    def _refusal(self) -> Unchecked | None:
        if self.looking is Looking.OFF:
            return Unchecked.OFF
        return None if self.cases_there else Unchecked.CLOUD

    def _viewer(self, person: str) -> str:
        return APP if self.looking is Looking.APP else person

    async def _view(self, tenant: str, viewer: str) -> CaseViewState | None:
        """How far a view is; and let it be looked at, where that is due."""
        now = self.clock.now()
        async with self.ledger.read() as unit:
            view = await unit.case_views.get(tenant, viewer)
        if worth_asking(view, now):
            await wanted(self.ledger, tenant, viewer, now)
            self.called()
        return view

    async def _members(self, tenant: str, viewer: str, view: CaseViewState) -> _Addresses:
        kept = self._read.get((tenant, viewer))
        if kept is None or kept[0] != view.generation:
            async with self.ledger.read() as unit:
                parts = await unit.case_views.members(tenant, viewer, view.generation)
            kept = self._read[tenant, viewer] = (view.generation, by_address(list(parts)))
        return kept[1]
