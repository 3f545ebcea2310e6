"""The details of plans, runs and requests: what they show, to whom, and at which place."""

from dataclasses import replace
from typing import Any

import pytest

from cards.kit.actions import Field, Verb
from cards.kit.place import Place, View
from cards.words.languages import english
from dialogs.details.details import read_place
from dialogs.model.events import Pressed
from dialogs.model.results import Dialog, Reply
from licensing.errors import TenantUnavailable
from licensing.plans.draft import Draft, Step
from licensing.plans.people_filter import PeopleFilter
from licensing.runs.outcome import Outcome, RunState
from licensing.runs.outcome_filter import OutcomeFilter
from tests.cards.test_every_card import parts
from tests.dialogs.test_approvals import ONE, send
from tests.support.dialog_context import ADELE, ALEX, CHANNEL, CHRIS, E3, MEGAN, World, chat_of, who
from tests.support.ledger import plan_of
from tests.support.people import SALES, assignment, person
from tests.support.seen import text_of


@pytest.fixture
def world() -> World:
    """A tenant with 40 people who have Office 365 E3, every fourth of them through a group."""
    world = World(ONE)
    crowd = [
        person(f"crowd{number:02}", assignment(E3, SALES) if number % 4 == 3 else E3)
        for number in range(40)
    ]
    world.people |= {one.id: one for one in crowd}
    world.plans["plan"] = plan_of(*crowd)
    return world


def at_preview(world: World, name: str = ADELE) -> Draft:
    return world.draft(Step.PREVIEW, name, plan="plan")


async def opened(
    world: World, token: str, arg: str = "", name: str = ADELE, chosen: str = "", there: str = ""
) -> Dialog | str:
    inputs = {str(Field.FILTER): chosen} if chosen else {}
    pressed = Pressed(Verb.DETAILS, token, arg, inputs)
    return await world.dispatcher.dialog(who(name, there), pressed)


async def shown(world: World, token: str, arg: str = "", **more: str) -> dict[str, object]:
    dialog = await opened(world, token, arg, **more)
    assert isinstance(dialog, Dialog), dialog
    return dialog.card


def places(card: dict[str, object], word: str) -> list[Place]:
    """Where the buttons lead whose title contains a word."""
    found: list[Any] = [p for p in parts(card) if word in str(p.get("title", "")) and "data" in p]
    return [read_place(one["data"]["unassign"]["arg"]) for one in found]


async def test_the_people_of_a_preview_are_shown_a_page_at_a_time(world: World) -> None:
    draft = at_preview(world)
    first = await shown(world, draft.token)
    assert "Crowd00" in text_of(first)
    assert "Page 1 of 2" in text_of(first)
    [onward] = places(first, "Next")
    assert onward == Place(View.PEOPLE, PeopleFilter.AFFECTED, 1)
    last = await shown(world, draft.token, onward.arg)
    assert "Page 2 of 2" in text_of(last)
    assert "Crowd00" not in text_of(last)


async def test_a_filter_shows_only_its_people_and_says_how_many(world: World) -> None:
    draft = at_preview(world)
    card = await shown(world, draft.token, chosen=PeopleFilter.BY_GROUP)
    assert "Crowd03" in text_of(card)
    assert "Crowd00" not in text_of(card)
    [choice] = [part for part in parts(card) if part.get("id") == Field.FILTER]
    assert choice["value"] == PeopleFilter.BY_GROUP
    titles = [part["title"] for part in parts(choice["choices"])]
    assert titles == [
        "People affected (30)",
        "Lose a mailbox (30)",
        "Have no license afterwards (30)",
        "Keep a license through a group (10)",
        "Not changed (10)",
        "Everyone (40)",
    ]


