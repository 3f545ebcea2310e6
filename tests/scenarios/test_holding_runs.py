"""A run is paused, resumed and stopped by its owner and by admins, by buttons and by words."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from engine.progress_cards import EDIT_EVERY
from engine.runs.concurrency import EXECUTING
from sandbox.organization.personas import ADELE, ALEX, MEGAN
from sandbox.teams.chats import Change
from sandbox.teams.routes import CHATS
from tests.scenarios.test_journal import entries
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat, card_of
from tests.support.crowd import addresses, office
from tests.support.journeys import BOXES, said, to_confirm
from tests.support.seen import Json, buttons_of, find_button, press_of, text_of
from tests.support.waiting import SOON

pytestmark = pytest.mark.long

#: More than can be under way when a brake is pressed, by far.
PEOPLE = 120
UNDER_WAY = EXECUTING


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, office(PEOPLE), canary_from=0) as opened:
        yield opened


async def begin(env: BotFixture, chat: Chat, count: int = PEOPLE, latency: float = 1.0) -> Json:
    """Start to remove, in a tenant so slow that there is time to press; returns the live card."""
    await to_confirm(chat, addresses(count))
    return await go(env, chat, latency)


async def go(env: BotFixture, chat: Chat, latency: float = 1.0) -> Json:
    """Press the button that removes, in a slow tenant."""
    await env.control("settings", {"latency": latency}, "PATCH")
    await chat.press("Remove", BOXES)
    return await chat.until_card("Pause", "Stop")


async def notice(chat: Chat, answer: Json, text: str) -> None:
    """Wait for a notice: the answer itself, or a message where the tenant was slow."""
    if answer["kind"] == "notice":
        assert text in answer["text"]
    else:
        await chat.until(lambda messages: [one for one in messages if text in one["text"]])


async def written(env: BotFixture, count: int) -> None:
    async with asyncio.timeout(SOON):
        while len(await env.writes()) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def at_rest(env: BotFixture) -> int:
    """How many writes there are once nothing is under way any longer."""
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await asyncio.sleep(0.5)
    return len(await env.writes())


async def test_a_paused_run_touches_no_one_until_it_is_resumed(env: BotFixture, alex: Chat) -> None:
    await begin(env, alex)
    await written(env, 3)
    await alex.press("Pause")
    card = await alex.until_card("Paused", "Resume")
    before = len(await env.writes())
    assert await at_rest(env) <= before + UNDER_WAY
    assert "Pause" not in [button["title"] for button in buttons_of(card)]
    await alex.press("Resume")
    card = await alex.until_card(f"{PEOPLE} licenses removed", "Receipt 1")
    done = [write["person"] for write in await env.writes()]
    assert len(done) == len(set(done)) == PEOPLE


async def test_a_stopped_run_lists_anyone_who_was_not_touched(env: BotFixture, alex: Chat) -> None:
    await begin(env, alex)
    await written(env, 3)
    await alex.press("Stop")
    await env.control("settings", {"latency": 0.0}, "PATCH")
    card = await alex.until_card("not started", "Do the rest")
    done = len(await env.writes())
    assert 3 <= done < PEOPLE
    assert f"{done} licenses removed, {PEOPLE - done} not" in text_of(card)
    assert f"{done} of {PEOPLE} people done, {PEOPLE - done} not started" in text_of(card)
    kinds = [entry["kind"] for entry in await entries(env)]
    assert kinds.count("person_finished") == PEOPLE
    assert kinds.count("run_stopped") == kinds.count("run_ended") == 1


async def test_typed_words_do_the_same(env: BotFixture, alex: Chat) -> None:
    await begin(env, alex)
    await alex.say("pause")
    await alex.until_card("Paused", "Resume")
    await alex.say("resume 1")
    await alex.until_card("Removing", "Pause")
    await alex.say("stop")
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await alex.until_card("not started")


async def test_the_card_changes_at_most_once_in_two_seconds_and_is_exact_at_the_end(
    env: BotFixture, alex: Chat
) -> None:
    env.edit_every = EDIT_EVERY
    await env.restart_bot()
    people = 60
    await to_confirm(alex, addresses(people))
    await env.control("settings", {"latency": 0.5}, "PATCH")
    edits: list[float] = []
    chats = env.sandbox[CHATS]

    def note(change: Change) -> None:
        content = chats.message(change.chat, change.message).attachments[0]["content"]
        if any(said in text_of(content) for said in ("people done", "licenses removed")):
            edits.append(time.monotonic())

    stop = chats.watch(note)
    await alex.press("Remove", BOXES)
    await alex.until_card(f"{people} licenses removed", f"{people} mailboxes")
    stop()
    # A single edit may be late on a busy machine, and then the next one comes sooner after it.
    assert 2 <= len(edits) <= (edits[-1] - edits[0]) / EDIT_EVERY.total_seconds() + 2


async def test_buttons_stay_good_while_the_card_changes(env: BotFixture, alex: Chat) -> None:
    card = await begin(env, alex)
    token = press_of(find_button(card, "Stop"))["token"]
    seen = await alex.until(lambda ms: _done_on_card(ms) > 0)
    assert seen
    assert press_of(find_button(await alex.card(), "Stop"))["token"] == token


async def test_brakes_work_from_a_card_that_changed_under_the_hand(
    env: BotFixture, alex: Chat
) -> None:
    await begin(env, alex)
    old = await alex.message()
    await alex.press("Pause")
    await alex.until_card("Paused")
    answer = await alex.press("Pause", message=old)
    assert "Paus" in text_of(answer["card"])
    answer = await alex.press("Stop", message=old)
    assert "Stopp" in text_of(answer["card"]) or "not started" in text_of(answer["card"])
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await alex.until_card("not started")


async def test_cancel_points_to_stop(env: BotFixture, alex: Chat) -> None:
    await begin(env, alex)
    answer = await alex.say("cancel")
    assert "select Stop on its card or type “stop”" in answer["text"]
    assert "Receipt 1" in answer["text"]


async def test_stop_still_means_cancel_where_nothing_runs(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, addresses(1))
    assert "Canceled" in (await alex.say("stop"))["text"]
    assert "nothing to stop" in (await alex.say("stop"))["text"]
    assert await env.writes() == []


async def test_an_admin_finds_and_stops_someone_elses_run(env: BotFixture, alex: Chat) -> None:
    await begin(env, alex)
    adele = await env.chat(ADELE).open()
    await adele.say("status")
    await adele.until_card("Removing", "Receipt 1")
    await adele.press("Stop")
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await adele.until_card("not started")
    await alex.until_card("not started")
    stops = [entry for entry in await entries(env) if entry["kind"] == "run_stopped"]
    assert [entry["actor"] for entry in stops] == [ADELE.oid]


async def test_someone_without_a_role_sees_and_stops_nothing(env: BotFixture, alex: Chat) -> None:
    await begin(env, alex)
    megan = await env.chat(MEGAN).open()
    await megan.say("status")
    await megan.until_card("Nothing is running.")
    for word in ("stop 1", "receipt 1", "pause 1"):
        assert "I can't find receipt 1" in (await megan.say(word))["text"]
    assert "nothing to pause" in (await megan.say("pause"))["text"]
    await megan.say("history")
    await megan.until_card("There is no receipt yet.")
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await alex.until_card(f"{PEOPLE} licenses removed")


async def test_in_the_channel_an_admin_may_press_the_brakes_of_anothers_card(
    env: BotFixture,
) -> None:
    alex = env.chat(kind="channel")
    await alex.open()
    await said(alex, addresses(PEOPLE))
    await go(env, alex)
    card = await alex.message()
    megan, adele = env.chat(MEGAN, kind="channel"), env.chat(ADELE, kind="channel")
    await notice(megan, await megan.press("Stop", message=card), "role to remove licenses")
    await notice(megan, await megan.press("Check again", message=card), "someone else")
    await adele.press("Pause", message=card)
    await alex.until_card("Paused")
    told = await entries(env)
    assert ("refused", MEGAN.oid) in [(entry["kind"], entry["actor"]) for entry in told]
    assert ("run_paused", ADELE.oid) in [(entry["kind"], entry["actor"]) for entry in told]


async def test_a_refusal_that_comes_too_late_for_its_press_is_posted(env: BotFixture) -> None:
    alex = env.chat(kind="channel")
    await alex.open()
    await said(alex, addresses(PEOPLE))
    await go(env, alex)
    card = await alex.message()
    await env.control("settings", {"latency": 3_600.0}, "PATCH")
    megan = env.chat(MEGAN, kind="channel")
    answer = await megan.press("Stop", message=card)
    assert "Working on it" in text_of(answer["card"])
    await env.fair_weather()
    refused = "role to remove licenses"
    await megan.until(lambda messages: [one for one in messages if refused in one["text"]])


async def test_two_people_press_everything_at_once_typed_and_pressed(
    env: BotFixture, alex: Chat
) -> None:
    adele = await env.chat(ADELE).open()
    # Slow enough that no machine is through before all is pressed.
    await begin(env, alex, latency=5.0)
    await adele.say("status")
    await adele.until_card("Removing")
    mine, hers = await alex.message(), await adele.message()
    await asyncio.gather(
        alex.press("Pause", message=mine),
        adele.press("Stop", message=hers),
        alex.write("resume 1"),
        adele.write("pause 1"),
        alex.press("Stop", message=mine),
        adele.press("Pause", message=hers),
        alex.write("resume 1"),
    )
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await alex.until_card("not started")
    await adele.until_card("not started")
    told = await entries(env)
    assert [entry["kind"] for entry in told].count("run_stopped") == 1
    done = [write["person"] for write in await env.writes()]
    assert len(done) == len(set(done)) < PEOPLE


async def test_the_owner_can_stop_while_the_tenant_does_not_answer(
    env: BotFixture, alex: Chat
) -> None:
    await begin(env, alex)
    await env.faults({"times": 9999, "status": 500, "code": "Down", "message": "down"})
    await alex.press("Stop")
    card = await alex.until_card("Stopp")
    assert "Resume" not in [button["title"] for button in buttons_of(card)]


async def test_several_runs_are_listed_with_their_brakes(env: BotFixture, alex: Chat) -> None:
    await begin(env, alex, 60)
    await alex.press("Pause")
    await alex.until_card("Paused", "Resume")
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await said(alex, "\n".join(addresses(PEOPLE).split("\n")[60:]))
    await go(env, alex)
    await alex.say("stop")
    card = await alex.until_card("More than one run is in progress", "Receipt 1", "Receipt 2")
    stop = [b for b in buttons_of(card) if b["title"] == "Stop" and press_of(b)["arg"] == "1"]
    await alex.send(await alex.message(), stop[0])
    await alex.until_card("What is running")
    await alex.say("pause 2")
    await alex.until_card("Paused", "Receipt 2")
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await alex.say("receipt 1")
    await alex.until_card("Receipt 1", "not started")


def _done_on_card(messages: list[Json]) -> Any:
    cards = [m for m in messages if m["attachments"]]
    text = text_of(card_of(cards[-1])) if cards else ""
    lines = [line for line in text.split("\n") if f"of {PEOPLE} people done" in line]
    return int(lines[0].split()[0]) if lines else 0


def test_alex_and_adele_hold_roles_that_may_remove() -> None:
    assert ALEX.roles
    assert ADELE.roles
    assert not MEGAN.roles
