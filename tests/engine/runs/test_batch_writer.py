import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from engine.runs.batch_writer import LEASE, BatchWriter
from engine.runs.results import Finished, Retry
from ledger import Ledger, Unit
from licensing.runs.calls import Call
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome
from tests.engine.runs.conftest import Stage
from tests.support.clock import WatchedLedger
from tests.support.ledger import NOW, later
from tests.support.people import person

T = TypeVar("T")
CROWD = [person(f"p{n}", "e3") for n in range(30)]


class Counting(Ledger):
    """Counts the transactions."""

    def __init__(self, ledger: WatchedLedger) -> None:
        self.ledger = ledger
        self.count = 0

    async def write(self, work: Callable[[Unit], Awaitable[T]], *, brief: bool = False) -> T:
        self.count += 1
        return await self.ledger.write(work, brief=brief)


def removed(id_: str, line: LineOutcome | None = None) -> Finished:
    return Finished(PersonOutcome(id_, id_, id_, (line or LineOutcome("e3", Outcome.REMOVED),)))


async def test_all_who_are_ready_share_a_transaction(stage: Stage) -> None:
    await stage.store(*CROWD)
    counting = Counting(stage.ledger)
    writer = BatchWriter(counting, stage.clock)
    async with stage.ledger.begin() as unit:
        items = await unit.run_items.claim("run", NOW, LEASE, 30)
    intents = [writer.intend(item, (Call(("e3",)),)) for item in items[:20]]
    others = [writer.record(item, Retry(5, "SlowDown", calls=())) for item in items[20:]]
    assert await asyncio.gather(*intents) == [NOW] * 20
    await asyncio.gather(*others)
    assert await asyncio.gather(*(writer.record(i, removed(i.person.id)) for i in items[:20]))
    assert counting.count <= 4
    tally = await stage.tally()
    assert (tally.finished, tally.outcomes) == (20, {Outcome.REMOVED: 20})
    async with stage.ledger.read() as unit:
        entries = [e.note.subject async for e in unit.journal.entries("tenant") if e.note.subject]
    assert sorted(entries) == sorted(item.person.id for item in items[:20])


async def test_anyone_who_was_overtaken_is_told_so_and_the_others_are_not(stage: Stage) -> None:
    await stage.store(*CROWD[:2])
    writer = BatchWriter(stage.ledger, stage.clock)
    async with stage.ledger.begin() as unit:
        first, second = await unit.run_items.claim("run", NOW, LEASE, 2)
        await unit.run_items.claim("run", later(11), LEASE, 1)
    ends = [writer.record(item, removed(item.person.id)) for item in (first, second)]
    assert await asyncio.gather(*ends) == [False, True]
    assert await writer.intend(first, (Call(("e3",)),)) is None
    assert (await stage.tally()).finished == 1


async def test_an_expired_claim_and_a_newer_one_of_the_same_process_count_once(
    stage: Stage,
) -> None:
    await stage.store(*CROWD[:2])
    writer = BatchWriter(stage.ledger, stage.clock)
    async with stage.ledger.begin() as unit:
        (old, _) = await unit.run_items.claim("run", NOW, LEASE, 2)
        (new, other) = await unit.run_items.claim("run", later(11), LEASE, 2)
        assert await unit.run_items.renew([old, new], later(11), LEASE) == {0}
        assert await unit.run_items.renew([old], later(11), LEASE) == frozenset()
    # All of them are ready together and share a transaction.
    intents = [writer.intend(item, (Call(("e3",)),)) for item in (old, new, other)]
    assert [at is not None for at in await asyncio.gather(*intents)] == [False, True, True]
    several = (Call(("e3",)), Call(("e5",)))
    intents = [writer.intend(item, several) for item in (new, old)]
    assert [at is not None for at in await asyncio.gather(*intents)] == [True, False]
    ends = [writer.record(item, removed(item.person.id)) for item in (old, new, other)]
    assert await asyncio.gather(*ends) == [False, True, True]
    tally = await stage.tally()
    assert (tally.finished, tally.outcomes) == (2, {Outcome.REMOVED: 2})
    async with stage.ledger.read() as unit:
        entries = [e.note.subject async for e in unit.journal.entries("tenant") if e.note.subject]
    assert sorted(entries) == [new.person.id, other.person.id]


async def test_what_can_not_be_stored_takes_no_other_along(stage: Stage) -> None:
    await stage.store(*CROWD[:3])
    writer = BatchWriter(stage.ledger, stage.clock)
    async with stage.ledger.begin() as unit:
        items = await unit.run_items.claim("run", NOW, LEASE, 3)
    bad: object = {1, 2}
    line = LineOutcome("e3", Outcome.REMOVED, reason=bad)  # type: ignore[arg-type]
    ends = [writer.record(i, removed(i.person.id, line if i is items[1] else None)) for i in items]
    results = await asyncio.gather(*ends, return_exceptions=True)
    assert [results[0], results[2]] == [True, True]
    with pytest.raises(Exception, match="JSON"):
        raise results[1]  # type: ignore[misc]
    assert (await stage.tally()).finished == 2
