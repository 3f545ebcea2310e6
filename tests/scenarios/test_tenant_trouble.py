"""The tenant is down, slow or changes its mind: the choices are kept and the reason is said."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from sandbox.state import TENANT
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat
from tests.support.crowd import addresses
from tests.support.journeys import (
    BOXES,
    CONFIRM,
    E3,
    E5,
    HOME,
    PEOPLE,
    PREVIEW,
    PROJECT,
    VISIO,
    to_confirm,
    to_people,
    to_preview,
)
from tests.support.outcomes import run_ended
from tests.support.seen import Json, inputs_of, text_of
from tests.support.waiting import SOON

pytestmark = pytest.mark.long

SEAN = "sean.o'brien@contoso.example"
JONI = "jonis@contoso.example"
GRADY = "gradya@contoso.example"

#: Graph is down: every call, so often as no one tries.
DOWN = {"times": 999, "status": 500, "code": "InternalServerError", "message": "down"}

#: Steps of a walk by product: the button, its inputs, what comes.
WALK: list[tuple[str, Json, str]] = [
    ("By product", {}, "1 of 4"),
    ("Next", {"products": E3}, PEOPLE),
    ("Show all 69 people who have it", {}, "Use these people"),
    ("Back", {}, "Add to the list"),
    ("Preview", {"paste": SEAN}, PREVIEW),
    ("Continue", {}, CONFIRM),
    ("Remove", BOXES, "1 license removed"),
]


@pytest.mark.parametrize("step", range(len(WALK)), ids=[title for title, _, _ in WALK])
async def test_while_graph_is_down_each_step_can_be_tried_again(
    env: BotFixture, alex: Chat, step: int
) -> None:
    for title, inputs, seen in WALK[:step]:
        await alex.press(title, inputs)
        await alex.until_card(seen)
    await env.faults(DOWN)
    title, inputs, seen = WALK[step]
    answer = await alex.press(title, inputs)
    assert answer["kind"] == "card"
    assert text_of(answer["card"])
    await env.fair_weather()
    card = await alex.card()
    if "Try again" in text_of(card):
        assert "saved" in text_of(card)
        again = await alex.press("Try again")
        # What was entered is kept: the step is done at once where nothing has to be pressed for it.
        if seen not in text_of(again["card"]):
            await alex.until_card(WALK[step - 1][2] if step else HOME)
            await alex.press(title, inputs)
    await alex.until_card(seen)


async def test_the_home_card_greets_though_the_tenant_is_down(env: BotFixture) -> None:
    await env.faults(DOWN)
    alex = await env.chat().open()
    card = await alex.until_card("The licenses can't be shown right now.")
    assert "By product" in text_of(card)


async def test_a_slow_tenant_is_answered_in_time_and_the_card_follows(
    env: BotFixture, alex: Chat
) -> None:
    await to_people(alex)
    # Calls to the tenant wait until they are let through.
    await env.control("settings", {"latency": 3_600.0}, "PATCH")
    answer = await alex.press("Preview", {"paste": SEAN})
    assert "Working on it" in text_of(answer["card"])
    await env.fair_weather()
    await alex.until_card(PREVIEW, "Remove Office 365 E3 from Sean")
    assert len(await alex.cards()) == 1


async def test_a_press_while_the_bot_works_waits_its_turn(env: BotFixture, alex: Chat) -> None:
    await to_people(alex)
    old = await alex.message()
    await env.control("settings", {"latency": 3.0}, "PATCH")
    await alex.press("Preview", {"paste": SEAN})
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await alex.press("Preview", {"paste": JONI}, message=old)
    await alex.until_card(PREVIEW, "Remove Office 365 E3 from Sean")


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "code": "TooManyRequests", "retryAfter": "0.25"},
        {"status": 409, "code": "Directory_ConcurrencyViolation", "message": "Conflict"},
        {"status": 503, "effect": "done"},
        {"way": "drop", "effect": "done"},
    ],
    ids=["429", "409", "503 after the effect", "no answer after the effect"],
)
async def test_passing_trouble_during_a_run_is_overcome(
    env: BotFixture, alex: Chat, fault: Json
) -> None:
    await to_confirm(alex, addresses(3))
    await env.faults({"path": "/users/*/assignLicense", **fault})
    await alex.press("Remove", BOXES)
    await alex.until_card("3 licenses removed")
    done = [w["person"] for w in await env.writes() if w["status"] == 200]
    assert len(done) == len(set(done)) == 3


async def test_a_write_that_may_have_been_done_is_read_again_before_it_is_repeated(
    env: BotFixture, alex: Chat
) -> None:
    await to_confirm(alex, addresses(3))
    await env.faults({"path": "/users/*/assignLicense", "status": 503})
    await alex.press("Remove", BOXES)
    await alex.until_card("2 of 3 people done")
    assert len(await env.writes()) == 2
    # The directory needs half a minute to be believed; a later process need not wait for it.
    env.clock.ahead = timedelta(minutes=1)
    await env.restart_bot()
    await alex.until_card("3 licenses removed")
    assert len(await env.writes()) == 3


async def test_a_dependency_is_told_in_plain_words(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, f"{GRADY},{SEAN}", E5, E3)
    await alex.press("Remove", BOXES)
    card = await alex.until_card("1 license removed, 1 not")
    text = text_of(card)
    assert "Project Plan 3 needs a service of this one. Remove them together." in text
    assert {E5, PROJECT} <= await env.direct(GRADY)


async def test_what_another_product_needs_stays_and_the_rest_goes(
    env: BotFixture, alex: Chat
) -> None:
    await env.assign(GRADY, VISIO)
    await to_confirm(alex, GRADY, E5, VISIO)
    await alex.press("Remove", BOXES)
    card = await alex.until_card("1 license removed, 1 not")
    assert "Project Plan 3 needs a service of this one." in text_of(await alex.dialog("Details"))
    assert await env.direct(GRADY) == {E5, PROJECT}
    # No one's mailbox is said to be lost.
    assert "mailbox" not in text_of(card)


async def test_a_product_that_graph_does_not_let_go_holds_up_no_other(
    env: BotFixture, alex: Chat
) -> None:
    await env.assign(SEAN, VISIO)
    await to_confirm(alex, SEAN, E3, VISIO)
    words = "This self-service purchase can't be changed by an administrator."
    path = "/users/*/assignLicense"
    no = {"path": path, "status": 400, "code": "Request_BadRequest", "message": words}
    # The call for both, then of the two alone the one with the lower id.
    await env.faults(no, no)
    await alex.press("Remove", BOXES)
    await alex.until_card("1 license removed, 1 not")
    assert words in text_of(await alex.dialog("Details"))
    assert len(await env.direct(SEAN)) == 1


async def test_both_sides_of_a_dependency_go_together(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, GRADY, E5, PROJECT)
    await alex.press("Remove", BOXES)
    await alex.until_card("2 licenses removed")
    assert await env.direct(GRADY) == set()


async def test_who_changed_since_the_preview_is_held_back_and_named(
    env: BotFixture, alex: Chat
) -> None:
    await to_confirm(alex, f"{SEAN},{JONI}")
    await env.take(SEAN, E3)
    before = len(await env.writes())
    await alex.press("Remove", BOXES)
    card = await alex.until_card("1 license removed, 1 not")
    assert "The license was assigned or removed after the preview." in text_of(card)
    assert "Sean O'Brien" in text_of(card)
    assert len(await env.writes()) == before + 1


async def test_who_was_deleted_since_the_preview_is_held_back(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, f"{SEAN},{JONI}")
    gone = {"status": 404, "code": "Request_ResourceNotFound", "times": 9}
    await env.faults({"path": f"/users/{await env.id_of(SEAN)}", "method": "GET", **gone})
    await alex.press("Remove", BOXES)
    card = await alex.until_card("1 license removed, 1 not")
    assert "The account was deleted after the preview." in text_of(card)
    await env.fair_weather()
    assert E3 in await env.direct(SEAN)


async def test_another_mailbox_lost_meanwhile_holds_the_person_back(
    env: BotFixture, alex: Chat
) -> None:
    await to_confirm(alex, JONI)
    exchange = next(p for p in await env.direct(JONI) if p != E3)
    await env.take(JONI, exchange)
    await alex.press("Remove", {**BOXES})
    card = await alex.until_card("No licenses were removed")
    assert "Other licenses changed after the preview, so other data would be lost." in text_of(card)
    assert E3 in await env.direct(JONI)


async def test_ticks_and_choices_outlive_a_tenant_that_is_down(env: BotFixture, alex: Chat) -> None:
    await to_preview(alex, f"{SEAN},{JONI}")
    await alex.press("Continue")
    await alex.until_card(CONFIRM)
    await env.faults(DOWN)
    await alex.press("Remove", BOXES)
    await env.fair_weather()
    await alex.press("Try again")
    card = await alex.until_card(CONFIRM, "from 2 people?")
    assert set(BOXES) <= set(inputs_of(card))
    assert await env.writes() == []


async def test_people_of_a_restricted_unit_are_told_with_graphs_reason_and_hold_up_no_other(
    env: BotFixture, alex: Chat
) -> None:
    people = addresses(8)
    await to_confirm(alex, people)
    restricted = set(people.splitlines()[:6])
    tenant = env.sandbox[TENANT]
    tenant.people = tuple(
        replace(one, restricted=one.address in restricted) for one in tenant.people
    )
    await alex.press("Remove", BOXES)
    await alex.until_card("2 licenses removed, 6 not")
    text = text_of(await alex.dialog("Details"))
    assert "a restricted administrative unit" in text
    assert "member of a restricted management administrative unit" in text
    # Graph was not asked twice for what it had refused for good.
    assert [write["status"] for write in await env.writes()].count(403) == 6


async def test_a_run_whose_role_ended_names_what_graph_said(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, addresses(12))
    reason = "Insufficient privileges to complete the operation."
    denied = {"status": 403, "code": "Authorization_RequestDenied", "message": reason}
    await env.faults({"path": "/users/*/assignLicense", "times": 99, **denied})
    await alex.press("Remove", BOXES)
    await alex.until_card(
        "Waiting for a decision", f"It said: “{reason}”", "The role that this run"
    )
    await env.fair_weather()
    await alex.press("Resume")
    async with asyncio.timeout(SOON):
        while not await run_ended(env.settings.database_url):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert "12 licenses removed" in text_of(await alex.say("receipt 1"))
