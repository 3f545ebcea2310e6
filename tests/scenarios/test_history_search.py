"""History and journal are searched and read over HTTP, by words and by the fields of the card."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.organization.personas import MEGAN, TENANT
from tests.scenarios.test_journal import entries
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat
from tests.support.crowd import addresses
from tests.support.journeys import HOME, removed
from tests.support.ledger import opened
from tests.support.requesting import Office, decide, open_office
from tests.support.seen import text_of

SEAN = "sean.o'brien@contoso.example"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as there:
        yield there


async def again(chat: Chat) -> None:
    await chat.say("hi")
    await chat.until_card(HOME)


async def test_words_find_receipts_by_person_admin_approver_product_and_day(
    office: Office,
) -> None:
    await removed(office.alex, addresses(1))
    await office.request(SEAN)
    await decide(office.adele_there, "Approve")
    await office.megan.until_card("Approved", "1 license removed")
    today = office.env.clock.now().date().isoformat()
    for words, numbers in (
        ("sean", {2}),
        (SEAN, {2}),
        ("alex", {1}),
        ("adele vance", {2}),
        ("office 365 e3", {1, 2}),
        (today, {1, 2}),
        (f"sean {today}", {2}),
        ("sean 2020-01-01", set()),
        ("nobody", set()),
    ):
        await office.alex.say(f"history {words}")
        count = len(numbers)
        card = await office.alex.until_card("Show all", f"{count} receipt" if count else "No rec")
        said = text_of(card)
        assert {n for n in (1, 2) if f"Receipt {n}" in said} == numbers, words


async def test_the_fields_of_the_card_search_too(office: Office) -> None:
    await removed(office.alex, addresses(1))
    await again(office.alex)
    await removed(office.alex, SEAN)
    await office.alex.say("history")
    await office.alex.until_card("Receipt 2", "Receipt 1")
    found = await office.alex.press(
        "Search", {"search_text": "sean", "search_field": "person", "search_day": ""}
    )
    assert "Receipt 1 " not in text_of(found["card"])
    assert "1 receipt for “sean” (people)." in text_of(found["card"])
    none = await office.alex.press("Search", {"search_text": "sean", "search_field": "admin"})
    assert "No receipt for “sean” (carried out by)." in text_of(none["card"])
    shown = await office.alex.press("Show all")
    assert "Receipt 1" in text_of(shown["card"])


async def test_someone_without_a_role_searches_in_their_own(office: Office) -> None:
    await removed(office.alex, addresses(1))
    await office.megan.say("history alex")
    await office.megan.until_card("No receipt of yours for “alex”")


async def test_the_journal_names_people_until_they_are_forgotten(
    env: BotFixture, alex: Chat
) -> None:
    await removed(alex, SEAN)
    await alex.say("journal")
    card = await alex.until_card("Journal", "Licenses changed: Sean O'Brien", "by Alex Wilber")
    assert "Receipt 1" in text_of(card)
    assert str(len(await entries(env))) in text_of(card)
    await env.stop_bot()
    sean = await env.id_of(SEAN)
    async with opened(env.settings.database_url) as ledger, ledger.begin() as unit:
        await unit.forgetting.forget(TENANT, sean, env.clock.now())
    await env.start_bot()
    await again(alex)
    await alex.say("journal")
    card = await alex.until_card("Name deleted from the records", sean)
    assert "Sean O'Brien" not in text_of(card)


async def test_the_journal_is_for_those_who_see_everything(env: BotFixture, alex: Chat) -> None:
    await removed(alex, SEAN)
    megan = await env.chat(MEGAN).open()
    said = await megan.say("journal")
    assert "Only people who can remove licenses, and readers" in said["text"]
    refusals = [one for one in await entries(env) if one["kind"] == "refused"]
    assert [one["actor"] for one in refusals] == [MEGAN.oid]
