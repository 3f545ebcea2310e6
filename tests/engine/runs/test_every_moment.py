"""The process dies at each single moment of a person's way: what comes of it is always the same."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.runs.runner import Runner
from licensing.errors import Answer, DependentPlan, SlowDown, TenantError, UnreadAnswer
from licensing.runs.outcome import Outcome, PersonOutcome, RunState
from licensing.tenant.people import Person
from tests.engine.runs.conftest import Stage
from tests.support.clock import SteppedClock, WatchedLedger
from tests.support.directory import Fault, StandIn
from tests.support.ledger import CHAT, OWNER, PRODUCTS, TENANT, opened, plan_of
from tests.support.lives import Life, MortalLedger, MortalTenant
from tests.support.people import MAILBOX, person, product

pytestmark = pytest.mark.long

#: In turn: everything goes at once; a base stays for its add-on; each is tried alone.
PEOPLE = (
    person("plain", "e3", "visio"),
    person("needing", "e3", "visio", "project"),
    person("stuck", "e3", "visio", "power"),
)
CHOSEN = ("e3", "visio", "power")
EXPECTED = {
    "plain": {"e3": Outcome.REMOVED, "visio": Outcome.REMOVED, "power": Outcome.NOT_HELD},
    "needing": {"e3": Outcome.FAILED, "visio": Outcome.REMOVED, "power": Outcome.NOT_HELD},
    "stuck": {"e3": Outcome.REMOVED, "visio": Outcome.REMOVED, "power": Outcome.FAILED},
}
GONE = {(p, one) for p, lines in EXPECTED.items() for one in lines if lines[one] == "removed"}


def rule(who: Person, products: Collection[str]) -> TenantError | None:
    if "power" in products:
        return UnreadAnswer(Answer(400, "Request_BadRequest", "No."))
    if "e3" in products and who.direct("project") and "project" not in products:
        return DependentPlan(Answer(400), "project-plan", MAILBOX)
    return None


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setitem(PRODUCTS, "project", product("project", "project-plan"))
    monkeypatch.setitem(PRODUCTS, "power", product("power"))
    async with opened(tmp_path / "ledger.db") as ledger:
        clock = SteppedClock()
        yield Stage(WatchedLedger(ledger, clock), clock, StandIn(clock, ()))


numbers = count()


def begin(stage: Stage, lag: float = 0) -> None:
    """A tenant to which nothing has happened yet."""
    stage.tenant = StandIn(stage.clock, ())
    stage.tenant.rule = rule
    stage.tenant.lag = lag


async def lived(stage: Stage, run: str, people: Sequence[Person], *lives: Life) -> None:
    """Let processes live one after the other until the run has ended."""
    stage.tenant.people = {one.id: one for one in people}
    async with stage.ledger.begin() as unit:
        await unit.plans.save(plan_of(*people, id=f"plan-{run}", chosen=CHOSEN))
        await unit.runs.start(run, f"plan-{run}", TENANT, OWNER, stage.clock.now(), "slot", CHAT)
    before = asyncio.all_tasks()
    all_lives = (*lives, Life())
    async with stage.clock.running():
        for life in all_lives:
            await _live(stage, run, life)
    while dead := asyncio.all_tasks() - before:
        for task in dead:
            task.cancel()
        await asyncio.wait(dead, timeout=0.01)


async def _live(stage: Stage, run: str, life: Life) -> None:
    async def changed(_run: str) -> None:
        return

    ledger = MortalLedger(stage.ledger, life)
    tenant = MortalTenant(stage.tenant, life)
    runner = Runner(ledger, lambda *_: tenant, stage.clock, changed)
    await runner.start()
    while not life.over.is_set():
        async with stage.ledger.read() as unit:
            if (await unit.runs.get(run)).state is RunState.DONE:
                return
        await stage.clock.sleep(1)


async def outcomes(stage: Stage, run: str) -> dict[str, PersonOutcome]:
    async with stage.ledger.read() as unit:
        return {one.id: one for one in await unit.run_views.outcomes(run, 0, 100)}


async def assert_all_is_well(stage: Stage, run: str) -> None:
    found = await outcomes(stage, run)
    kinds = {id_: {line.product: line.outcome for line in o.lines} for id_, o in found.items()}
    assert kinds == {id_: EXPECTED[id_] for id_ in stage.tenant.people}
    # Each license was taken once, and nothing that had gone was asked for again.
    assert sorted(stage.tenant.changed) == sorted(p for p in GONE if p[0] in kinds)
    assert stage.tenant.repeated == []
    assert {id_: o.lost_mailbox for id_, o in found.items()} == {
        id_: EXPECTED[id_]["e3"] is Outcome.REMOVED for id_ in kinds
    }


@pytest.mark.parametrize("who", PEOPLE, ids=[p.id for p in PEOPLE])
@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
async def test_a_death_at_any_step_changes_nothing(stage: Stage, who: Person, done: bool) -> None:
    begin(stage)
    whole = Life(10_000)
    await lived(stage, "whole", [who], whole)
    await assert_all_is_well(stage, "whole")
    assert whole.count > 5
    for steps in range(1, whole.count + 1):
        begin(stage)
        await lived(stage, f"run-{steps}", [who], Life(steps, done))
        await assert_all_is_well(stage, f"run-{steps}")


#: What a call or a read may come to besides.
trouble = st.lists(
    st.one_of(
        st.builds(
            Fault, st.sampled_from([TimeoutError(), UnreadAnswer()]), after_effect=st.booleans()
        ),
        st.builds(Fault, st.just(SlowDown(seconds=0.4))),
    ),
    max_size=2,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    deaths=st.lists(st.builds(Life, st.integers(1, 40), st.booleans()), max_size=4),
    lag=st.sampled_from([0.0, 0.4, 6.0, 25.0]),
    faults=st.dictionaries(st.sampled_from([p.id for p in PEOPLE]), trouble),
)
async def test_any_deaths_with_any_trouble_change_nothing(
    stage: Stage, deaths: list[Life], lag: float, faults: dict[str, list[Fault]]
) -> None:
    begin(stage, lag)
    stage.tenant.faults.update({who: [*each] for who, each in faults.items()})
    run = f"run-{next(numbers)}"
    await lived(stage, run, PEOPLE, *(Life(life.steps, life.done) for life in deaths))
    found = await outcomes(stage, run)
    for id_, outcome in found.items():
        for line in outcome.lines:
            expected = EXPECTED[id_][line.product]
            late = expected is Outcome.REMOVED and line.outcome is Outcome.ACCEPTED and lag > 9
            assert line.outcome is expected or late, (id_, line)
    assert set(found) == {p.id for p in PEOPLE}
    assert sorted(stage.tenant.changed) == sorted(GONE)
    assert lag > 9 or stage.tenant.repeated == []
