"""One attempt at a person of a run: read, compare with the plan, store the intent, write once.

After a crash, or after a write without an answer, the intent is in the ledger. The person is then
read before anything is written: when the licenses are gone, or are back where they were to be given
back, the write took effect.

When Graph refuses because of one of several products, the attempt ends with what is known so far,
and the next call is a separate attempt: with a write from the quota, after another read.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.runs.context import RunContext, seconds_until_retry
from engine.runs.outcomes import OutcomeBuilder
from engine.runs.results import Finished, LeaseLost, Result, Retry, Sent
from ledger.runs.items import Item
from licensing.errors import (
    LicenseNotHeld,
    NotAllowed,
    SendPrevented,
    SignInNeeded,
    TenantError,
    TenantUnavailable,
    UnknownPerson,
    UnreadAnswer,
)
from licensing.losses.losses import losses
from licensing.plans.drift import Drift, drift
from licensing.plans.planned_person import PlannedPerson
from licensing.runs.calls import Call, CallState, Products, call_progress
from licensing.runs.control import PLAN_ALTERED
from licensing.runs.refusal_analysis import blame_missing
from licensing.runs.refusal_analysis import refused_call as refused_call
from licensing.runs.undo import is_removed, is_restored
from licensing.tenant.people import Person
from licensing.tenant.products import Product

#: Maximum number of attempts before a person needs attention. Crashes count; a further call for the
#: products that can go does not.
MAX_ATTEMPTS: Final = 12
#: Seconds after a refusal until the second attempt; others are processed meanwhile.
_REFUSED_WAIT: Final = 1.0
_DRIFTS: Final = frozenset(Drift)


@dataclass(slots=True)
class Attempt:
    """An attempt in progress."""

    item: Item
    context: RunContext
    #: Stores that the last of these calls is about to be made; False when it must not be made.
    intend: Callable[[tuple[Call, ...]], Awaitable[bool]]
    #: Whether no other process can have claimed the person by now.
    owns: Callable[[], bool]
    #: Whether a call that changes something was made.
    wrote: bool = False


async def execute(attempt: Attempt) -> Result:
    """Make one attempt. Errors of the tenant become results; all others are raised."""
    item, context = attempt.item, attempt.context
    if item.tries > max_attempts(item):
        built = OutcomeBuilder(item, item.calls, context.known_products)
        return Finished(built.needs_attention("TriedTooOften"))
    if item.altered:
        return _altered(item, context)
    if item.reason in _DRIFTS and not item.calls:
        # The approvers saw that this person is skipped.
        built = OutcomeBuilder(item, products=context.known_products)
        return Finished(built.held_back(Drift(item.reason)))
    try:
        person = await context.read(item.person.id)
        products = await context.products()
    except TenantError as error:
        return _read_failed(item, error, context)
    calls = item.calls
    if item.intended_at:
        found = _after_intent(item, person, context)
        if not isinstance(found, tuple):
            return found
        calls = found
    if person:
        calls = blame_missing(calls, person)
    next_products = call_progress(item.person.touched, calls).next
    if next_products is None or item.stopping:
        done = person and all_done(item.person, person, changed_products(calls))
        return Sent(calls, person if done else None)
    if change := _drift(item, calls, person, products):
        return Finished(OutcomeBuilder(item, calls, products, person).held_back(change))
    assert person  # noqa: S101 - an account that is gone has drifted
    return await _write(attempt, (*calls, Call(next_products)), person)


def _altered(item: Item, context: RunContext) -> Finished:
    """What the database says of the person is not what was confirmed, so nothing more is done."""
    built = OutcomeBuilder(item, item.calls, context.known_products)
    if item.intended_at:
        return Finished(built.needs_attention(PLAN_ALTERED))
    return Finished(built.held_back(Drift.PLAN_ALTERED))


def max_attempts(item: Item) -> int:
    """How many attempts may count."""
    return MAX_ATTEMPTS + answered_calls(item)


def answered_calls(item: Item) -> int:
    """The number of a person's earlier calls whose result is known."""
    return sum(call.state is not CallState.OPEN for call in item.calls)


def needs_sign_in(error: SignInNeeded, calls: tuple[Call, ...] | None = None) -> Retry:
    """Continue once the owner has signed in; the whole run waits for that."""
    return Retry(0.0, type(error).__name__, error, calls, counts=False)


def products_done(planned: PlannedPerson, person: Person, products: Iterable[str]) -> Products:
    """Those of some products of a plan that the person no longer has directly.

    Or, for an undo, has again with the same service plans disabled.
    """
    back = {line.product: line for line in planned.restorations}
    return tuple(
        product
        for product in products
        if (is_restored(back[product], person) if product in back else is_removed(product, person))
    )


