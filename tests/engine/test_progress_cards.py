"""How often the cards of runs are redrawn, and that nothing waits on that at the end."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.progress_cards import FIRST_EDIT, ProgressCards
from tests.support.waiting import SOON, until


class Books:
    """Counts how often someone looked for runs whose card is behind, and fails on demand."""

    def __init__(self) -> None:
        self.looked = 0
        self.runs = self
        self.fails = 0

    async def query(self, work: Callable[["Books"], Awaitable[Any]]) -> Any:
        return await work(self)

    async def unannounced(self) -> tuple[Any, ...]:
        self.looked += 1
        if self.fails:
            self.fails -= 1
            raise OSError
        return ()


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def ledger() -> Books:
    return Books()


def progress(ledger: Books, every: timedelta) -> ProgressCards:
    unused: Any = None
    books: Any = ledger
    return ProgressCards(books, unused, Clock(), post=lambda: None, requests=unused, every=every)


async def test_what_an_earlier_process_left_is_shown_at_the_start(ledger: Books) -> None:
    shown = progress(ledger, timedelta(hours=1))
    shown.start()
    await until(lambda: ledger.looked == 1)
    await shown.stop()


async def test_much_news_in_a_moment_is_one_edit(ledger: Books) -> None:
    shown = progress(ledger, timedelta(hours=1))
    shown.start()
    for _ in range(5):
        await shown.changed("r1")
        await asyncio.sleep(0)
    await until(lambda: ledger.looked >= 2)
    assert ledger.looked == 2
    await shown.stop()


async def test_the_end_does_not_wait_for_a_rest_and_looks_once_more(ledger: Books) -> None:
    shown = progress(ledger, timedelta(hours=1))
    shown.start()
    await shown.changed("r1")
    await until(lambda: ledger.looked >= 2)
    before = ledger.looked
    async with asyncio.timeout(SOON):
        await shown.stop()
    assert ledger.looked > before


async def test_a_ledger_that_is_away_is_looked_into_again_without_news(ledger: Books) -> None:
    ledger.fails = 2
    shown = progress(ledger, 2 * FIRST_EDIT)
    shown.start()
    await until(lambda: ledger.looked >= 3)
    await shown.stop()
