"""The outcomes of one person, line by line in the plan's order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ledger.runs.items import Item
from licensing.errors import TenantError
from licensing.losses.losses import loses_mailbox
from licensing.plans.drift import Drift
from licensing.plans.planned_person import CHANGING_ACTIONS, Line, PlannedAction
from licensing.runs.calls import Call, CallState, call_progress
from licensing.runs.counts import REMOVED_OUTCOMES
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome
from licensing.runs.undo import is_removed, is_restored
from licensing.tenant.people import Assignment, Person
from licensing.tenant.products import Product

#: Outcomes that repeat what the plan says of a line for which it asks nothing.
_AS_PREVIEWED = frozenset({Outcome.KEPT, Outcome.NOT_HELD, Outcome.UNEXPLAINED})


@dataclass(frozen=True, slots=True)
class OutcomeBuilder:
    """The outcome of each line of a person, from the calls and from what was read last."""

    item: Item
    calls: tuple[Call, ...] = ()
    #: The tenant's products by id, as far as known.
    products: Mapping[str, Product] = field(default_factory=dict)
    #: None when the person could not be read after the calls.
    seen: Person | None = None

    def by_calls(self) -> PersonOutcome:
        """What the calls decided; the other lines were not touched before the run was stopped."""
        return self._person(
            lambda line: LineOutcome(
                line.product,
                Outcome.NOT_TOUCHED,
                self.seen.groups(line.product) if self.seen else line.groups,
            )
        )

    def held_back(self, drift: Drift) -> PersonOutcome:
        """The person changed since the preview: undecided lines are left as they are."""
        found = self._person(
            lambda line: LineOutcome(line.product, Outcome.HELD_BACK, line.groups, drift)
        )
        if call_progress(self.item.person.touched, self.calls).decided:
            return found
        # What the plan says of the other lines may no longer be true either.
        lines = tuple(
            replace(line, groups=(), reason=drift) if line.outcome in _AS_PREVIEWED else line
            for line in found.lines
        )
        return replace(found, lines=lines)

    def failed(self, error: TenantError) -> PersonOutcome:
        """Graph refused all undecided lines, and would refuse them again."""
        return self._refused(Outcome.FAILED, type(error).__name__, error)

    def needs_attention(self, reason: str, error: TenantError | None = None) -> PersonOutcome:
        """Tried too often. Someone must look up what the person has now."""
        return self._refused(Outcome.NEEDS_ATTENTION, reason, error)

    def _refused(self, outcome: Outcome, reason: str, error: TenantError | None) -> PersonOutcome:
        answer = error.answer if error else None
        return self._person(
            lambda line: LineOutcome(line.product, outcome, line.groups, reason, answer)
        )

    def _person(self, undecided: Callable[[Line], LineOutcome]) -> PersonOutcome:
        """Lines that the calls decided, others to touch by `undecided`, the rest by the plan."""
        person = self.item.person
        untouched = {line.product: line for line in self.item.untouched}
        decided = call_progress(person.touched, self.calls).decided

        def outcome(line: Line) -> LineOutcome:
            if line.action not in CHANGING_ACTIONS:
                return untouched[line.product]
            call = decided.get(line.product)
            return self._decided(line, call) if call else undecided(line)

        lines = tuple(outcome(line) for line in person.lines)
        return PersonOutcome(person.id, person.name, person.address, lines, self._lost(lines))

    def _decided(self, line: Line, call: Call) -> LineOutcome:
        product = line.product
        if call.state is CallState.REFUSED:
            return LineOutcome(
                product,
                Outcome.FAILED,
                line.groups,
                call.reason,
                call.answer,
                tuple(self.products[p].name for p in call.needed_by if p in self.products),
            )
        if self.seen is None:
            return LineOutcome(product, Outcome.ACCEPTED, line.groups, answer=call.answer)
        groups = self.seen.groups(product)
        if line.action is PlannedAction.RESTORE:
            done = Outcome.RESTORED if is_restored(line, self.seen) else Outcome.ACCEPTED
            return LineOutcome(product, done, groups, answer=call.answer)
        if not is_removed(product, self.seen):
            return LineOutcome(product, Outcome.ACCEPTED, groups, answer=call.answer)
        if groups:
            return LineOutcome(product, Outcome.STILL_ASSIGNED, groups, answer=call.answer)
        return LineOutcome(product, Outcome.REMOVED, answer=call.answer)

    def _lost(self, lines: tuple[LineOutcome, ...]) -> bool:
        """Whether the mailbox is lost with the removed licenses."""
        person = self.item.person
        taken = {line.product for line in lines if line.outcome in REMOVED_OUTCOMES} & {
            *person.removals
        }
        if not taken:
            return False
        kept = (
            Assignment(line.product, None, line.disabled_plans)
            for line in person.lines
            if line.action in CHANGING_ACTIONS and line.product not in taken
        )
        return loses_mailbox(person.losses, kept, self.products)
