"""Verification after writing: read a person until the directory shows what was written."""

from engine.runs.context import RunContext, seconds_until_retry
from engine.runs.execute import (
    after_answer,
    all_done,
    changed_products,
    needs_sign_in,
    products_done,
)
from engine.runs.outcomes import OutcomeBuilder
from engine.runs.results import Finished, Retry, Sent
from ledger.runs.items import Item
from licensing.errors import LicenseNotHeld, SignInNeeded, TenantError, UnknownPerson
from licensing.runs.calls import Call, CallState
from licensing.tenant.people import Person

#: Seconds between the reads, about ten in all: usually the first or second one shows the effect.
WAITS = (0.25, 0.5, 1.0, 2.0, 3.0, 3.0)


async def verify(item: Item, sent: Sent, context: RunContext) -> Finished | Retry:
    """Find out what a person's calls did.

    Where Graph accepted a call and the directory does not show it, that is the outcome. Where a
    call got no answer and nothing changed, the person is tried again later, after another read.
    """
    try:
        seen = sent.seen or await _read_until_done(item, changed_products(sent.calls), context)
    except TenantError as error:
        return _read_failed(item, sent, error, context)
    if sent.doubt is None:
        built = OutcomeBuilder(item, sent.calls, context.known_products, seen)
        return Finished(built.by_calls())
    if seen is None:
        built = OutcomeBuilder(item, sent.calls[:-1], context.known_products)
        return Finished(built.failed(UnknownPerson()))
    return _resolve_doubt(item, sent.calls, sent.doubt, seen, context)


def _resolve_doubt(
    item: Item, calls: tuple[Call, ...], doubt: TenantError, seen: Person, context: RunContext
) -> Finished | Retry:
    """Judge a call that got no answer, or that Graph refused because it was done before."""
    before, last = calls[:-1], calls[-1]
    done = products_done(item.person, seen, last.products)
    if len(done) < len(last.products) and not isinstance(doubt, LicenseNotHeld):
        return Retry(context.settle.total_seconds(), type(doubt).__name__, doubt)
    if done and len(done) < len(last.products):
        # Someone else took these: a call is done as a whole or not at all.
        reason = type(doubt).__name__
        known = Call(last.products, CallState.REFUSED, doubt.answer, reason, done)
    else:
        known = Call(last.products, CallState.SUCCEEDED)
    result = after_answer(item, (*before, known), seen)
    if isinstance(result, Retry):
        return result
    built = OutcomeBuilder(item, result.calls, context.known_products, seen)
    return Finished(built.by_calls())


async def _read_until_done(
    item: Item, products: tuple[str, ...], context: RunContext
) -> Person | None:
    """Read until the directory shows the change, the account is gone, or the waits are used up."""
    person = await context.read(item.person.id)
    for wait in WAITS:
        if person is None or all_done(item.person, person, products):
            break
        await context.clock.sleep(wait)
        person = await context.read(item.person.id)
    return person


def _read_failed(
    item: Item, sent: Sent, error: TenantError, context: RunContext
) -> Finished | Retry:
    """The person can't be read. A stored intent makes the next attempt start with a read."""
    if isinstance(error, SignInNeeded):
        return needs_sign_in(error)
    reason = type(error).__name__
    if error.passing:
        return Retry(seconds_until_retry(error, item.tries), reason, error)
    if sent.doubt:
        built = OutcomeBuilder(item, sent.calls[:-1], context.known_products)
        return Finished(built.needs_attention(reason, error))
    return Finished(OutcomeBuilder(item, sent.calls, context.known_products).by_calls())
