"""Who may decide is asked of the tenant at the click, and no one decides their own by any route."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.organization.personas import ADELE, ALEX, MEGAN
from tests.support.requesting import (
    APPROVERS,
    HELPDESK,
    LOOK,
    ONE,
    POLICY,
    TWO,
    Office,
    ask,
    open_office,
    titles,
)
from tests.support.seen import text_of

USERS = "User Administrator"
OWN = "You can't approve your own request"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        yield opened


async def member(office: Office, group: str, person: str, *, is_one: bool) -> None:
    await office.env.control(f"members/{group}/{person}", {"member": is_one}, "PUT")


async def test_anyone_who_left_the_list_decides_nothing(office: Office) -> None:
    await office.request(ONE)
    approve = await office.adele_there.shown_button("Approve")
    message = await office.adele_there.message()
    await member(office, APPROVERS, ADELE.oid, is_one=False)
    answer = await office.adele_there.send(message, approve)
    said = text_of(answer["card"])
    assert "The policy doesn't name you as someone who can decide this now." in said
    assert "(Helpdesk, policy line" in said
    await office.alex.say("why 1")
    await office.alex.until_card(
        "Adele Vance", "was not allowed to decide", "(Helpdesk, policy line"
    )
    assert await office.env.writes() == []


async def test_an_approver_who_lost_the_role_approves_but_someone_with_one_is_still_wanted(
    office: Office,
) -> None:
    await office.env.role(ADELE, USERS, "none")
    await office.request(ONE)
    await office.adele_there.press("Approve", shown="Approve")
    await office.posted(
        "1 of 1 approval (Adele Vance)", "Someone who can remove licenses still has to approve."
    )
    assert await office.env.writes() == []
    await office.alex_there.press("Approve", shown="Approve")
    await office.posted("1 license removed")
    assert [write["actor"] for write in await office.env.writes()] == [ALEX.oid]


async def test_no_one_approves_their_own_however_they_came_onto_the_list(office: Office) -> None:
    await member(office, APPROVERS, MEGAN.oid, is_one=True)
    await office.request(ONE)
    approve = await office.adele_there.shown_button("Approve")
    message = await office.megan_there.message()
    answer = await office.megan_there.send(message, approve)
    assert OWN in text_of(answer["card"])
    # Nor through the request that was changed, nor with a delegation.
    await office.alex.say("delegate")
    await office.alex.until_card("Delegate approvals")
    delegation = {"delegate": MEGAN.oid, "last_day": "2100-01-01"}
    await office.alex.press("Delegate", delegation)
    await office.alex.until_card("within a year")
    await office.alex.press("Delegate", delegation | {"last_day": today(office)})
    await office.alex.until_card("Megan Bowen can approve for you through")
    answer = await office.megan_there.send(message, approve)
    assert OWN in text_of(answer["card"])
    assert await office.env.writes() == []


async def test_a_delegation_counts_once_and_not_for_its_delegators_own(office: Office) -> None:
    await member(office, APPROVERS, ALEX.oid, is_one=False)
    await office.adele.say("delegate to Alex Wilber until 2100-01-01")
    await office.adele.until_card("Delegate approvals", "Alex Wilber")
    await office.adele.press("Delegate", {"last_day": today(office)})
    await office.adele.until_card("Alex Wilber, from")
    await office.alex.until_text("Adele Vance delegated their approvals to you")
    await office.request(TWO)
    await office.alex_there.press("Approve", shown="Approve")
    details = await office.adele_there.dialog("Details")
    details = await office.adele_there.turn(details, "Request")
    assert "✓ Approved by Alex Wilber for Adele Vance" in text_of(details["card"])
    approve = await office.alex_there.shown_button("Reject")
    message = await office.adele_there.message()
    yes = approve | {"data": {"unassign": approve["data"]["unassign"] | {"verb": "approve"}}}
    answer = await office.adele_there.send(message, yes)
    assert "or someone did on your behalf" in text_of(answer["card"])
    await office.adele.say("delegate")
    await office.adele.until_card("Alex Wilber, from")
    await office.adele.press("Revoke")
    await office.adele.until_card("Delegation revoked.")
    await office.alex.until_text("Adele Vance revoked the delegation of their approvals.")


async def test_a_delegators_request_is_not_approved_by_delegation(office: Office) -> None:
    await member(office, APPROVERS, ALEX.oid, is_one=False)
    await member(office, HELPDESK, ADELE.oid, is_one=True)
    await office.env.role(ADELE, USERS, "none")
    await office.adele.say("delegate")
    await office.adele.press("Delegate", {"delegate": ALEX.oid, "last_day": today(office)})
    await office.adele.until_card("Alex Wilber, from")
    await ask(office.adele, ONE)
    await office.posted("Waiting for approval")
    look = await office.alex_there.press(LOOK, shown=LOOK)
    assert "Approve" not in titles(look["card"])
    assert await office.env.writes() == []


async def test_another_policy_voids_what_was_approved_before(tmp_path: Path) -> None:
    async with open_office(tmp_path, policy=POLICY.read_text(encoding="utf-8")) as office:
        await office.request(TWO)
        await office.alex_there.press("Approve", shown="Approve")
        await office.posted("1 of 2 approvals (Alex Wilber)")
        file = office.env.settings.policy_file
        assert file is not None
        stricter = file.read_text(encoding="utf-8").replace("people_from: 2", "people_from: 3")
        file.write_text(stricter, encoding="utf-8")
        await office.env.restart_bot()
        await office.adele_there.press("Approve", shown="Approve")
        await office.megan.until_text("The policy changed, so the approvals of request 1")
        await office.posted("2 licenses removed")
        assert {write["actor"] for write in await office.env.writes()} == {ADELE.oid}


async def test_the_reason_has_to_have_its_form(office: Office) -> None:
    await office.megan.say("many users")
    await office.megan.until_card("1 of 4")
    await office.megan.press("Next", {"paste": ONE})
    await office.megan.until_card("2 of 4")
    await office.megan.press("Preview", {"all_products": "true"})
    await office.megan.until_card("3 of 4")
    await office.megan.press("Ask for approval")
    await office.megan.until_card("4 of 4", "such as INC0012345")
    boxes = {"accept_deletion": "true", "accept_ediscovery": "true"}
    await office.megan.press("Send the request", boxes)
    await office.megan.until_card("Enter a reason.")
    await office.megan.press("Send the request", boxes | {"reason": "because"})
    card = await office.megan.until_card(
        "Enter a reason that includes: the number of the ticket, such as INC0012345."
    )
    assert "because" in str(card)
    await office.megan.press("Send the request", boxes | {"reason": "INC0000001"})
    await office.posted("INC0000001")


async def test_anyone_who_the_policy_does_not_name_is_told_whom_to_ask(office: Office) -> None:
    await member(office, HELPDESK, MEGAN.oid, is_one=False)
    await office.megan.say("by product")
    await office.megan.until_card("The policy doesn't let you send a request for approval.")


def today(office: Office) -> str:
    return office.env.clock.now().date().isoformat()
