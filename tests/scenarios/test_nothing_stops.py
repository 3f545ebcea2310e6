"""Trouble of one card, one message or the whole tenant: nothing is lost, and it is said."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import card_of, is_card
from tests.support.crowd import addresses, office
from tests.support.journeys import BOXES, CONFIRM, PREVIEW, to_confirm
from tests.support.seen import Json, find_button, text_of
from tests.support.waiting import until

pytestmark = pytest.mark.long

PEOPLE = 30
#: More people than are changed at the same time.
MANY = 60
ASSIGN = {"method": "POST", "path": "/users/*/assignLicense", "times": 9999}


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, office(60), canary_from=0) as opened:
        yield opened


async def test_a_refused_token_of_the_bot_loses_no_message(env: BotFixture) -> None:
    alex = await env.chat().open()
    fault = {"method": "POST", "path": "/activities", "status": 401, "times": 1}
    await env.control("teams/faults", fault)
    await alex.say("help")
    await alex.until_card("many users")


async def _written(env: BotFixture, count: int) -> bool:
    return len(await env.writes()) >= count


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_a_card_that_can_not_be_edited_continues_below(env: BotFixture, status: int) -> None:
    alex = await env.chat().open()
    await to_confirm(alex, addresses(3))
    cards = len(await alex.cards())
    fault = {"method": "PUT", "path": "/activities", "status": status, "times": 60}
    await env.control("teams/faults", fault)
    await alex.press("Remove", BOXES)
    await until(lambda: _written(env, 3))
    await alex.until(lambda messages: [m for m in messages if is_card(m)][cards:])
    # After a while it is posted again with what is new.
    env.clock.ahead += timedelta(minutes=1)
    await alex.until_card("3 licenses removed", "The card continues here")
    # It is posted again once, and not with each change of the run.
    assert len(await alex.cards()) <= cards + 2


async def test_a_press_without_its_data_leaves_the_card_alone(env: BotFixture) -> None:
    alex = await env.chat().open()
    await to_confirm(alex, addresses(3))
    message = await alex.message()
    button = find_button(card_of(message), "Remove") | {"data": {}, "associatedInputs": "none"}
    answer = await alex.send(message, button)
    assert "without its details" in str(answer)
    assert CONFIRM in text_of(await alex.card())
    await alex.press("Back")
    await alex.until_card(PREVIEW)


async def test_a_role_that_ends_pauses_the_run_and_asks_below(env: BotFixture) -> None:
    alex = await env.chat().open()
    await to_confirm(alex, addresses(PEOPLE))
    refusal = {"status": 403, "code": "Authorization_RequestDenied"}
    words = "Insufficient privileges to complete the operation."
    await env.faults({**ASSIGN, **refusal, "message": words})
    cards = len(await alex.cards())
    await alex.press("Remove", BOXES)
    await alex.until(lambda messages: len(messages) > cards)
    said = "The role that this run uses may have expired"
    card = await alex.until_card("Waiting for a decision", said)
    assert "No one was marked as failed." in text_of(card)
    await env.fair_weather()
    await alex.press("Resume")
    await alex.until_card(f"{PEOPLE} licenses removed")


async def test_an_outage_pauses_the_run_and_it_continues_by_itself(env: BotFixture) -> None:
    alex = await env.chat().open()
    await to_confirm(alex, addresses(PEOPLE))
    await env.faults({**ASSIGN, "status": 503})
    await alex.press("Remove", BOXES)
    card = await alex.until_card("Microsoft 365 isn't responding")
    assert "continues when that works." in text_of(card)
    await env.fair_weather()
    env.clock.ahead += timedelta(minutes=1)
    await alex.until_card(f"{PEOPLE} licenses removed")


async def test_a_pause_says_what_is_still_under_way(env: BotFixture) -> None:
    alex = await env.chat().open()
    await to_confirm(alex, addresses(MANY))
    await env.control("settings", {"latency": 1.5}, "PATCH")
    await alex.press("Remove", BOXES)
    await alex.until_card("Pause", "Stop")
    while not await env.writes():
        await alex.until_card("Pause")
    pressed = text_of((await alex.press("Pause"))["card"])
    # Until the pause is stored, more people may be started than the card counts.
    assert "Pausing. People already started are being finished; no one else is started." in pressed
    finishing, done = await alex.until(_finishing)
    await env.control("settings", {"latency": 0.0}, "PATCH")
    card = await alex.until_card("Paused. No one else is started until someone selects Resume.")
    assert f"{done + finishing} of {MANY} people done" in text_of(card)
    assert len(await env.writes()) == done + finishing


def _finishing(messages: list[Json]) -> tuple[int, int] | None:
    """How many people a pausing run finishes, and how many are done."""
    said = text_of(card_of([one for one in messages if one["attachments"]][-1]))
    finishing = re.search(r"Pausing. (\d+) (?:person is|people are) being finished", said)
    done = re.search(rf"(\d+) of {MANY} people done", said)
    return (int(finishing[1]), int(done[1])) if finishing and done else None
