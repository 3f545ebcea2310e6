"""What a change of a request changed: people, products and licenses against the version before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from licensing.plans.plan import Plan
from licensing.requests.model import Participant, PlanChange

#: Maximum number of people and of products that are named.
MAX_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class PeopleDifference:
    """The places, among the affected people of their plan, of those in only one of two plans."""

    added: tuple[int, ...]
    left_out: tuple[int, ...]


def compare_people(before: Sequence[str], after: Sequence[str]) -> PeopleDifference:
    """Compare the ids of the affected people of two plans, in the order of each plan."""
    return PeopleDifference(_only_in(after, before), _only_in(before, after))


def _only_in(some: Sequence[str], others: Sequence[str]) -> tuple[int, ...]:
    known = frozenset(others)
    return tuple(place for place, person in enumerate(some) if person not in known)


def plan_change(
    before: Plan,
    after: Plan,
    people: PeopleDifference,
    added: tuple[Participant, ...],
    left_out: tuple[Participant, ...],
    *,
    new_reason: bool,
) -> PlanChange:
    """Compare the heads of two plans. `added` and `left_out` are the first of `people` by name."""
    old, new = before.summary.going, after.summary.going
    return PlanChange(
        people_added=len(people.added),
        people_left_out=len(people.left_out),
        added=added,
        left_out=left_out,
        products_added=tuple(_names(after, new.keys() - old.keys())),
        products_left_out=tuple(_names(before, old.keys() - new.keys())),
        licenses=after.summary.licenses - before.summary.licenses,
        new_reason=new_reason,
    )


def _names(plan: Plan, products: set[str]) -> list[str]:
    return sorted(plan.products.get(product, product) for product in products)
