"""Where requests are posted: chosen by an admin, kept and tried again when it can't be reached."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.activities import pressed
from tests.support.requesting import ONE, Office, choose_channel, open_office
from tests.support.seen import text_of


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        yield opened


@pytest.fixture
async def nowhere(tmp_path: Path) -> AsyncIterator[Office]:
    """No one has chosen a channel."""
    async with open_office(tmp_path, here=False) as opened:
        yield opened


async def later(office: Office, **time: float) -> None:
    """Let time pass; the restart looks at once what is due."""
    office.env.clock.ahead += timedelta(**time)
    await office.env.restart_bot()


async def test_only_an_admin_chooses_the_channel(nowhere: Office) -> None:
    await nowhere.megan_there.visit()
    await nowhere.megan_there.replies(1)
    said = await nowhere.megan_there.say("@Unassign approvals here")
    assert "Global Administrator role to remove licenses." in said["text"]
    said = await nowhere.alex.say("approvals here")
    assert "mention Unassign in that channel" in said["text"]


async def test_before_there_is_a_channel_a_request_is_kept_and_approvers_get_it_themselves(
    nowhere: Office,
) -> None:
    card = await nowhere.request(ONE)
    assert "Not posted yet: ask a license admin" in text_of(card)
    await nowhere.adele.until_card("Waiting for approval", "Comment")
    await choose_channel(nowhere)
    await nowhere.posted("Waiting for approval", "Sean O'Brien")
    await nowhere.megan.until_text("Your request 1 is now in the approval channel.")
    await nowhere.adele.press("Approve")
    for chat in (nowhere.megan, nowhere.adele, nowhere.megan_there):
        await chat.until_card("1 license removed")


async def test_a_channel_that_cannot_be_reached_is_tried_again(office: Office) -> None:
    fault = {"method": "POST", "path": office.megan_there.conversation, "status": 403}
    await office.env.control("teams/faults", fault)
    await office.request(ONE)
    await office.megan.until_text("Request 1 couldn't be posted in the approval channel yet.")
    await later(office, minutes=2)
    await office.posted("Waiting for approval")
    await office.megan.until_text("Your request 1 is now in the approval channel.")
    told = [m for m in await office.megan.messages() if "couldn't be posted" in m["text"]]
    assert len(told) == 1


async def test_a_bot_that_is_taken_out_keeps_its_requests_until_it_is_back(office: Office) -> None:
    await office.request(ONE)
    await office.posted("Waiting for approval")
    await office.env.control("teams/bot", {"member": False}, "PUT")
    await office.megan.until_text("The approval channel no longer exists")
    await office.alex.until_text("Unassign was removed from the approval channel")
    await office.megan.until_card("Waiting for approval", "Not posted yet")
    await office.env.control("teams/bot", {"member": True}, "PUT")
    await office.alex_there.say("@Unassign approvals here")
    await office.megan.until_text("Your request 1 is now in the approval channel.")
    await office.adele_there.press("Approve", shown="Approve")
    await office.posted("1 license removed")
    assert len(await office.megan_there.cards()) == 1


async def test_a_deleted_card_is_posted_again(office: Office) -> None:
    await office.request(ONE)
    await office.posted("Waiting for approval")
    message = await office.alex_there.message()
    await office.env.control(f"teams/messages/{message['id']}", {}, "DELETE")
    await office.alex.say("request 1")
    await office.alex.until_card("Ask a question")
    await office.alex.press("Ask a question", {"comment": "Who deleted it?"})
    card = await office.posted("Alex Wilber asks: “Who deleted it?”")
    assert "Waiting for approval" in text_of(card)
    newer = await office.alex_there.message()
    assert newer["id"] != message["id"]
    await office.alex_there.press("Approve", shown="Approve")
    await office.posted("1 license removed")


async def test_another_channel_gets_what_is_open(office: Office) -> None:
    env = office.env
    await office.request(ONE)
    await office.posted("Waiting for approval")
    said = pressed(env, {}, text="approvals here", conversation="19:other@thread.tacv2;messageid=1")
    said["conversation"] |= {"conversationType": "channel", "isGroup": True}
    said["channelData"] |= {"team": {"id": "19:other-team"}}
    assert (await env.post(said))[0] == 202
    await office.posted("Requests are now posted in another channel")
    # Nothing can be posted there: the rehearsal knows one channel only.
    await office.megan.until_text("Request 1 couldn't be posted in the approval channel yet.")
    await office.alex_there.say("@Unassign approvals here")
    await office.posted("Waiting for approval")
