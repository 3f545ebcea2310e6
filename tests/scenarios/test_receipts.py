"""Receipts: found again by number, listed for those who may see them, whatever happened since."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ledger import open_ledger
from sandbox.organization.personas import ADELE, MEGAN, TENANT
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat
from tests.support.crowd import address, office
from tests.support.journeys import HOME, PREVIEW, removed, said, ticks, to_preview
from tests.support.ledger import plan_of
from tests.support.people import person as a_person
from tests.support.seen import Json, buttons_of, find_button, press_of, text_of


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, office(12)) as opened:
        yield opened


async def another(chat: Chat, number: int) -> None:
    """Remove from one more of the crowd, below whatever is there."""
    await said(chat, address(number))
    await chat.press("Remove", ticks(await chat.card()))
    await chat.until_card("1 license removed")


async def test_a_result_tells_the_time_where_its_run_was_begun(env: BotFixture) -> None:
    alex = await env.chat(timezone="Asia/Kathmandu").open()
    await removed(alex, address(1))
    drawn_by_itself = text_of(await alex.until_card("1 license removed", "Removed by"))
    opened = text_of(await alex.say("receipt 1"))
    (line,) = [one for one in opened.splitlines() if one.startswith("Removed by")]
    assert line in drawn_by_itself


async def test_each_run_has_the_next_number_and_is_opened_by_it(
    env: BotFixture, alex: Chat
) -> None:
    await removed(alex, address(1))
    await another(alex, 2)
    await alex.until_card("Receipt 2")
    await alex.say("receipt 1")
    card = await alex.until_card("Receipt 1", "1 license removed")
    assert "Crowd 0001" in text_of(card)
    assert "Crowd 0002" not in text_of(card)
    assert len(await alex.cards()) == 3


async def test_the_history_lists_the_newest_first_and_opens_below(
    env: BotFixture, alex: Chat
) -> None:
    await removed(alex, address(1))
    await another(alex, 2)
    await alex.say("history")
    card = await alex.until_card("History", "2 receipts", "by you")
    text = text_of(card)
    assert text.index("Receipt 2") < text.index("Receipt 1")
    before = len(await alex.cards())
    first = [b for b in buttons_of(card) if b["title"] == "Open" and press_of(b)["arg"] == "1"]
    message = await alex.message()
    await alex.send(message, first[0])
    await alex.until_card("Receipt 1", "Crowd 0001")
    assert len(await alex.cards()) == before + 1
    # The list stays as it was and can be used again.
    answer = await alex.send(message, first[0])
    assert "2 receipts" in text_of(answer["card"])


async def test_a_long_history_has_pages_by_button_and_by_word(env: BotFixture, alex: Chat) -> None:
    await env.stop_bot()
    await ended(env, alex, 10)
    await env.start_bot()
    await alex.say("history")
    card = await alex.until_card("History", "10 receipts", "Page 1 of 2")
    assert "Receipt 10" in text_of(card)
    await alex.press("Next page")
    card = await alex.until_card("Page 2 of 2", "Receipt 2")
    assert "Receipt 10" not in text_of(card)
    await alex.say("history 2")
    await alex.until_card("Page 2 of 2")
    await alex.say("history 99")
    await alex.until_card("Page 2 of 2")


async def ended(env: BotFixture, chat: Chat, count: int) -> None:
    """Leave so many ended runs in the ledger."""
    ledger = await open_ledger(env.settings.database_url)
    async with ledger.begin() as unit:
        for number in range(count):
            run, at = f"run-{number}", env.clock.now()
            await unit.plans.save(plan_of(a_person(f"p{number}"), id=run))
            place = (TENANT, chat.persona.oid, at, run, chat.conversation)
            await unit.runs.start(run, run, *place)
            assert await unit.run_lifecycle.complete(run, at)
    await ledger.close()


async def test_people_see_their_own_and_admins_the_tenants(env: BotFixture, alex: Chat) -> None:
    await removed(alex, address(1))
    adele = await env.chat(ADELE).open()
    await adele.say("history")
    await adele.until_card("Everything in this tenant", "by Alex Wilber")
    await adele.say("receipt 1")
    await adele.until_card("Receipt 1", "Crowd 0001")
    megan = await env.chat(MEGAN).open()
    await megan.say("history")
    await megan.until_card("There is no receipt yet.")
    await env.role(ADELE, "User Administrator", "none")
    await adele.say("receipt 1")
    assert "I can't find receipt 1" in (await adele.messages())[-1]["text"]
    await env.role(MEGAN, "License Administrator")
    await megan.say("receipt 1")
    await megan.until_card("Receipt 1", "Crowd 0001")


async def test_who_lost_the_role_still_sees_their_own(env: BotFixture, alex: Chat) -> None:
    await removed(alex, address(1))
    await env.role(alex.persona, "License Administrator", "none")
    await alex.say("history")
    await alex.until_card("What you had carried out", "Receipt 1")
    await alex.say("receipt 1")
    await alex.until_card("Receipt 1", "Crowd 0001")


async def test_while_the_tenant_is_away_ones_own_are_shown_and_it_is_said(
    env: BotFixture, alex: Chat
) -> None:
    await removed(alex, address(1))
    await env.faults({"times": 999, "status": 500, "code": "Down", "message": "down"})
    await alex.say("history")
    await alex.until_card("Only your own are shown.", "Receipt 1")


@pytest.mark.parametrize("number", ["2", "0", "999999999", "007"])
async def test_an_unknown_number_gets_a_kind_answer(alex: Chat, number: str) -> None:
    await removed(alex, address(1))
    answer = await alex.say(f"receipt {number}")
    assert "I can't find receipt" in answer["text"]
    assert "history" in answer["text"]


async def test_receipts_and_lists_leave_the_open_walk_alone(env: BotFixture, alex: Chat) -> None:
    await removed(alex, address(1))
    await alex.say("hi")
    await alex.until_card(HOME)
    await to_preview(alex, address(2))
    for words, seen in (
        ("history", "1 receipt"),
        ("receipt 1", "Receipt 1"),
        ("status", "Nothing"),
    ):
        await alex.say(words)
        await alex.until_card(seen)
    await alex.say("next")
    await alex.until_card("4 of 4")
    await alex.say("back")
    await alex.until_card(PREVIEW)


async def test_a_forged_number_in_a_list_opens_nothing(env: BotFixture, alex: Chat) -> None:
    await removed(alex, address(1))
    await alex.say("history")
    card = await alex.until_card("1 receipt")
    message = await alex.message()
    for arg in ("2", "-1", "x", "", "1' OR 1=1"):
        button = _with(find_button(card, "Open"), arg)
        answer = await alex.send(message, button)
        assert answer["kind"] == "card"
        message, card = await alex.message(), await alex.card()
        assert "I can't find that receipt" in text_of(card)


def _with(button: Json, arg: str) -> Json:
    data = {**button["data"], "unassign": {**press_of(button), "arg": arg}}
    return {**button, "data": data}
