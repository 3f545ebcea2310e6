"""However a request ends, each of its cards says so: also those of people who only look on."""

from dataclasses import replace

import pytest

from cards.kit.actions import Field, Verb
from dialogs.model.request_update import (
    ANSWERS,
    EXPIRY,
    UpdateRequest,
    consultation_slot,
    copy_slot,
    slot_of,
)
from tests.dialogs.test_approvals import ONE, send, timer
from tests.support.dialog_context import ADELE, CHANNEL, CHRIS, MEGAN, World
from tests.support.policies import person as listed
from tests.support.seen import buttons_of


@pytest.fixture
def world() -> World:
    """A tenant in which Megan may ask, and Adele or Alex approves."""
    return World(ONE)


@pytest.mark.parametrize("end", [Verb.APPROVE, Verb.REJECT, Verb.WITHDRAW, EXPIRY])
async def test_everyone_who_has_a_card_of_a_request_sees_how_it_ended(
    world: World, end: str
) -> None:
    world.channel = CHANNEL
    world.settings = replace(world.settings, asks_people=True)
    world.policy = replace(world.policy, readers=(listed(CHRIS),))
    request = await send(world)
    await world.type(CHRIS, f"request {request.number}")
    request = world.requests[request.id]
    slots = {one.person for one in request.copies}
    assert CHRIS in slots
    asked = [one for one in world.consultations.values() if one.request == request.id]
    assert asked
    if end == EXPIRY:
        world.now = request.expires_at
        effects = await timer(world, EXPIRY, request.id)
    else:
        name = MEGAN if end == Verb.WITHDRAW else ADELE
        effects = (
            await world.click(name, end, request.token, inputs={Field.COMMENT: "No."})
        ).effects
    effects = (*effects, *await timer(world, ANSWERS, request.id))
    drawn = {
        one.slot: one.card
        for effect in effects
        if isinstance(effect, UpdateRequest)
        for one in effect.shown
    }
    request = world.requests[request.id]
    assert not request.is_open
    expected = {
        *(copy_slot(request, person) for person in slots),
        *(consultation_slot(one) for one in asked),
        slot_of(request),
        request.draft,
    }
    assert expected <= set(drawn)
    verbs = {str(b.get("verb")) for slot in expected for b in buttons_of(drawn[slot])}
    assert verbs.isdisjoint(
        {Verb.APPROVE, Verb.REJECT, Verb.WITHDRAW, Verb.STILL_NEED, Verb.NOT_NEEDED}
    )
