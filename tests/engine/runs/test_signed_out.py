"""A run whose owner has to sign in again: it pauses, asks once, and goes on with nothing lost."""

from collections.abc import Callable, Collection, Mapping

import pytest

from engine.runs.execute import MAX_ATTEMPTS
from engine.runs.runner import Runner
from licensing.errors import Answer, SignInNeeded
from licensing.runs.outcome import Outcome, RunState
from licensing.tenant.people import Person
from licensing.tenant.products import Product
from tests.engine.runs.conftest import Stage
from tests.support.directory import StandIn
from tests.support.ledger import OWNER, TENANT
from tests.support.people import person

CROWD = [person(f"p{n}", "e3") for n in range(40)]


class SignedOut:
    """A tenant that takes no call once so many writes were made."""

    def __init__(self, tenant: StandIn, writes: int) -> None:
        self.tenant = tenant
        self.writes_left = writes
        self.asked: list[str] = []

    async def products(self) -> tuple[Product, ...]:
        self._check()
        return await self.tenant.products()

    async def read_person(self, id: str) -> Person:  # noqa: A002
        self._check()
        return await self.tenant.read_person(id)

    async def remove(
        self, person: str, products: Collection[str], precondition: Callable[[], bool]
    ) -> Answer:
        self._check()
        self.writes_left -= 1
        return await self.tenant.remove(person, products, precondition)

    async def restore(
        self, person: str, licenses: Mapping[str, Collection[str]], precondition: Callable[[], bool]
    ) -> Answer:
        self._check()
        self.writes_left -= 1
        return await self.tenant.restore(person, licenses, precondition)

    async def ask(self, run: str) -> None:
        self.asked.append(run)

    def _check(self) -> None:
        if self.writes_left <= 0:
            raise SignInNeeded


def _runner(stage: Stage, tenant: SignedOut) -> Runner:
    async def changed(run: str) -> None:
        stage.told.append(run)

    watched = stage.ledger
    return Runner(watched, lambda _tenant, _owner: tenant, stage.clock, changed, paused=tenant.ask)


async def _until_asked(stage: Stage, tenant: SignedOut, times: int = 1) -> None:
    while len(tenant.asked) < times:
        await stage.clock.sleep(1)


@pytest.mark.parametrize("writes", [0, 1, 17])
async def test_a_run_pauses_and_goes_on_after_the_sign_in(stage: Stage, writes: int) -> None:
    tenant = SignedOut(stage.tenant, writes)
    await stage.store(*CROWD)
    runner = _runner(stage, tenant)
    async with stage.clock.running():
        await runner.start()
        await _until_asked(stage, tenant)
        await stage.clock.sleep(3600)
        assert (await stage.tally()).state is RunState.RUNNING
        tenant.writes_left = 1000
        runner.signed_in(TENANT, OWNER)
        await stage.until_done()
        await runner.stop()
    tally = await stage.tally()
    assert tally.outcomes == {Outcome.REMOVED: 40}
    assert sorted(stage.tenant.calls) == sorted(person.id for person in CROWD)
    assert stage.tenant.repeated == []
    assert tenant.asked == ["run"]


async def test_any_number_of_restarts_while_it_waits_costs_no_try(stage: Stage) -> None:
    tenant = SignedOut(stage.tenant, 1)
    await stage.store(*CROWD[:5])
    async with stage.clock.running():
        for times in range(1, MAX_ATTEMPTS + 3):
            runner = _runner(stage, tenant)
            await runner.start()
            await _until_asked(stage, tenant, times)
            await runner.stop()
        tenant.writes_left = 1000
        runner = _runner(stage, tenant)
        await runner.start()
        await stage.until_done()
        await runner.stop()
    assert (await stage.tally()).outcomes == {Outcome.REMOVED: 5}


async def test_someone_elses_sign_in_moves_nothing(stage: Stage) -> None:
    tenant = SignedOut(stage.tenant, 0)
    await stage.store(*CROWD[:2])
    runner = _runner(stage, tenant)
    async with stage.clock.running():
        await runner.start()
        await _until_asked(stage, tenant)
        tenant.writes_left = 1000
        runner.signed_in(TENANT, "somebody else")
        runner.signed_in("elsewhere", OWNER)
        await stage.clock.sleep(60)
        await runner.stop()
    assert stage.tenant.calls == []
