"""Graph's rules for changing licenses. Pure: assignments in, assignments out.

The messages are Graph's own. Sources: user assignLicense
(https://learn.microsoft.com/graph/api/user-assignlicense), "Resolve group license assignment
problems" (https://learn.microsoft.com/entra/fundamentals/licensing-groups-resolve-problems), and
bodies of real answers in public issue threads. Not confirmed: start of the message about seats.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sandbox.organization.organization import Assignment
from sandbox.organization.products import DEPENDS_ON, EXCLUSIVE, Product
from sandbox.refusal import Refusal

Held = tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """A product to assign directly, with its disabled service plans."""

    product: str
    disabled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one assignLicense call."""

    add: tuple[Addition, ...] = ()
    remove: tuple[str, ...] = ()


def changed(held: Held, change: Change, products: Mapping[str, Product], now: str) -> Held:
    """Return the assignments after a change; raises Refusal and changes nothing.

    Seats and the usage location are not checked here.
    """
    if not change.add and not change.remove:
        raise Refusal(
            "No license changes provided. At least one license to add or remove must be specified."
        )
    for product in (*change.remove, *(a.product for a in change.add)):
        if product not in products:
            raise Refusal(f"License {product} does not correspond to a valid company License.")
    for product in change.remove:
        _check_removal(held, product)
    for addition in change.add:
        if products[addition.product].applies_to != "User":
            raise Refusal(f"License {addition.product} cannot be assigned to a user.")
    given = {a.product: a for a in change.add}
    gone = set(change.remove) | set(given)
    kept = tuple(a for a in held if a.group is not None or a.product not in gone)
    new = tuple(Assignment(a.product, None, a.disabled, now) for a in given.values())
    after = kept + new
    _check_plans(enabled_plans(held, products), enabled_plans(after, products))
    return after


def enabled_plans(held: Iterable[Assignment], products: Mapping[str, Product]) -> frozenset[str]:
    """Return the ids of all service plans that these assignments enable."""
    return frozenset(
        plan.id
        for assignment in held
        for plan in products[assignment.product].plans
        if plan.id not in assignment.disabled
    )


def _check_removal(held: Sequence[Assignment], product: str) -> None:
    of_product = [a for a in held if a.product == product]
    if not of_product:
        raise Refusal("User does not have a corresponding license")
    if all(a.group is not None for a in of_product):
        raise Refusal(
            "User license is inherited from a group membership and it cannot be removed directly "
            "from the user."
        )


def _check_plans(before: frozenset[str], after: frozenset[str]) -> None:
    """Refuse a new unmet dependency or a new conflict of exclusive plans."""
    for plan, needs in DEPENDS_ON.items():
        if plan in after and not needs & after and not (plan in before and not needs & before):
            raise Refusal(
                f"License assignment failed because service plan {plan} depends on the service "
                f"plan(s) {', '.join(sorted(needs))}"
            )
    for pair in EXCLUSIVE:
        if pair <= after and not pair <= before:
            raise Refusal(
                f"License assignment failed because service plans {','.join(sorted(pair))} are "
                "mutually exclusive"
            )
