"""A run that an approval began has first people and brakes like any other, in everyone's chats."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.organization.personas import ADELE, MEGAN
from tests.scenarios.test_holding_runs import at_rest
from tests.scenarios.test_journal import entries
from tests.support.chat import Chat
from tests.support.crowd import addresses, office
from tests.support.journeys import E3
from tests.support.requesting import Office, open_office
from tests.support.seen import Json, buttons_of

PEOPLE = 12
FIRST = 5
NO_ROLE = "Global Administrator role to remove licenses."


@pytest.fixture
async def asking(tmp_path: Path) -> AsyncIterator[Office]:
    crowd = office(PEOPLE)
    async with open_office(tmp_path, crowd, canary_from=10, canary_asks=True) as opened:
        yield opened


async def approved(office: Office) -> None:
    """Alex and Adele approve what Megan asks; it is carried out as Adele."""
    await office.request(addresses(PEOPLE))
    await office.alex_there.press("Approve", shown="Approve")
    await office.posted("1 of 2 approvals (Alex Wilber)")
    await office.adele_there.press("Approve", shown="Approve")


async def waiting(chat: Chat) -> Json:
    return await chat.until_card("Waiting for a decision", "The first 5 people went as planned.")


def titles(card: Json) -> list[str]:
    return [button["title"] for button in buttons_of(card)]


async def test_the_first_people_wait_for_a_click_of_anyone_who_has_a_role(asking: Office) -> None:
    await approved(asking)
    for chat in (asking.megan, asking.megan_there, asking.adele_there):
        await chat.until_card(
            "Waiting for a decision",
            f"{FIRST} of {PEOPLE}",
            "Waiting for someone who can remove licenses to type “receipt 1” "
            "in their own chat with Unassign and continue or stop it.",
        )
    for chat in (asking.megan, asking.megan_there):
        await chat.until_text("Request 1 is waiting after its first people.")
    assert len(await asking.env.writes()) == FIRST
    # Anyone who asked watches it live and can't let it go on.
    await asking.megan.say("status")
    assert titles(await waiting(asking.megan)) == ["Check again"]
    for words in ("resume 1", "stop 1"):
        await asking.megan.say(words)
        await asking.megan.until_card("Waiting for a decision", NO_ROLE)
    assert await at_rest(asking.env) == FIRST
    # The approver's own chat has it by "status", and so has another admin's.
    await asking.adele.say("status")
    await waiting(asking.adele)
    await asking.alex.say("receipt 1")
    card = await waiting(asking.alex)
    assert "Continue with 7 more people" in titles(card)
    await asking.alex.press("Continue with 7 more people")
    for chat in (asking.alex, asking.adele, asking.megan, asking.megan_there):
        await chat.until_card(f"{PEOPLE} licenses removed")
    assert {write["actor"] for write in await asking.env.writes()} == {ADELE.oid}
    refused = [e["actor"] for e in await entries(asking.env) if e["kind"] == "refused"]
    assert set(refused) == {MEGAN.oid}
    await asking.megan.until_text("Request 1 is done")
    told = [message["text"] for message in await asking.megan_there.messages()]
    for once in ("Request 1 is waiting after", "Request 1 is done"):
        assert len([text for text in told if once in text]) == 1


async def test_the_approver_stops_it_by_a_word_and_the_rest_keeps_everything(
    asking: Office,
) -> None:
    await approved(asking)
    await asking.megan_there.until_card("Waiting for a decision")
    await asking.adele.say("stop")
    await asking.adele.until_card(f"{FIRST} licenses removed, {PEOPLE - FIRST} not")
    for chat in (asking.megan, asking.megan_there):
        await chat.until_card(f"{FIRST} licenses removed, {PEOPLE - FIRST} not")
    assert E3 in await asking.env.direct(f"crowd{PEOPLE:04}@contoso.example")
    assert len(await asking.env.writes()) == FIRST
