"""Someone without a role asks; the right people decide; the removal runs as the approver."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.organization.personas import ADELE, ALEX
from tests.support.chat import card_of, said_by
from tests.support.journeys import E3
from tests.support.requesting import LOOK, ONE, TWO, Office, open_office, titles
from tests.support.seen import text_of


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        yield opened


async def test_a_request_is_approved_and_runs_as_the_approver(office: Office) -> None:
    card = await office.request(ONE)
    assert "0 of 1 approval" in text_of(card)
    await office.posted("Waiting for approval", "INC0012345", "Megan Bowen", "Sean O'Brien")
    answer = await office.adele_there.press("Approve", {"comment": "fine"}, shown="Approve")
    assert "Your decision is recorded." in text_of(answer["card"])
    for chat in (office.megan, office.megan_there):
        card = await chat.until_card("1 license removed", "Approved by Adele Vance")
        assert "from Sean O'Brien" in text_of(card)
    (write,) = await office.env.writes()
    assert write["actor"] == ADELE.oid
    assert E3 not in await office.env.direct(ONE)
    await office.megan.until_text("Request 1 is done: 1 license removed.")
    told = [m["text"] for m in await office.megan.messages() if "request 1" in m["text"].lower()]
    assert told == [
        (
            "Adele Vance approved your request 1: “fine” "
            "The licenses are being removed in the name of Adele Vance."
        ),
        "Request 1 is done: 1 license removed.",
    ]
    await office.megan_there.until_text("Request 1 is done: 1 license removed.")


async def test_two_approve_and_it_runs_as_the_last(office: Office) -> None:
    await office.request(TWO)
    await office.alex_there.press("Approve", shown="Approve")
    card = await office.posted("1 of 2 approvals (Alex Wilber)")
    assert await office.env.writes() == []
    again = await office.alex_there.press(LOOK)
    assert "Approve" not in titles(again["card"])
    await office.adele_there.press("Approve", shown="Approve")
    card = await office.posted("2 licenses removed")
    assert "Approved by Alex Wilber and Adele Vance" in text_of(card)
    assert {write["actor"] for write in await office.env.writes()} == {ADELE.oid}
    await office.megan.until_text("Request 1 is done")
    told = [message["text"] for message in await office.megan.messages()]
    assert len([text for text in told if "approved your request 1" in text]) == 1
    assert "Adele Vance approved your request 1. " in " ".join(told)


async def test_who_asked_can_decide_nothing(office: Office) -> None:
    await office.request(ONE)
    approve = await office.adele_there.shown_button("Approve")
    message = await office.megan_there.message()
    for verb in ("approve", "reject", "ask_question"):
        data = approve["data"] | {"unassign": approve["data"]["unassign"] | {"verb": verb}}
        answer = await office.megan_there.send(message, approve | {"data": data, "verb": verb})
        assert "You can't approve your own request" in text_of(answer["card"])
    assert await office.env.writes() == []


async def test_a_no_needs_words_and_ends_it(office: Office) -> None:
    await office.request(ONE)
    answer = await office.alex_there.press("Reject", shown="Reject")
    assert "Enter your text first." in text_of(answer["card"])
    await office.alex_there.press("Reject", {"comment": "still works here"}, shown="Reject")
    await office.megan.until_text("Alex Wilber rejected your request 1: “still works here”")
    for chat in (office.megan, office.megan_there):
        await chat.until_card("Rejected by Alex Wilber", "Nothing was removed.")
    card = await office.adele_there.until_card("Rejected by Alex Wilber")
    assert "Approve" not in titles(card)
    assert await office.env.writes() == []


async def test_a_question_and_its_answer_reach_the_other(office: Office) -> None:
    await office.request(ONE)
    await office.alex_there.press(
        "Ask a question", {"comment": "Is his mailbox needed?"}, shown="Ask a question"
    )
    await office.megan.until_text("Alex Wilber asks about your request 1: “Is his mailbox needed?”")
    await office.megan.until_card("Alex Wilber asks: “Is his mailbox needed?”")
    await office.megan.press("Send answer", {"answer": "No, he said so."})
    text = await office.megan_there.until_text("Megan Bowen answered ")
    assert text == (f"Megan Bowen answered <at>{ALEX.name}</at> about request 1: “No, he said so.”")
    await office.posted("“No, he said so.”")


async def test_a_request_is_taken_back(office: Office) -> None:
    await office.request(ONE)
    await office.megan.press("Withdraw")
    for chat in (office.megan, office.megan_there):
        await chat.until_card("Withdrawn by Megan Bowen", "Nothing was removed.")


async def test_a_changed_request_voids_the_approvals_given(office: Office) -> None:
    await office.request(TWO)
    await office.alex_there.press("Approve", shown="Approve")
    await office.posted("1 of 2 approvals (Alex Wilber)")
    await office.megan.press("Change")
    await office.megan.until_card("2 of 4", "Change request 1", "2 people selected")
    await office.megan.press("Preview", {"paste": "crowd0003@contoso.example"})
    await office.megan.until_card("3 of 4", "from 3 people")
    await office.megan.press("Ask for approval")
    await office.megan.until_card("Change the request")
    await office.megan.press("Send the change", {"accept_deletion": "true"})
    await office.megan.until_card("Select each checkbox first")
    boxes = {"accept_deletion": "true", "accept_ediscovery": "true"}
    await office.megan.press("Send the change", boxes)
    await office.posted("from 3 people", "Crowd 0003 added", "0 of 2 approvals")
    said = await office.megan_there.until_text("Megan Bowen changed request 1.")
    assert "1 earlier approval no longer counts." in said
    for chat in (office.alex_there, office.adele_there):
        await chat.press("Approve", shown="Approve")
    await office.posted("3 licenses removed")
    assert len(await office.env.writes()) == 3


async def test_an_old_button_after_a_change_decides_nothing(office: Office) -> None:
    await office.request(ONE)
    old = await office.alex_there.shown_button("Approve")
    message = await office.alex_there.message()
    await office.megan.press("Change")
    await office.megan.until_card("2 of 4")
    await office.megan.press("Preview", {"paste": "crowd0003@contoso.example"})
    await office.megan.until_card("3 of 4")
    await office.megan.press("Ask for approval")
    await office.megan.until_card("Change the request")
    boxes = {"accept_deletion": "true", "accept_ediscovery": "true"}
    await office.megan.press("Send the change", boxes)
    await office.posted("Crowd 0003 added")
    answer = await office.alex_there.send(message, old)
    assert "your decision doesn't count yet" in text_of(answer["card"])
    assert "from 2 people" in text_of(answer["card"])
    assert await office.env.writes() == []


async def test_people_who_changed_are_held_back_and_the_rest_goes(office: Office) -> None:
    await office.request(TWO)
    first = "crowd0001@contoso.example"
    await office.env.take(first, E3)
    answer = await office.alex_there.press("Approve", shown="Approve")
    assert "Some people changed after the preview" in text_of(answer["card"])
    await office.posted("Skipped: ", "Crowd 0001 changed after the preview.")
    await office.megan.until_text("1 person in your request 1 changed after the preview")
    for chat in (office.alex_there, office.adele_there):
        await chat.press("Approve", shown="Approve")
    await office.posted("1 license removed")
    card = await office.megan.until_card("Request again for skipped people")
    await office.megan.press("Request again for skipped people")
    card = await office.megan.until_card("2 of 4", "1 person selected")
    assert "Crowd 0001" in text_of(card)


async def test_everyone_is_shown_in_a_dialog_a_page_at_a_time(office: Office) -> None:
    everyone = ",".join(f"crowd{number:04}@contoso.example" for number in range(1, 11))
    await office.request(f"{everyone},{ONE}")
    await office.posted("Waiting for approval")
    shown = await office.alex_there.dialog("Details")
    assert shown["title"] == "Details of request 1"
    said = text_of(shown["card"])
    assert all(f"Crowd {number:04}" in said for number in range(1, 11))
    assert "People affected (11)" in said


async def test_in_their_own_chat_people_find_what_waits_and_what_ended(office: Office) -> None:
    await office.request(ONE)
    await office.posted("Waiting for approval")
    await office.adele.say("requests")
    await office.adele.until_card(
        "Waiting for you", "from Sean O'Brien", "Megan Bowen · Waiting for approval"
    )
    await office.adele.press("Open 1")
    card = await office.adele.until_card("Waiting for approval", "Comment")
    await office.adele.press("Approve")
    await office.adele.until_card("1 license removed")
    await office.megan.say("requests")
    card = await office.megan.until_card("Ended")
    assert "Approved on " in text_of(card)
    (message, *_) = [m for m in await office.megan.messages() if "done" in said_by(m)]
    assert message
    await office.megan.say("why 1")
    card = await office.megan.until_card(
        "what happened and why", "approved", "(Helpdesk, policy line"
    )


async def test_the_policy_is_shown(office: Office) -> None:
    answer = await office.megan.say("policy")
    said = text_of(card_of(answer))
    assert "the group License approvers" in said
    assert "(2 when 2 or more people are affected)" in said
    assert "Helpdesk" in said
