"""No one gets more of the bot than a person can use."""

import asyncio
from pathlib import Path

from engine.turns.user_rate_limit import (
    BURST,
    LONG_BURST,
    LONG_PER_SECOND,
    PER_SECOND,
    UserRateLimit,
)
from sandbox.organization import personas
from tests.support.activities import invoke
from tests.support.bot_fixture import open_bot
from tests.support.turned_clock import TurnedClock

ALEX, MEGAN = ("tenant", "alex"), ("tenant", "megan")


def spent(limits: UserRateLimit, who: tuple[str, str]) -> int:
    return sum(limits.allow(who) for _ in range(int(BURST) * 2))


def test_a_burst_is_taken_and_then_so_many_a_second() -> None:
    clock = TurnedClock()
    limits = UserRateLimit(clock)
    assert spent(limits, ALEX) == BURST
    clock.seconds += 2
    assert spent(limits, ALEX) == 2 * PER_SECOND


def test_over_a_longer_time_it_is_fewer() -> None:
    clock = TurnedClock()
    limits = UserRateLimit(clock)
    allowed = 0
    for _ in range(3_600):
        clock.seconds += 1
        allowed += sum(limits.allow(ALEX) for _ in range(5))
    assert LONG_BURST < allowed <= LONG_BURST + 3_600 * LONG_PER_SECOND


def test_large_activities_count_by_their_bytes() -> None:
    clock = TurnedClock()
    limits = UserRateLimit(clock)
    assert sum(limits.allow(ALEX, 1_000_000) for _ in range(50)) == 5
    # What is small still gets through, for a button is small.
    assert not limits.allow(ALEX, 1_000)
    clock.seconds += 1
    assert limits.allow(ALEX, 1_000)
    clock.seconds += 10_000
    assert sum(limits.allow(ALEX, 1_000_000) for _ in range(50)) == 5


async def test_bytes_are_those_of_the_request(tmp_path: Path) -> None:
    async with open_bot(tmp_path, burst=BURST) as env:
        alex = await env.chat().open()
        long = "nonsense " * 60_000
        for _ in range(12):
            await alex.write(long)
        await alex.until(lambda ms: [m for m in ms if "a lot in a short time" in m["text"]])


def test_one_person_takes_nothing_from_another() -> None:
    limits = UserRateLimit(TurnedClock())
    spent(limits, ALEX)
    assert limits.allow(MEGAN)


def test_someone_is_told_once_a_minute() -> None:
    clock = TurnedClock()
    limits = UserRateLimit(clock)
    spent(limits, ALEX)
    assert [limits.remind(ALEX), limits.remind(ALEX)] == [True, False]
    clock.seconds += 61
    assert limits.remind(ALEX)


def test_only_so_many_people_are_remembered() -> None:
    limits = UserRateLimit(TurnedClock(), most=10)
    for number in range(100):
        limits.allow(("tenant", str(number)))
    assert len(limits) == 10


async def test_a_client_gone_wild_gets_one_remark_and_its_walk_is_still_there(
    tmp_path: Path,
) -> None:
    async with open_bot(tmp_path, burst=BURST) as env:
        alex = await env.chat().open()
        asked = int(BURST) * 3
        await asyncio.gather(*(alex.search("people", "a") for _ in range(asked)))
        await asyncio.gather(*(alex.write("nonsense") for _ in range(asked)))
        seen = await alex.until(lambda ms: [m for m in ms if "a lot in a short time" in m["text"]])
        assert len(seen) == 1


async def test_sign_in_invokes_have_limits_of_their_own(tmp_path: Path) -> None:
    async with open_bot(tmp_path, burst=3) as env:
        sent = invoke(env, {}, persona=personas.ALEX) | {
            "name": "signin/verifyState",
            "value": {"state": "ABCD-2345"},
        }
        answers = [await env.post(sent | {"id": f"v{n}"}) for n in range(30)]
        assert answers[-1][0] == 412
