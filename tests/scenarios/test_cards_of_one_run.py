"""However many cards show a run: a press on any of them counts once, and all of them show it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.organization.personas import ADELE
from tests.scenarios.test_journal import entries
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat, card_of
from tests.support.crowd import addresses, office
from tests.support.journeys import BOXES, said, to_confirm
from tests.support.seen import Json, text_of

pytestmark = pytest.mark.long

PEOPLE = 60
RESUME = {"paused": "Resume", "first people": "Continue with", "refused": "Resume"}


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    bot = open_bot(tmp_path, office(PEOPLE), canary_from=10, canary_asks=True)
    async with bot as opened:
        yield opened


async def cards_of_run(chat: Chat, count: int) -> list[str]:
    """The ids of the messages that show the run, once there are so many of them."""

    def seen(messages: list[Json]) -> list[str]:
        found = [m["id"] for m in messages if m["attachments"] and "Receipt 1" in _text(m)]
        return found if len(found) == count else []

    return list(await chat.until(seen))


async def all_say(chat: Chat, ids: list[str], *texts: str) -> None:
    """Wait until each of these cards says all of this."""

    def seen(messages: list[Json]) -> bool:
        shown = [_text(m) for m in messages if m["id"] in ids]
        return len(shown) == len(ids) and all(t in one for one in shown for t in texts)

    try:
        await chat.until(seen)
    except TimeoutError:
        shown = [_text(m) for m in await chat.messages() if m["id"] in ids]
        raise AssertionError(f"{texts} is not in all of {shown}") from None


async def message(chat: Chat, id_: str) -> Json:
    """A message as it is now."""
    return next(one for one in await chat.messages() if one["id"] == id_)


def _text(one: Json) -> str:
    return text_of(card_of(one))


async def _kinds(env: BotFixture) -> list[str]:
    return [entry["kind"] for entry in await entries(env)]


async def _begin(env: BotFixture, chat: Chat, why: str = "") -> int:
    """Begin a run that waits for a press; returns how many cards show it by then."""
    await to_confirm(chat, addresses(PEOPLE))
    if why == "refused":
        refusal = {"status": 403, "code": "Authorization_RequestDenied", "message": "No."}
        await env.faults({"path": "/users/*/assignLicense", "times": 999, **refusal})
    await chat.press("Remove", BOXES)
    await chat.until_card("Waiting for a decision")
    if why == "paused":
        await _run_slowly(env)
        await chat.press("Continue with")
        await chat.until_card("Pause", "Stop")
        await chat.press("Pause")
        await chat.until_card("Paus", "Resume")
    # Where the tenant refuses, a second card asks.
    return len(await cards_of_run(chat, 2 if why == "refused" else 1))


async def _run_slowly(env: BotFixture) -> None:
    """Let no one be done before the weather is fair again; what is pressed needs no tenant."""
    await env.control("settings", {"latency": 20.0}, "PATCH")


@pytest.mark.parametrize("why", RESUME)
async def test_a_run_that_waits_is_resumed_on_its_first_card_and_all_show_it(
    env: BotFixture, alex: Chat, why: str
) -> None:
    shown = await _begin(env, alex, why)
    await alex.write("receipt 1")
    await cards_of_run(alex, shown + 1)
    await env.fair_weather()
    await alex.write("status")
    ids = await cards_of_run(alex, shown + 2)
    await all_say(alex, ids, RESUME[why])
    resumed = (await _kinds(env)).count("run_resumed")
    await alex.press(RESUME[why], message=await message(alex, ids[0]))
    if why == "refused":
        # Now the first people went as planned.
        await all_say(alex, ids, "Continue with")
        await alex.press("Continue with", message=await message(alex, ids[1]))
        resumed += 1
    await all_say(alex, ids, f"{PEOPLE} licenses removed", "Restore licenses")
    assert (await _kinds(env)).count("run_resumed") == resumed + 1
    done = [write["person"] for write in await env.writes() if write["status"] == 200]
    assert len(done) == len(set(done)) == PEOPLE


async def test_each_button_counts_on_each_card(env: BotFixture, alex: Chat) -> None:
    await _begin(env, alex)
    await alex.write("status")
    await cards_of_run(alex, 2)
    await alex.write("receipt 1")
    ids = await cards_of_run(alex, 3)
    await _run_slowly(env)
    for one in ids:
        await alex.press("Check again", message=await message(alex, one))
        await alex.press(
            "Continue with" if one == ids[0] else "Resume", message=await message(alex, one)
        )
        await all_say(alex, ids, "Pause", "Stop")
        await alex.press("Pause", message=await message(alex, one))
        await all_say(alex, ids, "Paus", "Resume")
    await alex.press("Stop", message=await message(alex, ids[0]))
    await all_say(alex, ids, "Stopping")
    await env.fair_weather()
    await all_say(alex, ids, "not started", "Do the rest")
    kinds = await _kinds(env)
    assert [kinds.count(one) for one in ("run_paused", "run_resumed", "run_stopped")] == [3, 3, 1]


async def test_presses_on_all_cards_at_once_count_once(env: BotFixture, alex: Chat) -> None:
    await _begin(env, alex)
    await alex.write("status")
    ids = await cards_of_run(alex, 2)
    await _run_slowly(env)
    for title in ("Continue with", "Pause", "Stop"):
        await all_say(alex, ids, title)
        shown = [await message(alex, one) for one in ids]
        # A card is opened at the same time: no press is lost to it.
        await asyncio.gather(
            *[alex.press(title, message=one) for one in shown], alex.write("receipt 1")
        )
        ids = await cards_of_run(alex, len(ids) + 1)
    await env.fair_weather()
    await all_say(alex, ids, "not started", "Do the rest")
    kinds = await _kinds(env)
    assert [kinds.count(one) for one in ("run_paused", "run_resumed", "run_stopped")] == [1, 1, 1]


async def test_in_the_channel_no_ones_look_costs_another_ones_press(env: BotFixture) -> None:
    alex = env.chat(kind="channel")
    await alex.open()
    await said(alex, addresses(PEOPLE))
    await alex.press("Remove", BOXES)
    await alex.until_card("Waiting for a decision", "Continue with")
    card = await alex.message()
    adele = env.chat(ADELE, kind="channel")
    # Adele sees the card as it was before Alex looked at it.
    await alex.press("Check again", message=card)
    await adele.press("Continue with", message=card)
    await alex.until_card(f"{PEOPLE} licenses removed")
    assert (await _kinds(env)).count("run_resumed") == 1
