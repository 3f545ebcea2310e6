"""Who may remove licenses is decided on every press, and a no is said kindly."""

import pytest

from sandbox.organization.accounts import id_of
from sandbox.organization.personas import ALEX, MEGAN
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat
from tests.support.journeys import (
    BOXES,
    CONFIRM,
    E3,
    HOME,
    PREVIEW,
    to_confirm,
    to_people,
    to_preview,
)
from tests.support.seen import buttons_of, inputs_of, text_of

SEAN = "sean.o'brien@contoso.example"
NO_ROLE = "Global Administrator role to remove licenses."
NOT_ACTIVE = "Your role that can remove licenses isn't active."
LICENSES = "License Administrator"
BILLING = "A Billing Administrator can't remove licenses"


@pytest.mark.parametrize("journey", ["By product", "By user", "Many users"])
async def test_without_a_role_no_journey_begins(env: BotFixture, journey: str) -> None:
    megan = await env.chat(MEGAN).open()
    card = await megan.until_card(HOME, NO_ROLE)
    assert journey not in [button["title"] for button in buttons_of(card)]
    await megan.say(journey)
    await megan.until_card(HOME, NO_ROLE)


async def test_a_role_lost_at_the_start_page_is_missed_by_the_press(
    env: BotFixture, alex: Chat
) -> None:
    await alex.until_card(HOME)
    await env.role(ALEX, LICENSES, "none")
    await alex.press("By product")
    await alex.until_card(HOME, NO_ROLE)


async def test_the_reason_for_a_billing_administrator_is_said_plainly(
    env: BotFixture,
) -> None:
    await env.role(MEGAN, "Billing Administrator")
    megan = await env.chat(MEGAN).open()
    await megan.until_card(HOME, BILLING)


@pytest.mark.parametrize(
    "role",
    ["Global Administrator", "User Administrator", "Directory Writers"],
)
async def test_every_role_that_may_can(env: BotFixture, role: str) -> None:
    await env.role(MEGAN, role)
    megan = await env.chat(MEGAN).open()
    await to_confirm(megan, SEAN)
    await megan.press("Remove", BOXES)
    await megan.until_card("1 license removed")


@pytest.mark.parametrize("role", ["Global Reader", "Groups Administrator"])
async def test_other_roles_may_not(env: BotFixture, role: str) -> None:
    await env.role(MEGAN, role)
    megan = await env.chat(MEGAN).open()
    await megan.until_card(HOME, NO_ROLE)


async def test_a_role_lost_before_the_confirmation_stops_the_removal(
    env: BotFixture, alex: Chat
) -> None:
    await to_confirm(alex, SEAN)
    await env.role(ALEX, LICENSES, "none")
    await alex.press("Remove", BOXES)
    card = await alex.until_card(CONFIRM, NO_ROLE)
    assert all(inputs_of(card)[box]["value"] == "true" for box in BOXES)
    assert await env.writes() == []
    await env.role(ALEX, LICENSES)
    await alex.press("Remove", BOXES)
    await alex.until_card("1 license removed")


async def test_a_role_lost_in_the_middle_of_a_run_is_the_reason_of_each_failure(
    env: BotFixture, alex: Chat
) -> None:
    await to_confirm(alex, SEAN)
    path = "/users/*/assignLicense"
    denied = {"status": 403, "code": "Authorization_RequestDenied"}
    await env.faults({"path": path, "message": "Insufficient privileges", **denied, "times": 9})
    await alex.press("Remove", BOXES)
    card = await alex.until_card("No licenses were removed")
    assert "Microsoft 365 doesn't allow this. It said: “Insufficient privileges”" in text_of(card)
    assert E3 in await env.direct(SEAN)


async def test_a_role_won_is_seen_at_once(env: BotFixture) -> None:
    megan = await env.chat(MEGAN).open()
    await megan.until_card(HOME, NO_ROLE)
    await env.role(MEGAN, LICENSES)
    await megan.press("Check again")
    await to_people(megan)


async def test_a_role_lost_at_the_preview_removes_nothing(env: BotFixture, alex: Chat) -> None:
    await to_preview(alex, SEAN)
    await env.role(ALEX, LICENSES, "none")
    await alex.press("Continue")
    await alex.until_card(PREVIEW, NO_ROLE)
    assert await env.writes() == []


async def test_a_role_that_waits_for_its_activation_is_named_as_such(env: BotFixture) -> None:
    await env.role(MEGAN, LICENSES, "eligible")
    megan = await env.chat(MEGAN).open()
    await megan.until_card(HOME, NOT_ACTIVE)
    await env.role(MEGAN, LICENSES)
    await megan.press("Check again")
    await to_people(megan)


UNIT = "You have a custom role or a role for an administrative unit."


async def special(env: BotFixture, **role: object) -> None:
    await env.control("special-roles/megan", role, "PUT")


async def test_a_role_for_a_unit_is_warned_about_and_graph_decides(env: BotFixture) -> None:
    await special(env, role=LICENSES, people=[id_of(SEAN)])
    megan = await env.chat(MEGAN).open()
    await to_preview(megan, SEAN)
    await megan.press("Continue")
    await megan.until_card(CONFIRM, UNIT)
    await megan.press("Remove", BOXES)
    await megan.until_card("1 license removed")
    assert [write["status"] for write in await env.writes()] == [200]


async def test_graph_refuses_whom_a_role_for_a_unit_does_not_cover(env: BotFixture) -> None:
    await special(env, role=LICENSES, people=[id_of("isaiahl@contoso.example")])
    megan = await env.chat(MEGAN).open()
    await to_preview(megan, SEAN)
    await megan.press("Continue")
    await megan.until_card(CONFIRM, UNIT)
    await megan.press("Remove", BOXES)
    await megan.until_card("No licenses were removed")
    assert E3 in await env.direct(SEAN)


async def test_a_custom_role_that_may_remove_is_let_through(env: BotFixture) -> None:
    await special(env, actions=["microsoft.directory/users/assignLicense"])
    megan = await env.chat(MEGAN).open()
    await to_preview(megan, SEAN)
    await megan.press("Continue")
    await megan.until_card(CONFIRM, UNIT)
    await megan.press("Remove", BOXES)
    await megan.until_card("1 license removed")


async def test_roles_that_can_not_be_read_are_warned_about(env: BotFixture, alex: Chat) -> None:
    denied = {"status": 403, "code": "Authorization_RequestDenied", "times": 99}
    await env.faults({"path": "/me/transitiveMemberOf/*", **denied})
    await to_preview(alex, SEAN)
    await alex.press("Continue")
    await alex.until_card(CONFIRM, "We couldn't read your roles")
    await alex.press("Remove", BOXES)
    await alex.until_card("1 license removed")


async def test_a_role_that_only_graph_can_judge_shows_no_runs_of_others(
    env: BotFixture, alex: Chat
) -> None:
    await to_confirm(alex, SEAN)
    await alex.press("Remove", BOXES)
    await alex.until_card("1 license removed")
    await special(env, actions=["microsoft.directory/users/assignLicense"])
    megan = await env.chat(MEGAN).open()
    said = await megan.say("receipt 1")
    assert "I can't find receipt 1" in said["text"]
    await env.role(MEGAN, LICENSES)
    await megan.say("receipt 1")
    await megan.until_card("Receipt 1")
