"""A large run proves itself on its first people, and then goes on, asks, or says why it waits."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scenarios.test_holding_runs import at_rest
from tests.scenarios.test_journal import entries
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat
from tests.support.crowd import address, addresses, office
from tests.support.journeys import BOXES, to_confirm
from tests.support.seen import buttons_of, text_of

PEOPLE = 12
FIRST = 5


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, office(PEOPLE), canary_from=10) as opened:
        yield opened


@pytest.fixture
async def asking(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, office(PEOPLE), canary_from=10, canary_asks=True) as opened:
        yield opened


async def test_when_all_went_well_the_rest_goes_on_by_itself(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, addresses(PEOPLE))
    await alex.press("Remove", BOXES)
    await alex.until_card(f"{PEOPLE} licenses removed")
    first = {await env.id_of(address(n)) for n in range(1, FIRST + 1)}
    assert {write["person"] for write in (await env.writes())[:FIRST]} == first
    judged = [e for e in await entries(env) if e["kind"] == "canary_finished"]
    assert [e["what"]["waits"] for e in judged] == [None]


async def test_a_small_run_has_no_first_people(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, addresses(9))
    await alex.press("Remove", BOXES)
    await alex.until_card("9 licenses removed")
    assert "canary_finished" not in [entry["kind"] for entry in await entries(env)]


async def test_where_the_setting_says_so_the_rest_waits_for_a_click(asking: BotFixture) -> None:
    alex = await asking.chat().open()
    await to_confirm(alex, addresses(PEOPLE))
    await alex.press("Remove", BOXES)
    card = await alex.until_card("Waiting for a decision", "The first 5 people went as planned.")
    assert "Continue with 7 more people" in [button["title"] for button in buttons_of(card)]
    assert len(await asking.writes()) == FIRST
    await asking.restart_bot()
    assert await at_rest(asking) == FIRST
    await alex.press("Continue with 7 more people")
    await alex.until_card(f"{PEOPLE} licenses removed")


async def test_where_one_went_wrong_the_rest_waits_and_the_card_says_why(
    env: BotFixture, alex: Chat
) -> None:
    await to_confirm(alex, addresses(PEOPLE))
    third = await env.id_of(address(3))
    await env.faults(
        {
            "method": "POST",
            "path": f"/users/{third}/assignLicense",
            "status": 403,
            "code": "Authorization_RequestDenied",
            # A refusal is tried once more.
            "times": 2,
            "message": "Insufficient privileges to complete the operation.",
        }
    )
    await alex.press("Remove", BOXES)
    card = await alex.until_card(
        "Waiting for a decision", "Not all of the first 5 people ended as planned"
    )
    assert "⚠️ Crowd 0003: \nFailed: Office 365 E3." in text_of(card)
    assert "Microsoft 365 doesn't allow this." in text_of(card)
    assert "Crowd 0002" not in text_of(card)
    await alex.say("resume")
    await alex.until_card(f"{PEOPLE - 1} licenses removed, 1 not")


async def test_a_stop_at_that_point_touches_no_one_else(asking: BotFixture) -> None:
    alex = await asking.chat().open()
    await to_confirm(alex, addresses(PEOPLE))
    await alex.press("Remove", BOXES)
    await alex.until_card("Waiting for a decision")
    await alex.press("Stop")
    await alex.until_card(f"{FIRST} licenses removed, {PEOPLE - FIRST} not")
    assert len(await asking.writes()) == FIRST
