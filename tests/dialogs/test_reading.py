"""What is sent to others is in the language of each of them, whoever causes it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from dialogs.model.effects import ChooseLanguage, Effect
from dialogs.model.request_update import (
    EXPIRY,
    REMINDER,
    Say,
    UpdateDelegation,
    UpdateRequest,
    consultation_slot,
    copy_slot,
    slot_of,
)
from dialogs.model.results import Reply
from licensing.plans.draft import Step
from licensing.reminders.schedule import AffectedNotice
from licensing.tenant.person_language import PersonLanguage
from tests.dialogs import test_runs_and_undo as runs
from tests.dialogs.test_approvals import ONE, delegate, preview, send, timer
from tests.support.dialog_context import ADELE, ALEX, CHANNEL, CHRIS, MEGAN, World, chat_of
from tests.support.pseudo import TAG, accented, english_in, said_in, with_pseudo
from tests.support.seen import Json

OWN = PersonLanguage(TAG)
#: What people and products are called, and what people wrote.
DATA = "Office Visio Plan They left Which One English"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Megan and Joni read the pseudo-language; everyone else reads English."""
    world = World(ONE, all_languages=with_pseudo(tmp_path))
    world.languages = {MEGAN: OWN, "joni": OWN}
    return world


def english(shown: Card | str) -> bool:
    """Whether it is in English; it must be in one language."""
    message: Json = {"text": shown} if isinstance(shown, str) else {}
    if not isinstance(shown, str):
        message = {"attachments": [{"content": shown}]}
    said = said_in(message).replace(accented("English"), "")
    own = bool(set(said) & set(accented("deghrst")))
    found = english_in(said, DATA)
    assert bool(found) != own, (found, said)
    return not own


def update(effects: Iterable[Effect]) -> UpdateRequest:
    (found,) = [effect for effect in effects if isinstance(effect, UpdateRequest)]
    return found


def told(said: Iterable[Say]) -> dict[str, set[bool]]:
    """Whether the messages to each conversation are in English."""
    found: dict[str, set[bool]] = {}
    for one in said:
        found.setdefault(one.conversation, set()).add(english(one.text))
    return found


def shown(sent: UpdateRequest, slot: str) -> bool:
    """Whether a card is in English."""
    (card,) = [one.card for one in sent.shown if one.slot == slot]
    return english(card)


async def asked(world: World) -> Reply:
    """Megan sends a request."""
    draft = replace(preview(world), step=Step.REQUEST)
    world.drafts[draft.id] = draft
    inputs = {Field.ACCEPT_DELETION: "true", Field.ACCEPT_EDISCOVERY: "true"}
    inputs[Field.REASON] = "They left."
    return await world.click(MEGAN, Verb.SEND_REQUEST, draft.token, inputs=inputs)


async def test_the_people_affected_are_asked_each_in_their_own_language(world: World) -> None:
    world.settings = replace(world.settings, asks_people=True)
    sent = update((await asked(world)).effects)
    found = {one.person: shown(sent, consultation_slot(one)) for one in sent.asked}
    assert found == {"joni": False, "diego": True}


@pytest.mark.parametrize(("tag", "is_english"), [("en", True), (TAG, False)])
async def test_a_channel_reads_its_own_language(world: World, tag: str, is_english: bool) -> None:
    world.all_languages = replace(world.all_languages, channel=tag)
    world.channel = CHANNEL
    reply = await asked(world)
    sent = update(reply.effects)
    assert shown(sent, slot_of(sent.request)) is is_english
    assert told(sent.said) == {CHANNEL: {is_english}}
    assert reply.card
    assert not english(reply.card)
    # What Adele sees there herself is in her language, and so is what Megan is told.
    answer = await world.click(ADELE, Verb.APPROVE, sent.request.token, conversation=CHANNEL)
    assert answer.card
    assert english(answer.card)
    sent = update(answer.effects)
    assert shown(sent, slot_of(sent.request)) is is_english
    assert told(sent.said)[chat_of(MEGAN)] == {False}
    assert shown(sent, sent.request.draft) is False


async def test_copies_and_what_is_due_are_in_the_languages_of_their_readers(world: World) -> None:
    world.languages[ALEX] = OWN
    request = await send(world)
    assert {copy.person for copy in request.copies} == {ADELE, ALEX}
    world.now += timedelta(hours=5)
    (sent,) = await timer(world, REMINDER, request.id)
    assert isinstance(sent, UpdateRequest)
    for person, is_english in ((ADELE, True), (ALEX, False)):
        assert shown(sent, copy_slot(request, person)) is is_english
        assert told(sent.said)[chat_of(person)] == {is_english}
    world.now = request.expires_at
    (sent,) = await timer(world, EXPIRY, request.id)
    assert isinstance(sent, UpdateRequest)
    assert shown(sent, request.draft) is False
    assert told(sent.said) == {chat_of(MEGAN): {False}}


async def test_a_delegate_is_told_in_their_own_language(world: World) -> None:
    world.languages[CHRIS] = OWN
    reply = await delegate(world, CHRIS)
    (effect,) = [one for one in reply.effects if isinstance(one, UpdateDelegation)]
    assert told(effect.said) == {chat_of(CHRIS): {False}}
    assert reply.card
    assert english(reply.card)


async def test_who_lost_something_and_their_manager_are_told_in_their_own_languages(
    world: World,
) -> None:
    receipt = world.run(runs.plan(world))
    calendar = runs.remember(world, receipt, "joni", "diego")
    world.managers = {"joni": ALEX, "diego": MEGAN}
    world.settings = replace(world.settings, notifications=AffectedNotice.MANAGER)
    people = world.forecasts[receipt.run].people
    found = await world.dispatcher.notifications(calendar, people, "UTC")
    languages = {person: {english(one) for one in said} for person, said in found.messages.items()}
    assert languages == {"joni": {False}, "diego": {True}, ALEX: {True}, MEGAN: {False}}


async def test_a_reminder_is_in_the_language_of_its_reader(world: World) -> None:
    for owner, is_english in ((ADELE, True), (MEGAN, False)):
        receipt = world.run(runs.plan(world), owner=owner)
        calendar = replace(runs.remember(world, receipt, "joni"), owner=owner)
        (made,) = await world.dispatcher.remind(calendar, date(2026, 12, 20), "UTC")
        assert english(made.card) is is_english


async def test_a_choice_is_answered_in_the_language_that_was_chosen(world: World) -> None:
    reply = await world.type(ADELE, "language")
    assert reply.card
    assert english(reply.card)
    token = world.newest(ADELE).token
    for tag, is_english in ((TAG, False), ("en", True), (TAG, False), ("", True)):
        reply = await world.click(ADELE, Verb.CHOOSE_LANGUAGE, token, tag)
        assert ChooseLanguage(tag) in reply.effects
        assert reply.card
        assert english(reply.card) is is_english


async def test_a_language_that_does_not_exist_is_not_chosen(world: World) -> None:
    await world.type(ADELE, "language")
    reply = await world.click(ADELE, Verb.CHOOSE_LANGUAGE, world.newest(ADELE).token, "xx")
    assert not any(isinstance(effect, ChooseLanguage) for effect in reply.effects)
    assert reply.card
    assert english(reply.card)
