"""Cards and presses of readers: they see what others did, and no button of theirs acts."""

import pytest

from cards.kit.actions import Verb
from cards.kit.notices import NoticeKind
from dialogs.model.effects import JournalRefusal
from licensing.plans.draft import Step
from licensing.plans.plan import Plan
from licensing.policy.lists import ListEntry, PrincipalType
from licensing.policy.model import Policy
from licensing.runs.outcome import RunState
from tests.support.dialog_context import ADELE, MEGAN, World
from tests.support.ledger import plan_of
from tests.support.seen import buttons_of, text_of

READERS = Policy(
    source="policy.yaml", readers=(ListEntry(PrincipalType.PERSON, MEGAN, "Megan", 3),)
)


@pytest.fixture
def read(world: World) -> World:
    """The world with Megan as a reader."""
    world.policy = READERS
    return world


def plan(world: World) -> Plan:
    return plan_of(world.people["joni"], world.people["diego"], id="plan")


def verbs(card: object) -> set[str]:
    assert isinstance(card, dict)
    return {str(one.get("verb")) for one in buttons_of(card)}


@pytest.mark.parametrize("state", [RunState.RUNNING, RunState.PAUSED, RunState.WAITING])
async def test_a_run_is_shown_to_a_reader_without_its_brakes(read: World, state: RunState) -> None:
    read.run(plan(read), state)
    for words in ("receipt 1", "status", "history"):
        reply = await read.type(MEGAN, words)
        assert verbs(reply.card).isdisjoint({Verb.PAUSE, Verb.GO_ON, Verb.STOP}), words
    owner = await read.type(ADELE, "receipt 1")
    assert Verb.STOP in verbs(owner.card)


@pytest.mark.parametrize("verb", [Verb.PAUSE, Verb.STOP])
async def test_a_brake_pressed_by_a_reader_is_refused(read: World, verb: str) -> None:
    run = read.run(plan(read), RunState.RUNNING)
    draft = read.draft(Step.RUNNING, MEGAN, plan="plan", run=run.run)
    done = await read.press(draft, verb)
    assert done.effects == ()
    assert done.notice is not None
    assert done.notice.kind is NoticeKind.NOT_ALLOWED


@pytest.mark.parametrize("words", ["pause 1", "stop 1"])
async def test_a_typed_brake_of_a_reader_is_refused(read: World, words: str) -> None:
    read.run(plan(read), RunState.RUNNING)
    reply = await read.type(MEGAN, words)
    assert read.controls == []
    assert any(isinstance(effect, JournalRefusal) for effect in reply.effects)


async def test_a_receipt_is_shown_to_a_reader_without_the_undo(read: World) -> None:
    run = read.run(plan(read))
    reply = await read.type(MEGAN, "receipt 1")
    assert Verb.UNDO not in verbs(reply.card)
    draft = read.draft(Step.DONE, MEGAN, plan="plan", run=run.run)
    done = await read.press(draft, Verb.UNDO)
    assert done.notice is not None
    assert done.notice.refused


async def test_the_start_page_of_a_reader_says_what_can_be_read(read: World) -> None:
    card = (await read.type(MEGAN, "hi")).card
    assert "You can read all receipts" in text_of(card or {})
    assert "by_user" not in str(card)
