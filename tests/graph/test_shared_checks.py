"""A check counts only for calls that came before it began, and few checks serve many calls."""

import asyncio

import pytest

from graph.shared_checks import SharedChecks
from licensing.errors import NotAllowed


class Door:
    """A check that ends when it is told to, and says what was true when it began."""

    def __init__(self) -> None:
        self.open = True
        self.began = 0
        self.ends: list[asyncio.Event] = []
        self.checks = SharedChecks()

    async def _check(self) -> None:
        self.began += 1
        was_open, end = self.open, asyncio.Event()
        self.ends.append(end)
        await end.wait()
        if not was_open:
            raise NotAllowed

    def come(self, key: str = "alex") -> "asyncio.Task[None]":
        return asyncio.create_task(self.checks.passed(key, self._check))


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_call_waits_for_a_check_that_began_after_it() -> None:
    door = Door()
    first = door.come()
    await settle()
    door.open = False
    late = [door.come() for _ in range(50)]
    await settle()
    assert (door.began, first.done()) == (1, False)
    door.ends[0].set()
    await first
    await settle()
    assert door.began == 2
    assert not any(task.done() for task in late)
    door.ends[1].set()
    for task in late:
        with pytest.raises(NotAllowed):
            await task
    assert door.began == 2


async def test_those_who_come_together_share_a_check_and_others_have_their_own() -> None:
    door = Door()
    tasks = [door.come("alex"), door.come("alex"), door.come("adele")]
    await settle()
    assert door.began == 2
    for end in door.ends:
        end.set()
    await asyncio.gather(*tasks)


async def test_a_call_that_is_given_up_takes_no_one_else_s_check_with_it() -> None:
    door = Door()
    tasks = [door.come(), door.come()]
    await settle()
    tasks[0].cancel()
    await settle()
    door.ends[0].set()
    await tasks[1]
    # Nothing is remembered.
    again = door.come()
    await settle()
    door.ends[1].set()
    await again
    assert door.began == 2


async def test_a_check_that_fails_fails_those_who_waited_for_it_only() -> None:
    door = Door()
    door.open = False
    refused = door.come()
    await settle()
    door.open = True
    next_one = door.come()
    door.ends[0].set()
    with pytest.raises(NotAllowed):
        await refused
    await settle()
    door.ends[1].set()
    await next_one
