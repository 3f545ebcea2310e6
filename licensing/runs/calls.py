"""The calls that remove one person's products: one for all, and after a refusal one for the rest.

Restoring works the same way. Graph applies all of a call or none. If it refuses because of some
products, those stay, and the next call has the others. If it does not say which, each is tried
alone. The next call follows from the list of calls so far, so a process that dies in between
leaves everything that the next process needs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from licensing.errors import Answer, DependentPlan, MissingPlan

Products = tuple[str, ...]

#: Refusals that another of the products can lift.
_DEPENDENCIES: Final = frozenset({DependentPlan.__name__, MissingPlan.__name__})


class CallState(StrEnum):
    """What is known of a call."""

    #: It was about to be made; whether it took effect is to be read.
    OPEN = "open"
    SUCCEEDED = "succeeded"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Call:
    """One call for some products of one person."""

    products: Products
    state: CallState = CallState.OPEN
    #: Graph's answer; None if none was received.
    answer: Answer | None = None
    #: Of a refusal: the name of the error's class.
    reason: str = ""
    #: Of a refusal: the products that it is about; empty where it does not say.
    blamed: Products = ()
    #: Of a refused dependency: the person's products that need a service of a blamed one.
    needed_by: Products = ()


@dataclass(frozen=True, slots=True)
class CallProgress:
    """The state of a person's calls."""

    #: The call that decided on each product; products that are not there are still to be tried.
    decided: Mapping[str, Call]
    #: What to ask for next; None when every product is decided.
    next: Products | None

    @property
    def succeeded(self) -> frozenset[str]:
        """Return the products that were removed or restored."""
        return frozenset(p for p, call in self.decided.items() if call.state is CallState.SUCCEEDED)


def call_progress(wanted: Sequence[str], calls: Sequence[Call]) -> CallProgress:
    """Follow the calls so far, leaving out an open one, and say what comes next."""
    state = [call for call in calls if call.state is not CallState.OPEN]
    #: By product the place of the call that decided.
    decided: dict[str, int] = {}
    waiting: list[Products] = [tuple(wanted)]
    for place, call in enumerate(state):
        waiting = [tuple(p for p in group if p not in call.products) for group in waiting]
        decided = {p: at for p, at in decided.items() if p not in call.products}
        blamed = [p for p in call.products if p in call.blamed]
        rest = tuple(p for p in call.products if p not in call.blamed)
        if call.state is CallState.SUCCEEDED or len(call.products) == 1:
            decided |= dict.fromkeys(call.products, place)
        elif blamed and rest:
            decided |= dict.fromkeys(blamed, place)
            waiting.insert(0, rest)
        else:
            waiting[:0] = [(product,) for product in call.products]
    following = next(filter(None, waiting), None) or _once_more(decided, state) or None
    left = following or ()
    return CallProgress({p: state[at] for p, at in decided.items() if p not in left}, following)


def _once_more(decided: Mapping[str, int], state: Sequence[Call]) -> Products:
    """The products that waited only for others that have gone, or come, since; all in one call."""
    went = [place for place, call in enumerate(state) if call.state is CallState.SUCCEEDED]
    gone = {product for place in went for product in state[place].products}
    return tuple(
        product
        for product, place in decided.items()
        if state[place].reason in _DEPENDENCIES
        and went
        and place < went[-1]
        and gone.issuperset(state[place].needed_by)
    )
