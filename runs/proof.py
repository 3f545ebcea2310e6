"""Proof after writing: read a person until the directory shows what was written."""

from licensing.errors import SignInNeeded, TenantError, UnknownPerson
from licensing.people import Person
from runs.carry_out import needs_sign_in, took_effect
from runs.desk import Desk, seconds_of
from runs.ports import Item
from runs.steps import Finished, Later, Sent
from runs.verdicts import accepted, failed, needs_attention, proven

#: Seconds between the reads, about ten in all: the directory usually agrees at once or in seconds.
WAITS = (0.25, 0.5, 1.0, 2.0, 3.0, 3.0)


async def prove(item: Item, sent: Sent, desk: Desk) -> Finished | Later:
    """Say what became of a write.

    Where Graph said yes and the directory does not follow, that is the outcome. Where nobody heard
    the answer and nothing changed, the person is tried again later, and read before.
    """
    try:
        seen = sent.seen or await _watch(item, desk)
    except TenantError as error:
        return _unreadable(item, sent, error)
    if seen is None:
        lost = failed(item, UnknownPerson()) if sent.doubt else accepted(item, sent.answer)
        return Finished(lost)
    if sent.doubt and not took_effect(item, seen):
        reason = type(sent.doubt).__name__
        return Later(desk.settle.total_seconds(), reason, sent.doubt)
    return Finished(proven(item, seen, sent.answer))


async def _watch(item: Item, desk: Desk) -> Person | None:
    """Read until the directory shows the change, or the person or the patience is gone."""
    person = await desk.read(item.person.id)
    for wait in WAITS:
        if person is None or took_effect(item, person):
            break
        await desk.clock.sleep(wait)
        person = await desk.read(item.person.id)
    return person


def _unreadable(item: Item, sent: Sent, error: TenantError) -> Finished | Later:
    """The intent stands, so that the next try starts with reading."""
    if isinstance(error, SignInNeeded):
        return needs_sign_in(error)
    reason = type(error).__name__
    if error.passing:
        return Later(seconds_of(error, item.fence), reason, error)
    if sent.doubt:
        return Finished(needs_attention(item, reason, error))
    return Finished(accepted(item, sent.answer))
