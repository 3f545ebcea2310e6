"""Each fault that a tenant can have, in the middle of a run: what ledger and receipt say then."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

import graph.tenants
from engine.runs import verify
from graph.client.retry import Retry
from licensing.runs.outcome import Outcome
from sandbox.faults import Fault
from sandbox.organization import personas
from sandbox.organization.roles import LICENSE_ADMINISTRATOR
from sandbox.state import FAULTS, TENANT
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat
from tests.support.crowd import addresses, office
from tests.support.journeys import BOXES, E3, E5, PROJECT, VISIO, to_confirm
from tests.support.outcomes import lines_of, run_ended, stored_outcomes
from tests.support.seen import Json, text_of
from tests.support.waiting import SOON

pytestmark = pytest.mark.long

SEAN = "sean.o'brien@contoso.example"
GRADY = "gradya@contoso.example"
ASSIGN = {"path": "/users/*/assignLicense", "method": "POST"}
CONFLICT = {
    "status": 409,
    "code": "Directory_ConcurrencyViolation",
    "message": "Error due to concurrent requests being made to the tenant.",
}
HANGS = {"way": "hang", "effect": "done", "delay": 3_600}


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    # So fast that what no one heard of can be believed after a second.
    async with open_bot(tmp_path, office(60), rehearsal_speed=30) as opened:
        yield opened
        await opened.fair_weather()


@pytest.fixture(autouse=True)
def _impatient(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait briefly for the directory, and for answers of the tenant where none comes."""
    if request.node.name.endswith("[time-out after it]"):
        monkeypatch.setattr(graph.tenants, "Retry", partial(Retry, answer=10.0))
    monkeypatch.setattr(verify, "WAITS", (0.2, 0.4, 0.6, 0.8))


async def ended(env: BotFixture) -> None:
    async with asyncio.timeout(SOON):
        while not await run_ended(env.settings.database_url):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def receipt(chat: Chat) -> str:
    """What the receipt says, as a person reads it."""
    await chat.say("receipt 1")
    return text_of(await chat.until_card("Receipt 1"))


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "code": "TooManyRequests", "retryAfter": "0.734"},
        {"status": 503},
        CONFLICT,
        {"status": 503, "effect": "done"},
        {"way": "drop", "effect": "done"},
        HANGS,
        {"status": 500, "code": "InternalServerError", "message": "oops", "effect": "done"},
    ],
    ids=["429", "503", "409", "503 after it", "cut off after it", "time-out after it", "500"],
)
async def test_trouble_that_passes_leaves_no_trace_in_the_outcomes(
    env: BotFixture, alex: Chat, fault: Json
) -> None:
    await to_confirm(alex, addresses(12))
    await env.faults({**ASSIGN, "times": 2, **fault})
    await alex.press("Remove", BOXES)
    await ended(env)
    outcomes = await stored_outcomes(env.settings.database_url)
    assert [line.outcome for line in lines_of(outcomes)] == [Outcome.REMOVED] * 12
    assert all(one.lost_mailbox for one in outcomes.values())
    said = await receipt(alex)
    assert "12 licenses removed" in said
    assert "Failed" not in said
    done = [write["person"] for write in await env.writes() if write["status"] == 200]
    assert len(done) == len(set(done)) == 12


async def test_a_throttle_is_obeyed_to_the_fraction_by_all(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, addresses(20))
    await env.faults({**ASSIGN, "status": 429, "code": "TooManyRequests", "retryAfter": "1.25"})
    loop = asyncio.get_running_loop()
    began = loop.time()
    await alex.press("Remove", BOXES)
    await ended(env)
    assert loop.time() - began >= 1.25
    outcomes = await stored_outcomes(env.settings.database_url)
    assert {line.outcome for line in lines_of(outcomes)} == {Outcome.REMOVED}
    assert "20 licenses removed" in await receipt(alex)


@pytest.mark.parametrize(
    ("lag", "expected"), [(1.0, Outcome.REMOVED), (3_600.0, Outcome.ACCEPTED)], ids=["soon", "late"]
)
async def test_a_directory_that_lags_is_watched_and_then_told_as_it_is(
    env: BotFixture, alex: Chat, lag: float, expected: Outcome
) -> None:
    await to_confirm(alex, addresses(5))
    await env.control("settings", {"lag": lag}, "PATCH")
    await alex.press("Remove", BOXES)
    await ended(env)
    lines = lines_of(await stored_outcomes(env.settings.database_url))
    assert [line.outcome for line in lines] == [expected] * 5
    assert all(line.answer and line.answer.status == 200 for line in lines)
    assert len(await env.writes()) == 5
    said = await receipt(alex)
    assert ("5 licenses removed" in said) == (expected is Outcome.REMOVED)
    assert ("0 of 5 people done, 5 unconfirmed" in said) == (expected is Outcome.ACCEPTED)
    late = "5 licenses are not confirmed yet" in said
    assert late == (expected is Outcome.ACCEPTED)


async def test_a_dependency_holds_back_one_product_and_is_named(
    env: BotFixture, alex: Chat
) -> None:
    await env.assign(GRADY, VISIO)
    await to_confirm(alex, f"{GRADY}\n{addresses(3)}", E5, E3, VISIO)
    await alex.press("Remove", BOXES)
    await ended(env)
    outcomes = await stored_outcomes(env.settings.database_url)
    grady = {line.product: line for line in outcomes[GRADY].lines}
    assert (grady[E5].outcome, grady[E5].reason) == (Outcome.FAILED, "DependentPlan")
    assert grady[E5].needed_by == ("Planner and Project Plan 3",)
    answer = grady[E5].answer
    assert answer
    assert "depends on the service plan" in answer.message
    assert grady[VISIO].outcome is Outcome.REMOVED
    assert not outcomes[GRADY].lost_mailbox
    assert await env.direct(GRADY) == {E5, PROJECT}
    said = await receipt(alex)
    assert "4 licenses removed, 1 not" in said
    assert "Planner and Project Plan 3 needs a service of this one." in said


async def test_a_role_that_is_lost_in_the_middle_stops_no_one_halfway(
    env: BotFixture, alex: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await to_confirm(alex, addresses(60))
    faults, tenant = env.sandbox[FAULTS], env.sandbox[TENANT]
    next_fault, calls = faults.next, itertools.count(1)

    def lose_the_role(method: str, path: str, query: str = "") -> Fault | None:
        if path.endswith("/assignLicense") and next(calls) > 10:
            tenant.set_role(personas.ALEX.oid, LICENSE_ADMINISTRATOR, "none")
        return next_fault(method, path, query)

    monkeypatch.setattr(faults, "next", lose_the_role)
    await alex.press("Remove", BOXES)
    card = await alex.until_card("The role that this run uses may have expired")
    taken = {write["person"] for write in await env.writes() if write["status"] == 200}
    assert len(taken) == 10
    assert "No one was marked as failed." in text_of(card)
    monkeypatch.undo()
    await env.role(personas.ALEX, "License Administrator")
    await alex.press("Resume")
    await ended(env)
    outcomes = await stored_outcomes(env.settings.database_url)
    assert len(outcomes) == 60
    assert {line.outcome for one in outcomes.values() for line in one.lines} == {Outcome.REMOVED}
    assert "60 licenses removed" in await receipt(alex)
