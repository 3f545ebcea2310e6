"""The table of a receipt as a file: asked for, saved where the person wants, or kindly not."""

import csv
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox.organization.personas import ADELE, MEGAN
from tests.support.activities import invoke
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat, card_of, offers_file, said_by
from tests.support.crowd import addresses, office, person, with_people
from tests.support.journeys import removed, ticks, to_confirm
from tests.support.seen import Json, links_of, text_of

INFO = "application/vnd.microsoft.teams.card.file.info"
UNKNOWN = "I no longer know this file"
ODD = ["=1+1", "+1-2", "@SUM(A1)", "Ordinary Person"]


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    odd = [person(name, f"odd{n}", "ENTERPRISEPACK") for n, name in enumerate(ODD)]
    async with open_bot(tmp_path, with_people(office(4), *odd), link_key="k" * 32) as opened:
        yield opened


async def offered(chat: Chat, people: str = "") -> Json:
    """Remove, and ask for the table; returns the message that offers it."""
    await removed(chat, people or addresses(3))
    await chat.press("CSV")
    await chat.until_card("Teams asks below where to save the file.")
    return await offer_in(chat)


async def offer_in(chat: Chat) -> Json:
    def newest(messages: list[Json]) -> Json | None:
        offers = [m for m in messages if offers_file(m)]
        return offers[-1] if offers else None

    return dict(await chat.until(newest))


async def saved_in(chat: Chat) -> Json:
    """The card of the saved file."""

    def info(messages: list[Json]) -> Json | None:
        found = [a for m in messages for a in m["attachments"] if a["contentType"] == INFO]
        return found[-1] if found else None

    return dict(await chat.until(info))


async def fetched(env: BotFixture, url: str) -> tuple[bytes, list[list[str]]]:
    async with env.session.get(url) as answer:
        assert answer.status == 200
        content = await answer.read()
    text = content.decode("utf-8-sig")
    return content, list(csv.reader(text.splitlines(keepends=True)))


def answer_of(offer: Json, **value: Any) -> Json:
    """What a client sends for an offered file."""
    content = offer["attachments"][0]["content"]
    return {"type": "fileUpload", "context": content["acceptContext"], **value}


async def sent(env: BotFixture, offer: Json, value: Json, **options: Any) -> int:
    """Send an answer as a client that may be forged; returns the status."""
    activity = invoke(env, {}, message=offer["id"], **options)
    activity |= {"name": "fileConsent/invoke", "value": value}
    status, _ = await env.post(activity)
    return status


async def test_an_accepted_file_is_saved_whole(env: BotFixture, alex: Chat) -> None:
    people = addresses(3) + "".join(f"\nodd{n}@contoso.example" for n in range(len(ODD)))
    offer = await offered(alex, people)
    (consent,) = offer["attachments"]
    assert consent["name"] == "unassign-receipt-1.csv"
    await alex.answer_file(accept=True)
    await alex.until_card("Saved", "in your OneDrive")
    info = await saved_in(alex)
    content, (head, *lines) = await fetched(env, info["contentUrl"])
    assert len(content) == consent["content"]["sizeInBytes"]
    assert head == [
        "Person",
        "Address",
        "Product",
        "Product id",
        "What",
        "Why",
        "Request id",
        "Time (UTC)",
    ]
    assert len(lines) == 7
    assert all(line[6] and line[7] for line in lines)
    assert not any(cell.startswith(("=", "+", "@")) for line in lines for cell in line)
    assert not any(offers_file(m) for m in await alex.messages())


async def test_a_declined_file_is_answered_kindly_and_can_still_be_had(
    env: BotFixture, alex: Chat
) -> None:
    await offered(alex)
    await alex.answer_file(accept=False)
    card = await alex.until_card("Not saved", "Nothing was saved.")
    (link,) = links_of(card)
    _, (_, *lines) = await fetched(env, link)
    assert len(lines) == 3


