"""Proof after writing: read a person until the directory shows what was written."""

from engine.runs.context import RunContext, seconds_of
from engine.runs.execute import all_done, changed, done, needs_sign_in, onward
from engine.runs.outcomes import OutcomeBuilder
from engine.runs.ports import Item
from engine.runs.results import Finished, Later, Sent
from licensing.errors import LicenseNotHeld, SignInNeeded, TenantError, UnknownPerson
from licensing.runs.calls import Call, CallState
from licensing.tenant.people import Person

#: Seconds between the reads, about ten in all: the directory usually agrees at once or in seconds.
WAITS = (0.25, 0.5, 1.0, 2.0, 3.0, 3.0)


async def prove(item: Item, sent: Sent, desk: RunContext) -> Finished | Later:
    """Say what became of a person's calls.

    Where Graph said yes and the directory does not follow, that is the outcome. Where nobody heard
    the answer and nothing changed, the person is tried again later, and read before.
    """
    try:
        seen = sent.seen or await _watch(item, changed(sent.calls), desk)
    except TenantError as error:
        return _unreadable(item, sent, error, desk)
    if sent.doubt is None:
        return Finished(OutcomeBuilder(item, sent.calls, desk.known, seen).by_calls())
    if seen is None:
        lost = OutcomeBuilder(item, sent.calls[:-1], desk.known).failed(UnknownPerson())
        return Finished(lost)
    return _without_doubt(item, sent.calls, sent.doubt, seen, desk)


def _without_doubt(
    item: Item, calls: tuple[Call, ...], doubt: TenantError, seen: Person, desk: RunContext
) -> Finished | Later:
    """Judge a call whose answer nobody heard, or to which Graph said that it was done before."""
    before, last = calls[:-1], calls[-1]
    missing = done(item.person, seen, last.products)
    if len(missing) < len(last.products) and not isinstance(doubt, LicenseNotHeld):
        return Later(desk.settle.total_seconds(), type(doubt).__name__, doubt)
    if missing and len(missing) < len(last.products):
        # It was not ours that took these: a call is done as a whole or not at all.
        reason = type(doubt).__name__
        known = Call(last.products, CallState.REFUSED, doubt.answer, reason, missing)
    else:
        known = Call(last.products, CallState.TAKEN)
    step = onward(item, (*before, known), seen)
    if isinstance(step, Later):
        return step
    return Finished(OutcomeBuilder(item, step.calls, desk.known, seen).by_calls())


async def _watch(item: Item, products: tuple[str, ...], desk: RunContext) -> Person | None:
    """Read until the directory shows the change, or the person or the patience is gone."""
    person = await desk.read(item.person.id)
    for wait in WAITS:
        if person is None or all_done(item.person, person, products):
            break
        await desk.clock.sleep(wait)
        person = await desk.read(item.person.id)
    return person


def _unreadable(item: Item, sent: Sent, error: TenantError, desk: RunContext) -> Finished | Later:
    """The intent stands, so that the next try starts with reading."""
    if isinstance(error, SignInNeeded):
        return needs_sign_in(error)
    reason = type(error).__name__
    if error.passing:
        return Later(seconds_of(error, item.fence), reason, error)
    if sent.doubt:
        doubtful = OutcomeBuilder(item, sent.calls[:-1], desk.known)
        return Finished(doubtful.needs_attention(reason, error))
    return Finished(OutcomeBuilder(item, sent.calls, desk.known).by_calls())
