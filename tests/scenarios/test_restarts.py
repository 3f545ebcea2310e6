"""The bot is stopped and started: the same card goes on, and nothing is done twice."""

from pathlib import Path

from ledger.ledger import open_ledger
from tests.support import bot_fixture as support
from tests.support.activities import invoke, pressed
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat, card_of
from tests.support.crowd import addresses
from tests.support.journeys import (
    BOXES,
    CONFIRM,
    E3,
    HOME,
    PEOPLE,
    PREVIEW,
    to_confirm,
    to_people,
)
from tests.support.seen import Json, buttons_of, find_button, text_of

SEAN = "sean.o'brien@contoso.example"


async def test_the_same_card_goes_on_after_a_restart_at_every_step(
    env: BotFixture, alex: Chat
) -> None:
    for title, inputs, seen in [
        ("By product", {}, "1 of 4"),
        ("Next", {"products": E3}, PEOPLE),
        ("Show all", {}, "Use these people"),
        ("Back", {}, PEOPLE),
        ("Add to the list", {"paste": f"{SEAN}, nobody@contoso.example"}, "nobody@contoso.example"),
        ("Continue without", {}, PREVIEW),
        ("Continue", {}, CONFIRM),
        ("Remove", BOXES, "1 license removed"),
    ]:
        await env.restart_bot()
        await alex.press(title, inputs)
        await alex.until_card(seen)
    await env.restart_bot()
    await alex.until_card("1 license removed")
    assert len(await alex.cards()) == 1
    assert len(await env.writes()) == 1


async def test_a_run_goes_on_after_a_restart(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, addresses(60))
    await env.control("settings", {"latency": 0.02}, "PATCH")
    await alex.press("Remove", BOXES)
    await env.stop_bot()
    done = len(await env.writes())
    assert done < 60
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await env.start_bot()
    await alex.until_card("60 licenses removed")
    people = [w["person"] for w in await env.writes()]
    assert len(people) == len(set(people)) == 60
    assert len(await alex.cards()) == 1


async def test_a_press_while_the_bot_is_away_can_be_made_again(env: BotFixture, alex: Chat) -> None:
    await to_people(alex)
    await env.stop_bot()
    answer = await alex.press("Preview", {"paste": SEAN})
    assert answer["kind"] == "error"
    await env.start_bot()
    await alex.press("Preview", {"paste": SEAN})
    await alex.until_card(PREVIEW)


async def test_what_was_stored_and_not_worked_off_is_worked_off(
    env: BotFixture, alex: Chat
) -> None:
    card = await to_confirm(alex, SEAN)
    message = await alex.message()
    data = {**find_button(card, "Remove")["data"], **BOXES}
    await env.stop_bot()
    await store(env, invoke(env, data, message=message["id"]))
    await store(env, pressed(env, {}, text="help"))
    await env.start_bot()
    await alex.until(lambda ms: any("1 license removed" in text_of(card_of(m)) for m in ms))
    await alex.until(lambda ms: any("What I can do" in text_of(card_of(m)) for m in ms))
    assert len(await env.writes()) == 1
    await env.restart_bot()
    assert len(await env.writes()) == 1


async def test_a_replayed_press_is_still_known_after_a_restart(env: BotFixture, alex: Chat) -> None:
    card = await to_confirm(alex, SEAN)
    message = await alex.message()
    data = {**find_button(card, "Remove")["data"], **BOXES}
    again = invoke(env, data, message=message["id"], id="f:again")
    first = await env.post(again)
    await alex.until_card("1 license removed")
    await env.restart_bot()
    assert await env.post(again) == first
    assert len(await env.writes()) == 1


async def test_a_card_of_before_the_restart_says_where_things_stand(
    env: BotFixture, alex: Chat
) -> None:
    await to_people(alex)
    old = await alex.message()
    await alex.press("Back")
    await alex.until_card("1 of 4")
    await env.restart_bot()
    answer = await alex.press("Preview", {"paste": SEAN}, message=old)
    assert "That card was out of date." in text_of(answer["card"])
    assert "1 of 4" in text_of(answer["card"])


async def test_a_card_of_a_ledger_that_is_gone_says_so(
    env: BotFixture, alex: Chat, tmp_path: Path
) -> None:
    await to_people(alex)
    await env.stop_bot()
    another = {"database_url": support.ledger_of(tmp_path / "another")}
    env.settings = env.settings.model_copy(update=another)
    await env.start_bot()
    answer = await alex.press("Preview", {"paste": SEAN})
    assert "This card has expired" in text_of(answer["card"])
    assert buttons_of(answer["card"]) == []
    await alex.say("hi")
    await alex.until_card(HOME)


async def store(env: BotFixture, activity: Json) -> None:
    """Leave an activity in the inbox as a process does that dies before it answers."""
    ledger = await open_ledger(env.settings.database_url)
    async with ledger.begin() as unit:
        where = activity["conversation"]["id"]
        await unit.inbox.arrive(activity["id"], where, env.clock.now(), activity)
    await ledger.close()