async def test_nothing_is_sent_to_any_other_place(env: BotFixture, alex: Chat) -> None:
    offer = await offered(alex)
    info = {"uploadUrl": "https://evil.example/up", "contentUrl": "https://evil.example"}
    value = answer_of(offer, action="accept", uploadInfo=info)
    assert await sent(env, offer, value) == 200
    await alex.until_card("The file could not be saved", "Download as CSV")
    assert not any(
        a["contentType"] == INFO for m in await alex.messages() for a in m["attachments"]
    )


async def test_a_session_that_is_gone_leads_to_a_link(env: BotFixture, alex: Chat) -> None:
    offer = await offered(alex)
    info = {"uploadUrl": f"{env.sandbox_url}/teams/drive/nothing/upload?x=1"}
    assert await sent(env, offer, answer_of(offer, action="accept", uploadInfo=info)) == 200
    card = await alex.until_card("The file could not be saved")
    assert links_of(card)


FORGED: list[Json] = [
    {},
    {"action": "accept"},
    {"action": "accept", "context": "x", "uploadInfo": []},
    {"action": "accept", "context": {"unassign": 5}},
    {"action": "else", "context": {"unassign": "forged"}},
    {"action": "decline", "context": {"unassign": "x" * 5_000}},
]


async def test_a_forged_answer_saves_nothing(env: BotFixture, alex: Chat) -> None:
    offer = await offered(alex)
    for value in FORGED:
        assert await sent(env, offer, value) == 200
    value = {"action": "accept", "context": {"unassign": "forged"}, "uploadInfo": {}}
    assert await sent(env, offer, value) == 200
    # Only what looks as if it had been offered one day gets a word.
    await alex.until(lambda ms: sum(UNKNOWN in said_by(m) for m in ms) == 1)
    assert any(offers_file(m) for m in await alex.messages())


async def test_someone_else_cannot_take_the_offered_file(env: BotFixture, alex: Chat) -> None:
    offer = await offered(alex)
    adele = await env.chat(ADELE).open()
    info = {"uploadUrl": f"{env.sandbox_url}/teams/drive/x/upload"}
    value = answer_of(offer, action="accept", uploadInfo=info)
    assert await sent(env, offer, value, persona=ADELE) == 200
    await adele.until_card("I no longer know this file")


async def test_an_offer_is_good_for_a_day(env: BotFixture, alex: Chat) -> None:
    await offered(alex)
    env.clock.ahead = timedelta(hours=25)
    await alex.answer_file(accept=True)
    await alex.until_card("I no longer know this file", "Open the receipt again")


async def test_an_answer_that_comes_twice_is_worked_off_once(env: BotFixture, alex: Chat) -> None:
    offer = await offered(alex)
    value = answer_of(offer, action="decline")
    for _ in range(2):
        assert await sent(env, offer, value, id="f:same") == 200
    await alex.until_card("Not saved")
    assert sum("Not saved" in text_of(card_of(m)) for m in await alex.cards()) == 1


async def test_after_a_restart_an_accepted_file_is_still_saved(env: BotFixture, alex: Chat) -> None:
    await offered(alex)
    await env.restart_bot()
    await alex.answer_file(accept=True)
    await alex.until_card("Saved")
    await fetched(env, (await saved_in(alex))["contentUrl"])


async def test_the_table_needs_the_same_rights_as_the_receipt(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, addresses(2))
    await alex.press("Remove", ticks(await alex.card()))
    await alex.until_card("2 licenses removed")
    adele = await env.chat(ADELE).open()
    await adele.say("receipt 1")
    await adele.until_card("2 licenses removed")
    await env.role(ADELE, "User Administrator", "none")
    await adele.press("CSV")
    await adele.until_card("You have no role that may remove licenses.")
    assert not any(offers_file(m) for m in await adele.messages())
    megan = await env.chat(MEGAN).open()
    assert "I can't find receipt 1" in (await megan.say("receipt 1"))["text"]
