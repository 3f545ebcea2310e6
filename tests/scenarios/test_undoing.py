"""What was removed is restored exactly, by buttons and by words, to all or to some.

The file is long because all of it is walked with the same few people.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from licensing.losses.losses import deletion_day
from sandbox.organization.organization import Organization
from sandbox.organization.personas import ADELE, ALEX
from tests.scenarios.test_journal import entries, unbroken
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.bot_process import BotProcess
from tests.support.chat import Chat, card_of
from tests.support.crowd import address, addresses, office
from tests.support.journeys import E3, HOME, removed, said, ticks
from tests.support.seen import Json, buttons_of, find_button, inputs_of, press_of, text_of
from tests.support.waiting import SOON

pytestmark = pytest.mark.long

NESTOR = "nestorw@contoso.example"
JONI = "jonis@contoso.example"
SOME = f"{address(1)}, {address(2)}, {NESTOR}"
CROWD = 30


def short_of_seats() -> Organization:
    """An organization in which every license of Office 365 E3 is taken."""
    whole = office(CROWD)
    held = sum(any(a.product == E3 for a in p.assignments) for p in whole.people)
    few = tuple(p.bought(held) if p.id == E3 else p for p in whole.products)
    return replace(whole, products=few)


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    # A reminder would come between two cards of a walk that goes on for a month.
    off: Json = {"remind_days": "off", "remind_onedrive_days": "off"}
    async with open_bot(tmp_path, short_of_seats(), canary_from=0, **off) as opened:
        yield opened


async def held(env: BotFixture, *people: str) -> list[set[tuple[str, Any, tuple[str, ...]]]]:
    """What these people hold: product, group, and what is switched off."""
    return [
        {(s["skuId"], s["assignedByGroup"], tuple(s["disabledPlans"])) for s in states}
        for states in [await env.states(person) for person in people]
    ]


async def to_undo_preview(chat: Chat, number: int = 1) -> Json:
    """From typed words to the preview for everyone."""
    await chat.say(f"undo {number}")
    await chat.until_card("1 of 3", f"receipt {number}")
    await chat.press("Restore for ")
    return await chat.until_card("2 of 3")


async def restored(chat: Chat, number: int = 1) -> Json:
    """From typed words to the end."""
    await to_undo_preview(chat, number)
    await chat.press("Continue")
    await chat.until_card("3 of 3")
    await chat.press("Restore")
    return await chat.until_card("Restored ", "Receipt")


async def test_everyone_holds_again_what_they_held_and_nothing_else(
    env: BotFixture, alex: Chat
) -> None:
    people = (address(1), address(2), NESTOR)
    before = await held(env, *people)
    await removed(alex, SOME)
    card = await to_undo_preview(alex)
    assert "Restore Office 365 E3 to 3 people" in text_of(card)
    assert "Will be restored" in text_of(card)
    await alex.press("Continue")
    card = await alex.until_card("3 of 3", "Restore Office 365 E3 to 3 people?")
    assert find_button(card, "Restore 3 licenses")["style"] == "positive"
    await alex.press("Restore")
    card = await alex.until_card("3 licenses restored", "Receipt 2")
    assert "Undoes receipt 1." in text_of(card)
    assert await held(env, *people) == before
    last = (await env.writes())[-3:]
    assert all(write["removed"] == [] and write["added"] == [E3] for write in last)
    kinds = [entry["kind"] for entry in await entries(env)]
    assert kinds.count("undo_confirmed") == kinds.count("removal_confirmed") == 1
    assert await unbroken(env)


async def test_the_result_restores_to_everyone_in_four_presses(env: BotFixture, alex: Chat) -> None:
    await removed(alex, SOME)
    for title, seen in [
        ("Restore licenses", "1 of 3"),
        ("Restore for all 3 people", "2 of 3"),
        ("Continue", "3 of 3"),
        ("Restore 3 licenses", "Restored Office 365 E3 to 3 people"),
    ]:
        await alex.press(title)
        await alex.until_card(seen)
    assert E3 in await env.direct(NESTOR)


async def test_after_a_part_only_the_rest_is_offered_and_then_nothing(
    env: BotFixture, alex: Chat
) -> None:
    await removed(alex, SOME)
    await alex.say("undo 1")
    await alex.until_card("3 licenses can be restored to 3 people")
    await alex.press("Restore for selected people", {"paste": f"{NESTOR}\nCrowd 0001"})
    await alex.until_card("2 of 3", "Restore Office 365 E3 to 2 people")
    await alex.press("Continue")
    await alex.until_card("3 of 3")
    await alex.press("Restore")
    await alex.until_card("2 licenses restored")
    await alex.say("undo 1")
    card = await alex.until_card("1 license can be restored to 1 person")
    assert "Licenses that receipt 2 restored are not offered again." in text_of(card)
    await alex.press("Restore for this person")
    await alex.until_card("2 of 3", "Restore Office 365 E3 to ")
    await alex.press("Continue")
    await alex.until_card("3 of 3")
    await alex.press("Restore")
    await alex.until_card("1 license restored")
    await alex.say("undo 1")
    card = await alex.until_card(
        "Everything that receipt 1 removed was restored with receipts 2 and 3."
    )
    assert [button["title"] for button in buttons_of(card)] == ["Cancel"]
    await alex.say("receipt 1")
    await alex.until_card("Undone by receipts 2 and 3 (3 of 3).")


async def test_people_are_chosen_as_elsewhere_but_only_among_those_of_the_receipt(
    env: BotFixture, alex: Chat
) -> None:
    await removed(alex, SOME)
    await alex.say("undo")
    card = await alex.until_card("1 of 3")
    dataset = inputs_of(card)["people"]["choices.data"]["dataset"]
    assert {c["title"] for c in await alex.search(dataset, "crow")} == {
        f"Crowd 0001 · {address(1)}",
        f"Crowd 0002 · {address(2)}",
    }
    assert [c["value"] for c in await alex.search(dataset, "nes")] == [await env.id_of(NESTOR)]
    assert await alex.search(dataset, "joni") == []
    adele = await env.chat(ADELE).open()
    assert await adele.search(dataset, "crow") == []
    await alex.press("Restore for selected people")
    await alex.until_card("Select at least one person.")
    forged = await env.id_of(JONI)
    await alex.press(
        "Restore for selected people", {"people": forged, "paste": f"{JONI}; {NESTOR}"}
    )
    card = await alex.until_card("Check 1 entry.")
    assert f"We found no one for “{JONI}”" in text_of(card)
    await alex.press("Continue without this entry")
    await alex.until_card("2 of 3", "Restore Office 365 E3 to ")


async def test_seats_are_checked_first_and_anyone_who_gets_none_is_named(
    env: BotFixture, alex: Chat
) -> None:
    await removed(alex, SOME)
    await env.assign("pradeepg@contoso.example", E3)
    card = await to_undo_preview(alex)
    text = text_of(card)
    assert "Restore Office 365 E3 to 2 people" in text
    assert "1 license (no license available)" in text
    await alex.press("Continue")
    await alex.until_card("3 of 3")
    await alex.press("Restore")
    card = await alex.until_card("2 licenses restored", "Can't be restored")
    assert "1 license (no license available)" in text_of(card)
    assert E3 not in await env.direct(NESTOR)
    # Once one is free again, the rest is offered.
    await env.take("pradeepg@contoso.example", E3)
    await to_undo_preview(alex)
    await alex.until_card("Restore Office 365 E3 to Nestor Wilke")


async def test_a_seat_that_is_taken_after_the_preview_is_told_in_the_result(
    env: BotFixture, alex: Chat
) -> None:
    await removed(alex, SOME)
    await to_undo_preview(alex)
    await alex.press("Continue")
    await alex.until_card("3 of 3")
    await env.assign("pradeepg@contoso.example", E3)
    await alex.press("Restore")
    card = await alex.until_card("2 licenses restored, 1 not", "Failed")
    assert "No license of this product is available." in text_of(card)


async def test_who_has_it_again_is_left_alone(env: BotFixture, alex: Chat) -> None:
    await removed(alex, SOME)
    await env.assign(NESTOR, E3)
    card = await to_undo_preview(alex)
    assert "1 license (already assigned)" in text_of(card)
    await alex.press("Continue")
    await alex.until_card("3 of 3", "Restore Office 365 E3 to 2 people")
    await env.assign(address(1), E3)
    await alex.press("Restore")
    await alex.until_card("1 license restored, 1 not", "Skipped", "already assigned")
    written = [w for w in await env.writes() if w["actor"] == ALEX.oid and w["added"]]
    assert len(written) == 1


async def test_the_whole_can_be_typed(env: BotFixture, alex: Chat) -> None:
    await removed(alex, SOME)
    await alex.say("undo 1")
    await alex.until_card("1 of 3")
    await alex.say("everyone")
    await alex.until_card("2 of 3")
    await alex.say("next")
    await alex.until_card("3 of 3")
    await alex.say("cancel")
    assert "Nothing was restored." in (await alex.messages())[-1]["text"]
    await alex.say("undo 1")
    await alex.until_card("1 of 3")
    await alex.say("everyone")
    await alex.until_card("2 of 3")
    await alex.say("next")
    await alex.until_card("3 of 3")
    await alex.say("back")
    await alex.until_card("2 of 3")
    await alex.say("next")
    await alex.until_card("3 of 3")
    await alex.say("restore")
    await alex.until_card("3 licenses restored")


async def test_after_the_thirtieth_day_it_says_that_the_data_does_not_come_back(
    env: BotFixture, alex: Chat
) -> None:
    await removed(alex, SOME)
    day = deletion_day(env.clock.now().date())
    env.clock.ahead = timedelta(days=30)
    card = await to_undo_preview(alex)
    assert "Will be restored" in text_of(card)
    env.clock.ahead = timedelta(days=31)
    await alex.press("Continue")
    await alex.until_card("3 of 3")
    await alex.press("Restore")
    said_day = f"{day:%b} {day.day}, {day.year}"
    card = await alex.until_card("2 of 3", "The date has changed", said_day)
    assert "Permanently deleted" in text_of(card)
    assert "The licenses don't restore it." in text_of(card)
    await alex.press("Continue")
    card = await alex.until_card(
        "3 of 3", "I understand that this data is permanently deleted", said_day
    )
    assert inputs_of(card)["accept_data_gone"]["isRequired"]
    await alex.press("Restore", {"accept_data_gone": "false"})
    await alex.until_card("Select the checkbox first. Nothing was restored.")
    await alex.press("Restore", {"accept_data_gone": "true"})
    await alex.until_card("3 licenses restored")


async def test_anyone_who_may_remove_may_restore_and_no_one_else(
    env: BotFixture, alex: Chat
) -> None:
    await removed(alex, SOME)
    adele = await env.chat(ADELE).open()
    await env.role(ALEX, "License Administrator", "none")
    assert "role to remove licenses" in (await alex.say("undo 1"))["text"]
    told = await entries(env)
    assert (told[-1]["kind"], told[-1]["actor"]) == ("refused", ALEX.oid)
    await to_undo_preview(adele)
    await adele.press("Continue")
    await adele.until_card("3 of 3")
    await env.role(ADELE, "User Administrator", "none")
    await adele.press("Restore")
    await adele.until_card("3 of 3", "Global Administrator role to remove licenses.")
    await env.role(ADELE, "User Administrator")
    await adele.press("Restore")
    await adele.until_card("3 licenses restored")
    assert [w["actor"] for w in (await env.writes())[-3:]] == [ADELE.oid] * 3


async def test_what_cannot_be_undone_is_answered_kindly(env: BotFixture, alex: Chat) -> None:
    assert "You haven't removed anything that can be undone" in (await alex.say("undo"))["text"]
    assert "I can't find receipt 9" in (await alex.say("undo 9"))["text"]
    await said(alex, addresses(CROWD))
    await env.control("settings", {"latency": 0.4}, "PATCH")
    await alex.press("Remove", ticks(await alex.card()))
    await alex.until_card("Pause")
    assert "still in progress" in (await alex.say("undo 1"))["text"]
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await alex.until_card(f"{CROWD} licenses removed")
    await restored(alex)
    answer = await alex.say("undo 2")
    assert "restored what receipt 1 removed" in answer["text"]
    card = await alex.card()
    assert "undo" not in [button["verb"] for button in buttons_of(card)]


async def test_pressed_twice_it_restores_once(env: BotFixture, alex: Chat) -> None:
    await removed(alex, SOME)
    await to_undo_preview(alex)
    await alex.press("Continue")
    await alex.until_card("3 of 3")
    message = await alex.message()
    await asyncio.gather(*(alex.press("Restore", message=message) for _ in range(5)))
    await alex.until_card("3 licenses restored")
    assert len([w for w in await env.writes() if w["added"]]) == 3


async def test_two_admins_undo_the_same_at_once(env: BotFixture, alex: Chat) -> None:
    await removed(alex, SOME)
    adele = await env.chat(ADELE).open()
    for chat in (alex, adele):
        await to_undo_preview(chat)
        await chat.press("Continue")
        await chat.until_card("3 of 3")
    await asyncio.gather(alex.press("Restore"), adele.press("Restore"))
    for chat in (alex, adele):
        await chat.until_card("Receipt", "Details")
    written = [w["person"] for w in await env.writes() if w["added"] and w["status"] == 200]
    assert sorted(set(written)) == sorted([await env.id_of(p) for p in SOME.split(", ")])


async def test_the_same_card_goes_on_after_a_restart_at_every_step(
    env: BotFixture, alex: Chat
) -> None:
    people = (address(1), address(2), NESTOR)
    before = await held(env, *people)
    await removed(alex, SOME)
    await alex.say("undo 1")
    await alex.until_card("1 of 3")
    for title, inputs, seen in [
        ("Add to the list", {"paste": NESTOR}, "1 person selected"),
        ("Restore for all", {}, "2 of 3"),
        ("Continue", {}, "3 of 3"),
        ("Restore 3", {}, "3 licenses restored"),
    ]:
        await env.restart_bot()
        await alex.press(title, inputs)
        await alex.until_card(seen)
    assert len(await alex.cards()) == 2
    assert await held(env, *people) == before


async def test_it_can_be_paused_stopped_and_the_rest_undone_later(
    env: BotFixture, alex: Chat
) -> None:
    await removed(alex, addresses(CROWD))
    await to_undo_preview(alex)
    await alex.press("Continue")
    await alex.until_card("3 of 3")
    await env.control("settings", {"latency": 0.4}, "PATCH")
    await alex.press("Restore")
    card = await alex.until_card("Restoring", "receipt 1", "Stop")
    assert press_of(find_button(card, "Pause"))
    await alex.press("Stop")
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await alex.until_card("not started")
    done = len([w for w in await env.writes() if w["added"]])
    await to_undo_preview(alex)
    await alex.until_card(f"Restore Office 365 E3 to {CROWD - done} people")


async def test_a_bot_that_is_killed_in_the_middle_restores_each_license_once(
    tmp_path: Path,
) -> None:
    async with open_bot(tmp_path, office(CROWD), bot=False, canary_from=0) as env:
        bot = await BotProcess.start(env)
        alex = await env.chat().open()
        await alex.until_card(HOME)
        people = [address(n) for n in range(1, CROWD + 1)]
        before = await held(env, *people[:3])
        await removed(alex, addresses(CROWD))
        await to_undo_preview(alex)
        await alex.press("Continue")
        await alex.until_card("3 of 3")
        await env.control("settings", {"latency": 0.4}, "PATCH")
        await alex.press("Restore")
        async with asyncio.timeout(SOON):
            while len(await env.writes()) < CROWD + CROWD // 3:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await bot.kill()
        await env.control("settings", {"latency": 0.0}, "PATCH")
        env.clock.ahead = timedelta(minutes=5)
        await env.start_bot()
        await alex.until_card(f"{CROWD} licenses restored")
        added = [w["person"] for w in await env.writes() if w["added"] and w["status"] == 200]
        assert len(added) == len(set(added)) == CROWD
        assert await held(env, *people[:3]) == before
        assert "Continued in a newer card" not in text_of(card_of(await alex.message()))