def changed_products(calls: tuple[Call, ...]) -> Products:
    """The products that Graph took or gave, or may have."""
    return tuple(p for call in calls if call.state is not CallState.REFUSED for p in call.products)


def all_done(planned: PlannedPerson, person: Person, products: Products) -> bool:
    """Whether all of these products are as the plan wants them, see `products_done`."""
    return len(products_done(planned, person, products)) == len(products)


def after_answer(item: Item, calls: tuple[Call, ...], seen: Person | None = None) -> Retry | Sent:
    """Come back for the next call, or verify when there is none left to make."""
    if call_progress(item.person.touched, calls).next is None:
        return Sent(calls, seen)
    return Retry(0.0, calls[-1].reason, calls=calls)


def _read_failed(item: Item, error: TenantError, context: RunContext) -> Finished | Retry:
    """The person can't be read: the end where that would happen again, else another attempt."""
    if isinstance(error, SignInNeeded):
        return needs_sign_in(error)
    if isinstance(error, NotAllowed):
        return _not_allowed(error)
    if not error.passing:
        return Finished(OutcomeBuilder(item, item.calls, context.known_products).failed(error))
    return Retry(seconds_until_retry(error, item.tries), type(error).__name__, error)


def _after_intent(
    item: Item, person: Person | None, context: RunContext
) -> Finished | Retry | tuple[Call, ...]:
    """Find out what an earlier attempt did; returns the calls whose result is known by now."""
    *before, last = item.calls
    if person is None:
        built = OutcomeBuilder(item, tuple(before), context.known_products)
        return Finished(built.failed(UnknownPerson()))
    if all_done(item.person, person, last.products):
        return (*before, Call(last.products, CallState.SUCCEEDED))
    assert item.intended_at  # noqa: S101 - the caller looked
    early = (item.intended_at + context.settle - item.claimed_at).total_seconds()
    return Retry(early, "settling") if early > 0 else tuple(before)


def _drift(
    item: Item, calls: tuple[Call, ...], person: Person | None, products: Mapping[str, Product]
) -> Drift | None:
    planned = item.person
    decided = call_progress(planned.touched, calls).decided
    if person is None:
        return drift(planned, None, planned.losses, decided)
    removed = [product for product in planned.removals if product not in decided]
    now = losses(person, removed, products, mailbox=planned.mailbox)
    return drift(planned, person, now, decided)


async def _write(attempt: Attempt, calls: tuple[Call, ...], person: Person) -> Result:
    item, products, before = attempt.item, calls[-1].products, calls[:-1]
    if not await attempt.intend(calls):
        return LeaseLost()
    try:
        attempt.wrote = True
        answer = await attempt.context.change(item.person, products, attempt.owns)
    except SendPrevented:
        # This process was paused, and another one may claim the person at any moment.
        attempt.wrote = False
        return Retry(0.0, "held up", calls=before, counts=False)
    except TenantError as error:
        return _after_error(item, calls, person, error, attempt.context)
    return after_answer(item, (*before, Call(products, CallState.SUCCEEDED, answer)))


def _after_error(
    item: Item, calls: tuple[Call, ...], person: Person, error: TenantError, context: RunContext
) -> Result:
    """Graph refused a call, or did not answer."""
    before, last = calls[:-1], calls[-1]
    again = item.intended_at and item.calls[-1].products == last.products
    if _may_have_happened(error) or (again and isinstance(error, LicenseNotHeld)):
        return Sent(calls, doubt=error)
    if isinstance(error, SignInNeeded):
        return needs_sign_in(error, before)
    if isinstance(error, NotAllowed):
        return _not_allowed(error, before)
    if error.passing:
        seconds = seconds_until_retry(error, item.tries)
        return Retry(seconds, type(error).__name__, error, before)
    if not error.of_product:
        return Finished(OutcomeBuilder(item, before, context.known_products, person).failed(error))
    refused = refused_call(last.products, error, person, context.known_products)
    known = (*before, refused)
    # Where nothing changed, there is nothing to verify.
    return after_answer(item, known, None if changed_products(known) else person)


def _not_allowed(error: NotAllowed, calls: tuple[Call, ...] | None = None) -> Retry:
    """Retry a refusal once: it may be about this person, or about a role that has ended."""
    return Retry(_REFUSED_WAIT, type(error).__name__, error, calls)


def _may_have_happened(error: TenantError) -> bool:
    """Whether the write may have taken effect anyway."""
    if isinstance(error, UnreadAnswer):
        return error.answer.status is None or error.answer.status >= 500
    return isinstance(error, TenantUnavailable)
