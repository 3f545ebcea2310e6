"""Readers of the policy see what happened in the whole tenant, and can change nothing of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cards.kit.actions import Verb
from sandbox.organization.personas import ADELE, ALEX
from tests.scenarios.test_journal import entries
from tests.scenarios.test_reminders import upcoming
from tests.support.chat import Chat, card_of, said_by
from tests.support.crowd import addresses
from tests.support.journeys import HOME, removed
from tests.support.requesting import HELPDESK, TWO, Office, decide, open_office
from tests.support.seen import Json, buttons_of, links_of, text_of
from tests.support.workbooks import read_workbook

READERS = """\
readers:
  - role: Global Reader
  - role: Compliance Administrator
"""
POLICY = f"""\
requesters:
  - group: {HELPDESK}
rules:
  - name: Helpdesk
    when:
      without_role: true
    stages:
      - approvers:
          - person: {ALEX.address}
"""
#: Buttons of receipts and of requests that change something.
OF_RUNS = (Verb.PAUSE, Verb.GO_ON, Verb.STOP, Verb.UNDO, Verb.REMOVE, Verb.RESTORE)
OF_REQUESTS = (
    *(Verb.APPROVE, Verb.REJECT, Verb.ASK_QUESTION, Verb.ANSWER_QUESTION),
    *(Verb.WITHDRAW, Verb.REMIND, Verb.CHANGE, Verb.ASK_AGAIN),
)
ACTING = {*OF_RUNS, *OF_REQUESTS}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path, policy=READERS + POLICY) as opened:
        yield opened


async def reader(office: Office, role: str = "Global Reader") -> Chat:
    await office.env.role(ADELE, "User Administrator", "none")
    await office.env.role(ADELE, role)
    chat = await office.env.chat(ADELE).open()
    await chat.until_card(HOME)
    return chat


def verbs(card: Json) -> set[str]:
    return {str(one.get("verb", "")) for one in buttons_of(card)}


@pytest.mark.parametrize("role", ["Global Reader", "Compliance Administrator"])
async def test_a_reader_sees_receipts_and_their_files(office: Office, role: str) -> None:
    await removed(office.alex, addresses(2))
    adele = await reader(office, role)
    await adele.say("history")
    await adele.until_card("Receipt 1", "Everything in this tenant", "by Alex Wilber")
    await adele.say("receipt 1")
    card = await adele.until_card("2 licenses removed", "Removed by Alex Wilber on ")
    assert not verbs(card) & ACTING
    (link,) = [one for one in links_of(card) if "/downloads/" in one]
    async with office.env.session.get(link) as answer:
        assert len(read_workbook(await answer.read())["People"]) == 3


async def test_a_reader_sees_all_requests_and_decides_none(office: Office) -> None:
    await office.request(TWO)
    adele = await reader(office)
    await adele.say("requests")
    card = await adele.until_card("All open", "Megan Bowen")
    await adele.press("Open 1")
    card = await adele.until_card("Megan Bowen", "Waiting for approval", "Approvers: ")
    assert not verbs(card) & ACTING
    # The card follows the request, still without a decision.
    await decide(office.alex_there, "Approve")
    card = await adele.until_card("Approved", "2 licenses removed")
    assert not verbs(card) & ACTING
    await adele.say("why 1")
    await adele.until_card("Request 1: what happened and why", "Alex Wilber")


async def test_presses_of_a_reader_change_nothing(office: Office) -> None:
    """A client can send any verb with a token that it knows."""
    await office.request(TWO)
    await removed(office.alex, addresses(1))
    adele = await reader(office)
    await adele.say("requests")
    await adele.until_card("All open")
    await adele.press("Open 1")
    await adele.until_card("Waiting for approval", "Approvers: ")
    request = await adele.message()
    await adele.say("receipt 1")
    await adele.until_card("1 license removed")
    receipt = await adele.message()
    writes = len(await office.env.writes())
    for message, pressed in ((request, OF_REQUESTS), (receipt, OF_RUNS)):
        for verb in pressed:
            (now,) = [one for one in await adele.cards() if one["id"] == message["id"]]
            data = {"unassign": {"verb": verb, "token": _token(card_of(now))}, "comment": "x"}
            await adele.send(message, {"verb": verb, "data": data})
    assert len(await office.env.writes()) == writes
    await adele.say("request 1")
    await adele.until_card("Waiting for approval")
    kinds = {entry["kind"] for entry in await entries(office.env) if entry["actor"] == ADELE.oid}
    assert kinds == {"refused", "approval_refused"}


@pytest.mark.parametrize("word", ["undo 1", "by user", "by product", "many users"])
async def test_typed_commands_of_a_reader_are_refused(office: Office, word: str) -> None:
    await removed(office.alex, addresses(1))
    adele = await reader(office)
    assert "Global Administrator role to remove licenses." in said_by(await adele.say(word))


async def test_a_reader_sees_what_is_ahead_as_of_the_last_look(office: Office) -> None:
    await removed(office.alex, addresses(2))
    await office.alex.say("upcoming")
    await upcoming(office.alex)
    adele = await reader(office)
    await adele.say("upcoming")
    await adele.until_card("2 people")


async def test_without_the_list_a_global_reader_sees_nothing_of_others(tmp_path: Path) -> None:
    async with open_office(tmp_path, policy=POLICY) as office:
        await removed(office.alex, addresses(1))
        adele = await reader(office)
        assert "I can't find receipt 1" in (await adele.say("receipt 1"))["text"]
        await adele.say("history")
        card = await adele.until_card("There is no receipt yet")
        assert "Alex" not in text_of(card)


async def test_a_role_that_is_only_eligible_does_not_count(office: Office) -> None:
    await removed(office.alex, addresses(1))
    await office.env.role(ADELE, "User Administrator", "none")
    await office.env.role(ADELE, "Global Reader", "eligible")
    adele = await office.env.chat(ADELE).open()
    assert "I can't find receipt 1" in (await adele.say("receipt 1"))["text"]


def _token(card: Json) -> str:
    tokens = [one["data"]["unassign"]["token"] for one in buttons_of(card) if "data" in one]
    assert tokens, text_of(card)
    return str(tokens[0])


async def test_someone_who_loses_the_reader_role_sees_no_details(office: Office) -> None:
    await removed(office.alex, addresses(1))
    adele = await reader(office)
    await adele.say("receipt 1")
    await adele.until_card("1 license removed")
    await office.env.role(ADELE, "Global Reader", "none")
    refused = await adele.dialog("Details")
    assert "Global Administrator role to remove licenses." in str(refused)
    assert "Crowd 0001" not in str(refused)
