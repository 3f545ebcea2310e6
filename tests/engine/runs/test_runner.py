import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from engine.runs.concurrency import EXECUTING
from engine.runs.runner import Runner
from engine.runs.write_quota import WriteQuota
from ledger.runs.write_budgets import WriteLimits
from licensing.errors import TenantUnavailable
from licensing.runs.outcome import Outcome, RunState
from tests.engine.runs.conftest import Stage
from tests.support.clock import SteppedClock, WatchedLedger
from tests.support.directory import Fault, StandIn
from tests.support.ledger import NOW, OWNER, TENANT, mixed_people, opened, plan_of, start
from tests.support.people import person
from tests.support.waiting import SOON

pytestmark = pytest.mark.long

CROWD = [person(f"p{n}", "e3") for n in range(40)]


async def test_everyone_of_a_plan_is_in_the_report_in_its_order(stage: Stage) -> None:
    people = mixed_people(25)
    await stage.store(*people)
    tally = await stage.play()
    async with stage.ledger.read() as unit:
        outcomes = await unit.run_views.outcomes("run", 0, 100)
    assert [o.id for o in outcomes] == [p.id for p in people]
    assert tally.outcomes == {
        Outcome.REMOVED: 10,
        Outcome.STILL_ASSIGNED: 5,
        Outcome.KEPT: 5,
        Outcome.NOT_HELD: 5,
    }
    assert sorted(stage.tenant.effects) == sorted(p.id for p in people if p.direct("e3"))


async def test_a_run_that_is_stored_later_is_taken_up_when_woken(stage: Stage) -> None:
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        await stage.store(*CROWD[:3])
        runner.wake("run")
        runner.wake("run")
        await stage.until_done()
        await runner.stop()
    assert sorted(stage.tenant.calls) == ["p0", "p1", "p2"]


async def test_a_run_in_which_no_one_loses_anything_is_done_at_once(stage: Stage) -> None:
    await stage.store(person("nobody"))
    tally = await stage.play()
    assert (tally.state, tally.outcomes) == (RunState.DONE, {Outcome.NOT_HELD: 1})


async def test_no_more_people_are_under_way_than_allowed(stage: Stage) -> None:
    most = now = 0
    remove = stage.tenant.remove

    async def counted(
        id: str,  # noqa: A002
        products: tuple[str, ...],
        precondition: Callable[[], bool],
    ) -> None:
        nonlocal most, now
        now += 1
        most = max(most, now)
        await stage.clock.sleep(0.1)
        await remove(id, products, precondition)
        now -= 1

    stage.tenant.remove = counted  # type: ignore[method-assign,assignment]
    await stage.store(*CROWD)
    await stage.play()
    assert most == EXECUTING


async def test_a_lagging_directory_does_not_slow_the_writes(tmp_path: Path) -> None:
    limits, clock = WriteLimits(burst=40, per_second=20), SteppedClock()
    crowd = [person(f"p{n:03}", "e3") for n in range(260)]
    async with opened(tmp_path / "ledger.db") as ledger:
        stage = Stage(WatchedLedger(ledger, clock), clock, StandIn(clock, ()))
        stage.tenant.lag = 9
        await stage.store(*crowd)
        quota = WriteQuota(WatchedLedger(ledger, clock), "tenant", clock, limits)
        await stage.play(stage.runner(quota=quota))
        assert (await stage.tally()).outcomes == {Outcome.REMOVED: 260}
    written = (stage.tenant.called_at[-1] - stage.tenant.called_at[0]).total_seconds()
    assert written < (260 - limits.burst) / limits.per_second * 1.05


async def test_a_stop_lets_calls_end_and_the_next_start_goes_on(stage: Stage) -> None:
    await stage.store(*CROWD)
    first = stage.runner()
    async with stage.clock.running():
        await first.start()
        await stage.tenant.written.wait()
        await first.stop()
    done = len(stage.tenant.effects)
    assert 0 < done < 40
    assert (await stage.tally()).finished == done
    first.wake("run")
    await stage.play()
    assert sorted(stage.tenant.calls) == sorted(p.id for p in CROWD)


async def test_a_stop_does_not_wait_for_a_slow_directory(stage: Stage) -> None:
    stage.tenant.lag = 9
    stage.tenant.awaited = 3
    await stage.store(*CROWD[:3])
    runner = stage.runner()
    await runner.start()
    await stage.tenant.written.wait()
    await asyncio.wait_for(runner.stop(), SOON)
    assert (await stage.tally()).finished == 0
    await stage.play()
    assert (await stage.tally()).outcomes == {Outcome.REMOVED: 3}
    assert len(stage.tenant.calls) == 3


