"""One person of a run: read again, compare with the plan, store the intent, write once.

After a crash, or after a write whose answer nobody heard, the intent stands in the ledger. Then the
person is read before anything is written: when the licenses are gone, our write took effect.
"""

from collections.abc import Mapping

from licensing.drift import drift
from licensing.errors import (
    LicenseNotHeld,
    SignInNeeded,
    TenantError,
    TenantUnavailable,
    UnknownPerson,
    UnreadAnswer,
)
from licensing.losses import losses
from licensing.outcome import Drift
from licensing.people import Person
from licensing.products import Product
from runs.desk import Desk, seconds_of
from runs.leases import LEASE, MARGIN
from runs.ports import Item, Unit
from runs.steps import Finished, Later, Overtaken, Sent, Step
from runs.verdicts import failed, held_back, needs_attention

#: A person who was tried so often needs somebody's attention; crashes count as tries.
TRIES = 12


async def carry_out(item: Item, desk: Desk) -> Step:
    """Try one person once. Errors of the tenant become steps; all others are raised."""
    if item.fence > TRIES:
        return Finished(needs_attention(item, "TriedTooOften"))
    try:
        person = await desk.read(item.person.id)
        products = await desk.products()
    except TenantError as error:
        return refused(item, error)
    if item.intended_at and (step := _after_intent(item, person, desk)):
        return step
    if change := _change(item, person, products):
        return Finished(held_back(item, change))
    return await _write(item, desk)


def refused(item: Item, error: TenantError, *, wrote: bool = False) -> Finished | Later:
    """An error of the tenant: the end when it would come again, else another try.

    `wrote`: it is the answer to a write, which then surely did nothing.
    """
    if isinstance(error, SignInNeeded):
        return needs_sign_in(error, wrote=wrote)
    if not error.passing:
        return Finished(failed(item, error))
    reason = type(error).__name__
    return Later(seconds_of(error, item.fence), reason, error, nothing_written=wrote)


def needs_sign_in(error: SignInNeeded, *, wrote: bool = False) -> Later:
    """Go on where it stopped once the owner has signed in; the whole run waits for that."""
    return Later(0.0, type(error).__name__, error, nothing_written=wrote)


def gone(item: Item, person: Person) -> bool:
    """Whether a person has none of the direct assignments any more that the plan takes."""
    return not any(person.direct(product) for product in item.person.removals)


def _after_intent(item: Item, person: Person | None, desk: Desk) -> Step | None:
    """Judge what an earlier try did; None when it surely did nothing."""
    if person is None:
        return Finished(failed(item, UnknownPerson()))
    if gone(item, person):
        return Sent(seen=person)
    assert item.intended_at  # noqa: S101 - the caller looked
    early = (item.intended_at + desk.settle - item.claimed_at).total_seconds()
    return Later(early, "settling") if early > 0 else None


def _change(item: Item, person: Person | None, products: Mapping[str, Product]) -> Drift | None:
    planned = item.person
    if person is None:
        return drift(planned, None, planned.losses)
    now = losses(person, planned.removals, products, mailbox=planned.mailbox)
    return drift(planned, person, now)


async def _write(item: Item, desk: Desk) -> Step:
    asked = desk.clock.now()

    async def intend(unit: Unit) -> bool:
        nonlocal asked
        asked = desk.clock.now()
        return await unit.runs.intend(item, asked, LEASE)

    if not await desk.ledger.write(intend):
        return Overtaken()
    if desk.clock.now() - asked > LEASE - MARGIN:
        # This process was held up, and somebody else may take the person at any moment.
        return Later(0.0, "held up", nothing_written=True)
    try:
        answer = await desk.remove(item.person.id, item.person.removals)
    except TenantError as error:
        return _answered(item, error)
    return Sent(answer=answer)


def _answered(item: Item, error: TenantError) -> Step:
    if isinstance(error, LicenseNotHeld) and item.intended_at:
        # Our own earlier write took effect after all.
        return Sent()
    if _unheard(error):
        return Sent(doubt=error)
    return refused(item, error, wrote=True)


def _unheard(error: TenantError) -> bool:
    """Whether the write may have taken effect all the same."""
    if isinstance(error, UnreadAnswer):
        return error.answer.status is None or error.answer.status >= 500
    return isinstance(error, TenantUnavailable)