async def test_turning_a_page_keeps_the_filter_and_leaves_out_a_choice_not_applied(
    world: World,
) -> None:
    card = await shown(world, at_preview(world).token, "people:everyone:1")
    assert places(card, "Previous") == [Place(View.PEOPLE, PeopleFilter.EVERYONE, 0)]
    turning: list[Any] = [p for p in parts(card) if "page" in str(p.get("title", ""))]
    assert {one["associatedInputs"] for one in turning} == {"none"}
    # Another part of the details knows where the list of people stood.
    assert places(card, "Losses") == [Place(View.LOSSES, PeopleFilter.EVERYONE, 1)]


async def test_a_new_filter_begins_at_its_first_page(world: World) -> None:
    card = await shown(world, at_preview(world).token, "people:everyone:2", chosen="affected")
    assert "Page 1 of 2" in text_of(card)


@pytest.mark.parametrize(
    "arg",
    [
        "",
        "::",
        "people:nobody:7",
        "losses",
        "x" * 200,
        "people:everyone:-1",
        "PEOPLE:everyone:٣",
        "people:everyone:99999999999999999999",
        "people:affected:1;DROP TABLE",
        "licenses:0:0:0",
    ],
)
async def test_a_place_that_does_not_exist_leads_to_one_that_does(world: World, arg: str) -> None:
    draft = at_preview(world)
    card = await shown(world, draft.token, arg, chosen="'; --" if "nobody" in arg else "")
    assert len(places(card, "People")) == 1


def test_a_place_comes_back_from_the_argument_of_its_button() -> None:
    for place in (Place(), Place(View.LICENSES, OutcomeFilter.UNFINISHED, 12)):
        assert read_place(place.arg) == place


@pytest.mark.parametrize("view", [view for view in View if view is not View.REQUEST])
async def test_each_part_marks_its_button(world: World, view: View) -> None:
    card = await shown(world, at_preview(world).token, Place(view).arg)
    [marked] = [part for part in parts(card) if str(part.get("title", "")).startswith("✓ ")]
    assert marked["title"] == f"✓ {view.value.capitalize()}"
    assert [part.get("style") for part in parts(card)].count("positive") == 1


@pytest.mark.parametrize("view", View)
async def test_the_details_of_ones_own_plan_need_nothing_of_the_tenant(
    world: World, view: View
) -> None:
    draft = at_preview(world, MEGAN)
    world.failure = TenantUnavailable()
    await shown(world, draft.token, Place(view).arg, name=MEGAN)


async def test_the_details_of_ones_own_run_need_nothing_of_the_tenant(world: World) -> None:
    receipt = world.run(world.plans["plan"], outcome=Outcome.FAILED)
    draft = world.draft(Step.DONE, plan="plan", run=receipt.run)
    world.failure = TenantUnavailable()
    card = await shown(world, draft.token)
    assert "Everyone (40)" in text_of(card)
    assert "Not finished (30)" in text_of(card)
    some = await shown(world, draft.token, chosen=OutcomeFilter.UNFINISHED)
    assert "Page 1 of 2" in text_of(some)


async def test_a_run_that_goes_on_shows_its_plan(world: World) -> None:
    receipt = world.run(world.plans["plan"], RunState.RUNNING)
    draft = world.draft(Step.RUNNING, plan="plan", run=receipt.run)
    assert "People affected (30)" in text_of(await shown(world, draft.token))


async def test_the_details_of_someone_elses_draft_are_refused(world: World) -> None:
    draft = at_preview(world)
    texts = english().messages
    assert await opened(world, draft.token, name=ALEX) == texts.unknown
    # Even where both are in the same conversation.
    there = replace(draft, conversation=CHANNEL)
    world.drafts[draft.id] = there
    assert isinstance(await opened(world, draft.token, there=CHANNEL), Dialog)
    refused = await opened(world, draft.token, name=ALEX, there=CHANNEL)
    assert refused == texts.belongs_to_someone_else


async def test_the_details_of_someone_elses_receipt_end_with_the_role(world: World) -> None:
    receipt = world.run(world.plans["plan"], owner=ALEX)
    draft = world.draft(Step.DONE, plan="plan", run=receipt.run)
    await shown(world, draft.token)
    world.roles.pop(ADELE)
    assert isinstance(await opened(world, draft.token), str)