async def test_a_stop_interrupts_the_wait_for_the_tenant(stage: Stage) -> None:
    stage.tenant.faults["p0"] = [Fault(TenantUnavailable())]
    await stage.store(CROWD[0])
    runner = stage.runner()
    async with stage.clock.running():
        await runner.start()
        await stage.tenant.written.wait()
        await asyncio.wait_for(runner.stop(), SOON)
    assert (await stage.tally()).state is RunState.RUNNING


async def test_two_runs_get_on_side_by_side(stage: Stage) -> None:
    others = [person(f"q{n}", "e3") for n in range(40)]
    await stage.store(*CROWD)
    stage.tenant.people.update({p.id: p for p in others})
    async with stage.ledger.begin() as unit:
        await start(unit, plan_of(*others, id="plan-2"), run="run-2")
    await stage.play()
    half = stage.tenant.calls[:40]
    assert 10 < sum(who.startswith("q") for who in half) < 30


async def test_changes_are_told_once_at_a_time_and_the_end_always(stage: Stage) -> None:
    calls: list[int] = []
    telling = 0

    async def slowly(run_id: str) -> None:
        nonlocal telling
        telling += 1
        assert telling == 1
        await stage.clock.sleep(5)
        async with stage.ledger.read() as unit:
            calls.append((await unit.runs.get(run_id)).changed)
        telling -= 1

    await stage.store(*CROWD)
    runner = stage.runner(slowly)
    await stage.play(runner)
    async with stage.ledger.read() as unit:
        assert calls[-1] == (await unit.runs.get("run")).changed
    assert len(calls) < 20


async def test_telling_that_fails_does_not_stop_the_run(stage: Stage) -> None:
    async def fail(run_id: str) -> None:
        raise ValueError(run_id)

    await stage.store(*CROWD[:3])
    with capture_logs() as logs:
        tally = await stage.play(stage.runner(fail))
    assert tally.finished == 3
    assert {(log["event"], log["error"]) for log in logs} == {
        ("change_not_announced", "ValueError")
    }


async def test_a_card_that_was_left_behind_is_told_after_a_restart(stage: Stage) -> None:
    await stage.store(*CROWD[:3])
    await stage.play()
    stage.told.clear()
    runner = stage.runner()
    await runner.start()
    await runner.stop()
    assert stage.told == ["run"]
    async with stage.ledger.begin() as unit:
        await unit.runs.announce("run", (await unit.runs.get("run")).changed)
    stage.told.clear()
    runner = stage.runner()
    await runner.start()
    await runner.stop()
    assert stage.told == []


async def test_a_fault_of_the_ledger_is_waited_out(stage: Stage) -> None:
    class Shaky(WatchedLedger):
        faults = 5

        def begin(self, *, brief: bool = False):  # type: ignore[no-untyped-def]
            if self.faults:
                self.faults -= 1
                raise OSError("disk full")
            return super().begin(brief=brief)

    await stage.store(*CROWD[:5])
    watched = Shaky(stage.ledger._ledger, stage.clock)
    told: list[str] = []

    async def tell(run_id: str) -> None:
        told.append(run_id)

    runner = Runner(watched, lambda tenant, owner: stage.tenant, stage.clock, tell)
    tally = await stage.play(runner)
    assert tally.outcomes == {Outcome.REMOVED: 5}


async def test_the_tenant_is_used_as_the_person_who_decided(stage: Stage) -> None:
    asked: list[tuple[str, str]] = []

    def directory_for(tenant: str, owner: str) -> StandIn:
        asked.append((tenant, owner))
        return stage.tenant

    async def tell(run_id: str) -> None:
        del run_id

    await stage.store(CROWD[0])
    await stage.play(Runner(stage.ledger, directory_for, stage.clock, tell))
    assert asked == [(TENANT, OWNER)]
    async with stage.ledger.read() as unit:
        assert (await unit.runs.get("run")).started_at == NOW


async def test_after_a_quick_restart_a_lagging_directory_is_not_believed_at_once(
    address: str,
) -> None:
    clock = SteppedClock()
    tenant = StandIn(clock, ())
    tenant.lag = 20
    tenant.faults["p0"] = [Fault(asyncio.CancelledError(), after_effect=True)]
    async with opened(address) as ledger:
        stage = Stage(WatchedLedger(ledger, clock), clock, tenant)
        await stage.store(CROWD[0])
        dying = stage.runner()
        await dying.start()
        await tenant.written.wait()
        await dying.stop()
    async with opened(address) as ledger:
        stage = Stage(WatchedLedger(ledger, clock), clock, tenant)
        tally = await stage.play()
    assert tally.outcomes == {Outcome.REMOVED: 1}
    assert tenant.calls == ["p0"]
    assert 20 <= (clock.now() - NOW).total_seconds() < 60
