from datetime import timedelta

from ledger import Ledger, Unit
from ledger.mail.timers import Timer
from tests.support.ledger import NOW, TENANT, later, opened

LEASE = timedelta(seconds=15)
KINDS = ("remind", "expire")


async def claim(unit: Unit, seconds: float = 0, limit: int = 10) -> tuple[Timer, ...]:
    return await unit.timers.claim(KINDS, later(seconds), LEASE, limit)


async def test_what_is_due_is_claimed_oldest_first_and_once(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.timers.set("remind", "b", TENANT, later(2))
        await unit.timers.set("remind", "a", TENANT, later(1))
        await unit.timers.set("expire", "a", TENANT, later(9))
        assert await unit.timers.next_due(KINDS) == later(1)
        assert [timer.subject for timer in await claim(unit, 3)] == ["a", "b"]
        assert await claim(unit, 3) == ()
        assert await unit.timers.next_due(KINDS) == later(9)


async def test_the_next_of_several_kinds_is_the_earliest_that_no_one_holds(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.timers.set("remind", "a", TENANT, later(5))
        await unit.timers.set("expire", "a", TENANT, later(1))
        await unit.timers.set("other", "a", TENANT, NOW)
        assert len(await claim(unit, 2)) == 1
        assert await unit.timers.next_due(KINDS) == later(5)
        assert await unit.timers.next_due(["none"]) is None
        assert await unit.timers.next_due([]) is None


async def test_only_so_many_are_claimed(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        for number in range(5):
            await unit.timers.set("remind", str(number), TENANT, NOW)
        assert len(await claim(unit, limit=3)) == 3
        assert len(await claim(unit, limit=3)) == 2


async def test_anyone_who_dies_is_followed_by_another_who_alone_may_end_it(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.timers.set("remind", "a", TENANT, NOW)
        (dead,) = await claim(unit)
        assert await claim(unit, 14) == ()
        (alive,) = await claim(unit, 15)
        assert (dead.tries, alive.tries) == (1, 2)
        assert not await unit.timers.end(dead)
        assert not await unit.timers.postpone(dead, later(99), "late")
        assert await unit.timers.end(alive)
        assert await claim(unit, 999) == ()


async def test_set_again_it_is_due_then_and_not_before(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.timers.set("remind", "a", TENANT, NOW)
        (old,) = await claim(unit)
        await unit.timers.set("remind", "a", TENANT, later(60))
        assert not await unit.timers.end(old)
        assert await claim(unit, 59) == ()
        (new,) = await claim(unit, 60)
        assert new.tries == 1
        assert await unit.timers.due_at("remind", "a") == later(60)


async def test_taken_back_it_is_never_done(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.timers.set("remind", "a", TENANT, NOW)
        (timer,) = await claim(unit)
        assert await unit.timers.cancel("remind", "a")
        assert not await unit.timers.cancel("remind", "a")
        assert not await unit.timers.end(timer)
        assert await unit.timers.next_due(KINDS) is None


async def test_done_for_this_time_it_is_due_again(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.timers.set("remind", "a", TENANT, NOW)
        (timer,) = await claim(unit)
        assert await unit.timers.again(timer, later(600))
        assert await claim(unit, 599) == ()
        (timer,) = await claim(unit, 600)
        assert timer.tries == 1


async def test_put_off_it_remembers_how_often_it_was_tried(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.timers.set("remind", "a", TENANT, NOW)
        (timer,) = await claim(unit)
        assert await unit.timers.postpone(timer, later(2), "TenantUnavailable")
        (timer,) = await claim(unit, 2)
        assert timer.tries == 2


async def test_a_timer_outlives_the_process(address: str) -> None:
    async with opened(address) as ledger, ledger.begin() as unit:
        await unit.timers.set("remind", "a", TENANT, NOW)
    async with opened(address) as ledger, ledger.begin() as unit:
        assert len(await claim(unit)) == 1


async def test_kinds_that_one_does_not_know_are_left_to_others(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.timers.set("remind", "a", TENANT, NOW)
        assert await unit.timers.claim(["expire"], NOW, LEASE, 10) == ()
        assert await unit.timers.next_due(["expire"]) is None