@pytest.mark.parametrize(
    "pressed",
    [Pressed(Verb.DETAILS, "no such token"), Pressed(Verb.REMOVE, "t"), Pressed("x", "y")],
)
async def test_what_is_no_button_of_a_dialog_is_said(world: World, pressed: Pressed) -> None:
    assert isinstance(await world.dispatcher.dialog(who(ADELE), pressed), str)


async def test_a_draft_without_a_plan_has_no_details(world: World) -> None:
    draft = world.draft(Step.PEOPLE)
    assert await opened(world, draft.token) == english().details.nothing


@pytest.mark.parametrize(("name", "sees"), [(MEGAN, True), (ADELE, True), (CHRIS, False)])
async def test_only_people_whom_a_request_concerns_see_its_people(
    world: World, name: str, sees: bool
) -> None:
    request = await send(world)
    for arg in ("", "losses::0", "people:everyone:0"):
        dialog = await opened(world, request.token, arg, name)
        assert isinstance(dialog, Dialog) is sees
    assert (await world.type(name, "details of request 1")).effects != () or not sees


async def test_a_client_without_dialogs_gets_the_details_as_a_message_that_turns(
    world: World,
) -> None:
    draft = at_preview(world)
    reply = await world.click(ADELE, Verb.DETAILS, draft.token, "losses::0")
    message = world.newest()
    assert (reply.card, reply.text, message.step) == (None, "", Step.DETAILS)
    assert world.drafts[draft.id] == draft
    turned = await world.click(ADELE, Verb.DETAILS, message.token, "people:everyone:1")
    assert turned.card is not None
    assert "Page 2 of 3" in text_of(turned.card)
    assert [part["type"] for part in parts(turned.card) if part.get("title") == "Next page"] == [
        "Action.Execute",
        "Action.Submit",
    ]
    # A spent button shows the newest state, as everywhere.
    again = await world.click(ADELE, Verb.DETAILS, message.token, "losses::0")
    assert again.card is not None
    assert "Page 2 of 3" in text_of(again.card)


async def test_a_message_with_details_does_not_end_the_open_flow(world: World) -> None:
    draft = at_preview(world)
    await world.type(ADELE, "details")
    assert world.newest().step is Step.DETAILS
    assert world.drafts[draft.id] == draft
    message = world.newest()
    for verb in (Verb.REMOVE, Verb.NEXT, Verb.BACK, Verb.REFRESH):
        reply = await world.click(ADELE, verb, message.token)
        message = world.newest()
        assert message.step is Step.DETAILS, verb
        assert reply.card is not None


async def test_details_are_typed_for_a_receipt_or_a_request_by_number(world: World) -> None:
    receipt = world.run(world.plans["plan"])
    await world.type(ADELE, f"details {receipt.number}")
    assert (world.newest().run, world.newest().request) == (receipt.run, None)
    request = await send(world)
    await world.type(ADELE, f"Details of request {request.number}")
    assert world.newest().request == request.id
    world.receipts.clear()
    await world.type(ADELE, f"details #{request.number}")
    assert world.newest().request == request.id


@pytest.mark.parametrize("text", ["details 99", "details request 99", "details request", "details"])
async def test_details_of_what_is_not_there_are_said(world: World, text: str) -> None:
    reply: Reply = await world.type(ADELE, text)
    assert reply.text
    assert reply.effects == ()


async def test_a_request_names_people_in_a_persons_own_chat_only(world: World) -> None:
    request = await send(world)
    reply = await world.click(ADELE, Verb.DETAILS, request.token, conversation=CHANNEL)
    assert (reply.text, reply.effects) == (english().details.own_chat, ())
    reply = await world.click(ADELE, Verb.DETAILS, request.token)
    assert world.newest().conversation == chat_of(ADELE)
