"""SQLite's one writer: many share a commit, and each is kept or not as if it were alone.

The file is long because whatever may come between a statement and its commit is tried here.
"""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy.exc import StatementError

from ledger import Ledger, open_ledger
from ledger.database import sqlite_driver as driver
from ledger.database.sqlite_driver import MOST_ROWS, Driver
from tests.support.ledger import NOW, opened, plan_of, url
from tests.support.people import person
from tests.support.waiting import SOON

pytestmark = pytest.mark.parametrize("brief", [True, False], ids=["brief", "long"])


@pytest.fixture
async def ledger(path: Path) -> AsyncIterator[Ledger]:
    async with opened(path) as ledger:
        yield ledger


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[Driver]:
    counted: list[Driver] = []
    commit = Driver.commit

    async def counting(driver: Driver) -> None:
        counted.append(driver)
        await commit(driver)

    monkeypatch.setattr(Driver, "commit", counting)
    return counted


def writing_driver(ledger: Ledger) -> Driver:
    """The driver of the connection that writes."""
    assert ledger._writer is not None
    assert ledger._writer._connection is not None
    return ledger._writer._connection.driver


async def write(ledger: Ledger, slot: str, *, brief: bool) -> None:
    async with ledger.begin(brief=brief) as unit:
        await unit.outbox.learn(slot, "activity")


async def kept(ledger: Ledger, *slots: str) -> list[str]:
    async with ledger.read() as unit:
        return [slot for slot in slots if await unit.outbox.activity_of(slot)]


async def test_those_who_come_together_share_a_commit(
    ledger: Ledger, commits: list[Driver], brief: bool
) -> None:
    slots = [str(n) for n in range(40)]
    await asyncio.gather(*(write(ledger, slot, brief=brief) for slot in slots))
    assert await kept(ledger, *slots) == slots
    assert len(commits) <= 2


async def test_anyone_who_comes_alone_waits_for_no_one(
    ledger: Ledger, commits: list[Driver], brief: bool
) -> None:
    for number in range(3):
        await write(ledger, str(number), brief=brief)
        assert await kept(ledger, str(number))
    assert len(commits) == 3


async def test_what_raises_takes_nothing_of_the_others_with_it(ledger: Ledger, brief: bool) -> None:
    async def fail(slot: str) -> None:
        async with ledger.begin(brief=brief) as unit:
            await unit.outbox.learn(slot, "activity")
            raise RuntimeError

    slots = ["a", "b", "c", "d"]
    ends = await asyncio.gather(
        *(fail(it) if it in "bd" else write(ledger, it, brief=brief) for it in slots),
        return_exceptions=True,
    )
    assert [type(end) for end in ends] == [type(None), RuntimeError, type(None), RuntimeError]
    assert await kept(ledger, *slots) == ["a", "c"]


async def test_a_statement_that_fails_takes_nothing_of_the_others_with_it(
    ledger: Ledger, brief: bool
) -> None:
    async def fail() -> None:
        async with ledger.begin(brief=brief) as unit:
            await unit.retention.sweep(datetime(2026, 11, 24))  # noqa: DTZ001 - the fault

    before = write(ledger, "before", brief=brief)
    after = write(ledger, "after", brief=brief)
    _, failed, _ = await asyncio.gather(before, fail(), after, return_exceptions=True)
    assert isinstance(failed, StatementError)
    assert await kept(ledger, "before", "after") == ["before", "after"]


async def test_anyone_who_is_cancelled_takes_nothing_of_the_others_with_it(
    ledger: Ledger, brief: bool
) -> None:
    inside = asyncio.Event()

    async def hang() -> None:
        async with ledger.begin(brief=brief) as unit:
            await unit.outbox.learn("hung", "activity")
            inside.set()
            await asyncio.sleep(60)

    before = asyncio.create_task(write(ledger, "before", brief=brief))
    hung = asyncio.create_task(hang())
    after = asyncio.create_task(write(ledger, "after", brief=brief))
    waits = asyncio.create_task(write(ledger, "waits", brief=brief))
    await inside.wait()
    hung.cancel()
    waits.cancel()
    ends = await asyncio.gather(before, hung, after, waits, return_exceptions=True)
    cancelled = asyncio.CancelledError
    assert [type(end) for end in ends] == [type(None), cancelled, type(None), cancelled]
    assert await kept(ledger, "before", "hung", "after", "waits") == ["before", "after"]


