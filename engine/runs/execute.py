"""One person of a run: read again, compare with the plan, store the intent, write once.

After a crash, or after a write whose answer nobody heard, the intent stands in the ledger. Then the
person is read before anything is written: when the licenses are gone, or are there again where they
are to be given back, our write took effect.

When Graph refuses because of one of several products, the person is let go of with what is known
now, and comes back for the next call like anybody else: with a turn of the pace, and read again.
"""

from collections.abc import Iterable, Mapping

from engine.runs.attempt import Attempt
from engine.runs.context import RunContext, seconds_of
from engine.runs.outcomes import OutcomeBuilder
from engine.runs.ports import Item
from engine.runs.results import Finished, Later, LeaseLost, Sent, Step
from licensing.errors import (
    LicenseNotHeld,
    SendPrevented,
    SignInNeeded,
    TenantError,
    TenantUnavailable,
    UnknownPerson,
    UnreadAnswer,
)
from licensing.losses.losses import losses
from licensing.plans.drift import drift
from licensing.plans.planned_person import PlannedPerson
from licensing.plans.undo import as_it_was
from licensing.runs.calls import Call, CallState, Products, call_progress
from licensing.runs.outcome import Drift
from licensing.runs.refusal_analysis import looked_up
from licensing.runs.refusal_analysis import refused as refused_call
from licensing.tenant.people import Person
from licensing.tenant.products import Product

#: A person who was tried so often needs somebody's attention; crashes count as tries, a further
#: call for the products that can go does not.
TRIES = 12


async def carry_out(attempt: Attempt, desk: RunContext) -> Step:
    """Try one person once. Errors of the tenant become steps; all others are raised."""
    item = attempt.item
    if item.fence > most_tries(item):
        return Finished(
            OutcomeBuilder(item, item.calls, desk.known).needs_attention("TriedTooOften")
        )
    try:
        person = await desk.read(item.person.id)
        products = await desk.products()
    except TenantError as error:
        return unread(item, error, desk)
    calls = item.calls
    if item.intended_at:
        found = _after_intent(item, person, desk)
        if not isinstance(found, tuple):
            return found
        calls = found
    if person:
        calls = looked_up(calls, person)
    asked = call_progress(item.person.touched, calls).next
    if asked is None or item.stopping:
        return Sent(calls, seen=_if_done(item, person, calls))
    if change := _change(item, calls, person, products):
        return Finished(OutcomeBuilder(item, calls, products, person).held_back(change))
    assert person  # noqa: S101 - whoever is gone has drifted
    return await _write(attempt, (*calls, Call(asked)), person, desk)


def most_tries(item: Item) -> int:
    """How often a person may be claimed."""
    return TRIES + settled(item)


def settled(item: Item) -> int:
    """The number of a person's earlier calls of which it is known what came of them."""
    return sum(call.state is not CallState.OPEN for call in item.calls)


def unread(item: Item, error: TenantError, desk: RunContext) -> Finished | Later:
    """The person can't be read: the end when that would come again, else another try."""
    if isinstance(error, SignInNeeded):
        return needs_sign_in(error)
    if not error.passing:
        return Finished(OutcomeBuilder(item, item.calls, desk.known).failed(error))
    return Later(seconds_of(error, item.fence), type(error).__name__, error)


def needs_sign_in(error: SignInNeeded, settled: tuple[Call, ...] | None = None) -> Later:
    """Go on where it stopped once the owner has signed in; the whole run waits for that."""
    return Later(0.0, type(error).__name__, error, settled)


def done(planned: PlannedPerson, person: Person, products: Iterable[str]) -> Products:
    """Those of some products of a plan that a person does not have directly any more.

    Or, of a plan that gives back, has again, with the same service plans switched off.
    """
    back = {line.product: line for line in planned.returns}
    return tuple(
        product
        for product in products
        if (as_it_was(back[product], person) if product in back else not person.direct(product))
    )


def changed(calls: tuple[Call, ...]) -> Products:
    """The products that Graph took or gave, or may have."""
    return tuple(p for call in calls if call.state is not CallState.REFUSED for p in call.products)


def all_done(planned: PlannedPerson, person: Person, products: Products) -> bool:
    """Whether all of these products are as the plan wants them, see `done`."""
    return len(done(planned, person, products)) == len(products)


def _if_done(item: Item, person: Person | None, calls: tuple[Call, ...]) -> Person | None:
    return person if person and all_done(item.person, person, changed(calls)) else None


def _after_intent(
    item: Item, person: Person | None, desk: RunContext
) -> Finished | Later | tuple[Call, ...]:
    """Judge what an earlier try did: returns the calls of which the fate is known by now."""
    *settled, last = item.calls
    if person is None:
        return Finished(OutcomeBuilder(item, tuple(settled), desk.known).failed(UnknownPerson()))
    if all_done(item.person, person, last.products):
        return (*settled, Call(last.products, CallState.TAKEN))
    assert item.intended_at  # noqa: S101 - the caller looked
    early = (item.intended_at + desk.settle - item.claimed_at).total_seconds()
    return Later(early, "settling") if early > 0 else tuple(settled)


def _change(
    item: Item, calls: tuple[Call, ...], person: Person | None, products: Mapping[str, Product]
) -> Drift | None:
    planned = item.person
    decided = call_progress(planned.touched, calls).decided
    if person is None:
        return drift(planned, None, planned.losses, decided)
    removed = [product for product in planned.removals if product not in decided]
    now = losses(person, removed, products, mailbox=planned.mailbox)
    return drift(planned, person, now, decided)


async def _write(
    attempt: Attempt, calls: tuple[Call, ...], person: Person, desk: RunContext
) -> Step:
    item, asked = attempt.item, calls[-1].products
    if not await attempt.intend(calls):
        return LeaseLost()
    before = calls[:-1]
    try:
        attempt.wrote = True
        answer = await desk.change(item.person, asked, attempt.sure)
    except SendPrevented:
        # This process was held up, and somebody else may take the person at any moment.
        attempt.wrote = False
        return Later(0.0, "held up", settled=before)
    except TenantError as error:
        return _answered(item, calls, person, error, desk)
    return onward(item, (*before, Call(asked, CallState.TAKEN, answer)))


def _answered(
    item: Item, calls: tuple[Call, ...], person: Person, error: TenantError, desk: RunContext
) -> Step:
    """Graph said no, or nothing."""
    before, last = calls[:-1], calls[-1]
    again = item.intended_at and item.calls[-1].products == last.products
    if _unheard(error) or (again and isinstance(error, LicenseNotHeld)):
        return Sent(calls, doubt=error)
    if isinstance(error, SignInNeeded):
        return needs_sign_in(error, before)
    if error.passing:
        return Later(seconds_of(error, item.fence), type(error).__name__, error, before)
    if not error.of_product:
        return Finished(OutcomeBuilder(item, before, desk.known, person).failed(error))
    known = (*before, refused_call(last.products, error, person, desk.known))
    # Where nothing went, nothing has to be proven.
    return onward(item, known, None if changed(known) else person)


def onward(item: Item, calls: tuple[Call, ...], seen: Person | None = None) -> Later | Sent:
    """Come back for the next call, or go on to the proof where nothing more can be asked for."""
    if call_progress(item.person.touched, calls).next is None:
        return Sent(calls, seen)
    return Later(0.0, calls[-1].reason, settled=calls)


def _unheard(error: TenantError) -> bool:
    """Whether the write may have taken effect all the same."""
    if isinstance(error, UnreadAnswer):
        return error.answer.status is None or error.answer.status >= 500
    return isinstance(error, TenantUnavailable)
