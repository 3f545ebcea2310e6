"""Role and policy decide who may restore, where an undo begins and where it is confirmed."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.organization.personas import ADELE, ALEX, MEGAN
from tests.scenarios.test_journal import entries
from tests.support.chat import Chat, card_of
from tests.support.journeys import E3, HOME, removed
from tests.support.requesting import ONE, POLICY, Office, open_office
from tests.support.seen import Json, buttons_of, find_button, links_of, text_of
from tests.support.workbooks import read_workbook

ONLY_ADELE = f"undo:\n  - person: {ADELE.address}\n"
NO_ONE = "undo: []\n"
NO_ROLE = "Global Administrator role to remove licenses."
ELSE = "The policy doesn't let you undo this. (undo, policy line 1)"
ASK = (
    f"These people can: {ADELE.address}. "
    "Ask one of them to type “undo 1” in their own chat with Unassign."
)


def policy(first: str) -> str:
    return first + POLICY.read_text(encoding="utf-8")


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        yield opened


@pytest.fixture
async def strict(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path, policy=policy(ONLY_ADELE)) as opened:
        yield opened


async def approved(office: Office) -> None:
    """Megan asks, Adele approves, and it is carried out."""
    await office.request(ONE)
    await office.adele_there.press("Approve", shown="Approve")
    await office.megan.until_text("Request 1 is done")


async def begun(chat: Chat, number: int = 1) -> None:
    await chat.say(f"undo {number}")
    await chat.until_card("1 of 3")
    await chat.press("Restore for ")
    await chat.until_card("2 of 3")
    await chat.press("Continue")
    await chat.until_card("3 of 3")


async def refusals(office: Office) -> list[Json]:
    return [entry for entry in await entries(office.env) if entry["kind"] == "refused"]


def undo_button(card: Json) -> Json:
    """The button that a card had before the rights changed."""
    found = json.dumps(find_button(card, "Start page"))
    return dict(json.loads(found.replace('"home"', '"undo"')))


async def test_anyone_who_asked_sees_the_receipt_and_gives_nothing_back(office: Office) -> None:
    await approved(office)
    for words in ("receipt 1", "history"):
        await office.megan.say(words)
        await office.megan.until_card("Receipt 1", "1 license removed")
    assert "by Adele Vance" in text_of(await office.megan.card())
    await office.megan.press("Open")
    card = await office.megan.until_card("Sean O'Brien", "Receipt 1")
    assert "undo" not in [button["verb"] for button in buttons_of(card)]
    result = await office.megan.message()
    answer = await office.megan.send(result, undo_button(card))
    assert NO_ROLE in text_of(answer["card"])
    for words in ("undo 1", "undo"):
        assert NO_ROLE in (await office.megan.say(words))["text"]
    assert len(await office.env.writes()) == 1
    assert [entry["actor"] for entry in await refusals(office)] == [MEGAN.oid] * 3


async def test_anyone_who_asked_can_download_the_file_and_others_find_no_receipt(
    office: Office,
) -> None:
    await approved(office)
    await office.megan.say("receipt 1")
    card = await office.megan.until_card("Receipt 1", "Approved by Adele Vance", "Request 1")
    (link,) = [url for url in links_of(card) if "/downloads/" in url]
    async with office.env.session.get(link) as answer:
        sheets = read_workbook(await answer.read())
    facts = dict(sheets["Receipt"])
    assert facts["Requested by"] == "Megan Bowen"
    assert (facts["Approved by"], facts["Object id of the approver"]) == ("Adele Vance", ADELE.oid)
    assert facts["Rule of the policy"].startswith("Helpdesk (policy line ")
    await office.env.role(ALEX, "License Administrator", "none")
    await office.alex.say("receipt 1")
    await office.alex.until_text("I can't find receipt 1")


async def test_by_default_an_undo_needs_a_role_and_runs_as_anyone_who_confirms(
    office: Office,
) -> None:
    await approved(office)
    await begun(office.alex)
    await office.alex.press("Restore")
    await office.alex.until_card("1 license restored")
    assert [write["actor"] for write in await office.env.writes()] == [ADELE.oid, ALEX.oid]
    assert E3 in await office.env.direct(ONE)


async def test_whom_the_list_leaves_out_is_told_whom_to_ask_by_word_and_by_button(
    strict: Office,
) -> None:
    await strict.alex.say("hi")
    await strict.alex.until_card(HOME)
    card = await removed(strict.alex, ONE)
    assert "undo" not in [button["verb"] for button in buttons_of(card)]
    result = await strict.alex.message()
    answer = await strict.alex.send(result, undo_button(card))
    assert ELSE in text_of(answer["card"])
    assert (await strict.alex.say("undo 1"))["text"] == f"{ELSE} {ASK}"
    why = [entry["what"]["why"] for entry in await refusals(strict)]
    assert why == ["not_listed_for_undo", "not_listed_for_undo"]
    await begun(strict.adele)
    await strict.adele.press("Restore")
    await strict.adele.until_card("1 license restored")
    assert [write["actor"] for write in await strict.env.writes()] == [ALEX.oid, ADELE.oid]


async def test_a_confirmation_that_was_open_before_counts_no_more(tmp_path: Path) -> None:
    async with open_office(tmp_path, policy=policy("")) as office:
        await approved(office)
        await begun(office.alex)
        file = office.env.settings.policy_file
        assert file is not None
        file.write_text(policy(NO_ONE), encoding="utf-8")
        await office.env.restart_bot()
        await office.alex.press("Restore")
        await office.alex.until_card("3 of 3", "No one can undo this: the policy's list is empty.")
        await office.alex.say("give back")
        await office.alex.until_card("3 of 3", "No one can undo this: the policy's list is empty.")
        assert len(await office.env.writes()) == 1
        assert [e["what"]["why"] for e in await refusals(office)] == ["empty_list"] * 2


async def test_anyone_who_asked_does_not_undo_it_where_a_list_decides(tmp_path: Path) -> None:
    megan = f"undo:\n  - person: {MEGAN.oid}\n    name: Megan Bowen\n"
    async with open_office(tmp_path, policy=policy(megan)) as office:
        await approved(office)
        await office.env.role(MEGAN, "License Administrator")
        said = (await office.megan.say("undo 1"))["text"]
        assert "You requested this removal, so someone else has to undo it." in said
        assert len(await office.env.writes()) == 1


async def test_who_restores_is_shown_by_policy_and_by_why(strict: Office) -> None:
    answer = await strict.megan.say("policy")
    only = f"only {ADELE.address}, with a role that can remove licenses"
    assert f"Undo: \n{only}\n (line 1)" in text_of(card_of(answer))
    await strict.request(ONE)
    await strict.megan.say("why 1")
    card = await strict.megan.until_card("what happened and why")
    assert "Can undo the removal" not in text_of(card)
    await strict.adele_there.press("Approve", shown="Approve")
    await strict.megan.until_text("Request 1 is done")
    await strict.megan.say("why 1")
    await strict.megan.until_card(f"Can undo the removal: {only}. (line 1)")


async def test_without_a_list_it_is_said_that_a_role_suffices(office: Office) -> None:
    answer = await office.megan.say("policy")
    assert "anyone with a role that can remove licenses, without approval" in text_of(
        card_of(answer)
    )