@pytest.mark.parametrize("last", ["RELEASE part", "ROLLBACK TO part", "COMMIT", "ROLLBACK"])
async def test_a_cancellation_with_the_last_statement_is_not_lost(
    ledger: Ledger, brief: bool, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Driver.run

    async def cancelled_meanwhile(it: Driver, statement: str) -> None:
        if statement == last:
            work.cancel()
        await run(it, statement)

    async def working() -> None:
        transaction = ledger.begin if last.endswith("part") else ledger.read
        with suppress(RuntimeError):
            async with transaction(brief=brief) as unit:
                await unit.outbox.activity_of("card")
                if last.startswith("ROLLBACK"):
                    raise RuntimeError
        await asyncio.sleep(0)

    monkeypatch.setattr(Driver, "run", cancelled_meanwhile)
    work = asyncio.create_task(working())
    ended = asyncio.gather(work, return_exceptions=True)
    assert [type(end) for end in await ended] == [asyncio.CancelledError]


async def test_a_cancellation_while_connecting_is_not_lost_and_the_connection_neither(
    path: Path, brief: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(path):
        pass
    for which in ("begin", "read"):
        moments = 0
        while True:
            async with opened(path) as ledger:
                work = asyncio.create_task(_learned(getattr(ledger, which), brief=brief))
                with monkeypatch.context() as patched:
                    reached = _cancelling(work, moments, patched)
                    (end,) = await asyncio.gather(work, return_exceptions=True)
                assert isinstance(end, asyncio.CancelledError) == reached()
                async with asyncio.timeout(SOON):
                    await asyncio.gather(*(kept(ledger, "slot") for _ in range(9)))
                    await write(ledger, "slot", brief=brief)
            if not reached():
                break
            moments += 1
        assert moments > 2


async def _learned(transaction: Callable[..., Any], *, brief: bool) -> None:
    async with transaction(brief=brief) as unit:
        await unit.outbox.activity_of("slot")


def _cancelling(
    work: "asyncio.Task[None]", after: int, patched: pytest.MonkeyPatch
) -> Callable[[], bool]:
    """Cancel this in so many moments in which it waits for a thread."""
    wait, seen = driver._ended, 0

    async def waiting(future: "asyncio.Future[object]") -> bool:
        nonlocal seen
        if seen == after:
            asyncio.get_running_loop().call_soon(work.cancel)
        seen += 1
        return await wait(future)

    patched.setattr(driver, "_ended", waiting)
    return lambda: seen > after


async def test_opening_a_ledger_can_be_cancelled_at_any_moment(
    path: Path, brief: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(path):
        pass
    moments = 0
    while True:
        opening = asyncio.create_task(open_ledger(url(path)))
        with monkeypatch.context() as patched:
            reached = _cancelling(cast("asyncio.Task[None]", opening), moments, patched)
            (end,) = await asyncio.gather(opening, return_exceptions=True)
        if not reached():
            await opening.result().close()
            break
        assert isinstance(end, asyncio.CancelledError), moments
        moments += 1
    assert moments > 5
    async with asyncio.timeout(SOON):
        while any(it.name.startswith("ledger") for it in threading.enumerate()):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_cancellation_in_the_thread_waits_for_the_thread(
    ledger: Ledger, brief: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(*(person(f"p{n}", "e3") for n in range(MOST_ROWS + 1)))
    begun, go_on = threading.Event(), threading.Event()
    many = driver.Cursor.executemany

    async def slow(cursor: driver.Cursor, statement: str, values: list[object]) -> None:
        def held() -> None:
            begun.set()
            go_on.wait(10)

        await cursor._driver.do(held, long=True)
        await many(cursor, statement, values)  # type: ignore[arg-type]

    monkeypatch.setattr(driver.Cursor, "executemany", slow)

    async def save() -> None:
        async with ledger.begin(brief=brief) as unit:
            await unit.plans.save(plan)

    saving = asyncio.create_task(save())
    await asyncio.to_thread(begun.wait, 10)
    other = asyncio.create_task(write(ledger, "other", brief=brief))
    saving.cancel()
    await asyncio.sleep(0)
    go_on.set()
    assert isinstance((await asyncio.gather(saving, return_exceptions=True))[0], BaseException)
    await other
    assert await kept(ledger, "other") == ["other"]
    async with ledger.read() as unit:
        assert await unit.plans.people("plan", 0, 10) == ()


async def test_a_commit_that_fails_is_told_to_everyone_in_it(
    ledger: Ledger, brief: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: Driver) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    await write(ledger, "before", brief=brief)
    with monkeypatch.context() as patched:
        patched.setattr(Driver, "commit", fail)
        slots = ("a", "b", "c")
        ends = await asyncio.gather(
            *(write(ledger, slot, brief=brief) for slot in slots), return_exceptions=True
        )
    assert all(isinstance(end, sqlite3.OperationalError) for end in ends)
    assert await kept(ledger, *slots) == []
    await write(ledger, "after", brief=brief)
    assert await kept(ledger, "before", "after") == ["before", "after"]


async def test_what_sqlite_rolled_back_by_itself_is_not_taken_for_kept(
    ledger: Ledger, brief: bool
) -> None:
    async def lose() -> None:
        async with ledger.begin(brief=brief) as unit:
            await unit.outbox.learn("lost", "activity")
            # As SQLite does by itself when the disk is full.
            await writing_driver(ledger).rollback()

    before = write(ledger, "before", brief=brief)
    ends = await asyncio.gather(before, lose(), return_exceptions=True)
    assert all(isinstance(end, sqlite3.OperationalError) for end in ends)
    assert await kept(ledger, "before", "lost") == []
    await write(ledger, "after", brief=brief)
    assert await kept(ledger, "after") == ["after"]


async def test_a_file_that_another_process_holds_is_waited_for_without_standing_still(
    ledger: Ledger, path: Path, brief: bool
) -> None:
    await write(ledger, "before", brief=brief)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(write(ledger, "after", brief=brief))
    await asyncio.sleep(0.2)
    # Had the loop stood still, the wait would be over by now.
    assert not writing.done()
    other.execute("ROLLBACK")
    await writing
    other.close()
    assert await kept(ledger, "after") == ["after"]


async def test_a_file_that_is_held_too_long_is_a_fault(
    ledger: Ledger, path: Path, brief: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "BUSY_TIMEOUT_S", 0.05)
    await write(ledger, "before", brief=brief)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await write(ledger, "after", brief=brief)
    other.close()
    await write(ledger, "after", brief=brief)


async def test_only_brief_work_is_done_on_the_event_loop(ledger: Ledger, brief: bool) -> None:
    threads: dict[str, bool] = {}

    def note(statement: str) -> None:
        threads[statement.split()[0]] = threading.current_thread() is threading.main_thread()

    await write(ledger, "before", brief=brief)
    await kept(ledger, "before")
    assert ledger._readers is not None
    for watched in (writing_driver(ledger), *(one.driver for one in ledger._readers._free)):
        watched.raw.set_trace_callback(note)
    async with ledger.begin(brief=brief) as unit:
        await unit.inbox.arrive("activity", "chat", NOW, {})
    # What waits for the disk never runs there.
    assert threads["COMMIT"] is False
    async with ledger.read(brief=brief) as unit:
        await unit.inbox.answer_of("activity", "chat")
    assert (threads["INSERT"], threads["SELECT"]) == (brief, brief)
