"""Typed text: a command, an answer to the step one stands at, or something not understood.

What is typed is answered below it, in a new card, where the person looks.
"""

from collections.abc import Callable
from dataclasses import replace

from cards.help import HelpFacts, help_card
from cards.kit import Card
from cards.understood import UnderstoodFacts, understood_card
from dialogs import account, confirm, home, moves, walk
from dialogs.answers import Answer, Remark, Stored, Turn
from dialogs.approvals.spoken import answered
from dialogs.commands import JOURNEYS, Command, read_command
from dialogs.scene import Move, Scene
from licensing.draft import Draft, Step
from licensing.errors import SignInNeeded, UnassignError


async def greeted(scene: Scene) -> Turn:
    """Post a home card."""
    return await moves.below(scene, Move(moves.fresh_home(scene)))


async def said(scene: Scene, text: str) -> Answer:
    """Answer typed text. An open walk is never lost by it."""
    who = scene.who
    left = await scene.shelf.open_walk(who.tenant, who.conversation, who.person)
    try:
        return await _said(scene, text, left)
    except SignInNeeded:
        raise
    except UnassignError as error:
        draft = moves.fresh_home(scene)
        trouble = moves.troubled(scene, draft, error)
        return Turn(trouble.card, (Stored(draft, trouble.card),), below=True)


async def _said(scene: Scene, text: str, left: Draft | None) -> Answer:
    if (about_requests := await answered(scene, text)) is not None:
        return about_requests
    command = read_command(text)
    answer = await _commanded(scene, command, left) if command else None
    if answer is not None:
        return answer
    move = await _in_walk(scene, command, text, left) if left else None
    if move is not None:
        return await moves.below(scene, move)
    return _posted(scene, lambda token: understood_card(UnderstoodFacts(text, token), scene.words))


async def _commanded(scene: Scene, command: Command, left: Draft | None) -> Answer | None:
    """Answer a command that means the same everywhere; None for one that depends on the step."""
    match command:
        case Command.HOME:
            return await greeted(scene)
        case Command.HELP:
            return _posted(scene, lambda token: help_card(HelpFacts(token), scene.words))
        case Command.WHO_AM_I:
            return await account.who_am_i(scene)
        case Command.SIGN_OUT:
            return await account.sign_out(scene)
        case Command.CANCEL:
            return await _cancelled(scene, left)
        case Command.START_OVER:
            return await _begun_again(scene, left)
        case Command.BY_PRODUCT | Command.BY_USER | Command.MANY_USERS:
            begun = await home.begin(scene, moves.fresh_home(scene), JOURNEYS[command])
            return await moves.below(scene, begun)
    return None


async def _in_walk(scene: Scene, command: Command | None, text: str, left: Draft) -> Move | None:
    """Answer what belongs to the open walk; None when it means nothing at its step.

    A walk that is running has its card, which follows the run; it never goes on in another one.
    """
    if left.step is Step.RUNNING:
        return None
    match command:
        case Command.NEXT:
            return await walk.onward(scene, left)
        case Command.BACK:
            return walk.back(left)
        case Command.REMOVE if left.step is Step.CONFIRM:
            return await confirm.remove(scene, left)
    return await walk.say(scene, left, text)


async def _begun_again(scene: Scene, left: Draft | None) -> Turn:
    if left is None or left.step is Step.RUNNING:
        return await greeted(scene)
    scene.closing = left.id
    turn = await greeted(scene)
    closed = await moves.ended(scene, left, Step.REPLACED)
    return replace(turn, stored=(*turn.stored, closed))


async def _cancelled(scene: Scene, left: Draft | None) -> Remark:
    if left is None:
        return Remark(scene.words.nothing_to_cancel)
    if left.step is Step.RUNNING:
        return Remark(scene.words.cannot_cancel_running)
    closed = await moves.ended(scene, left, Step.CANCELLED)
    return Remark(scene.words.cancelled_remark, (closed,))


def _posted(scene: Scene, draw: Callable[[str], Card]) -> Turn:
    """Post a card that offers the journeys, and keep the open walk as it is."""
    draft = moves.fresh_home(scene)
    card = draw(draft.token)
    return Turn(card, (Stored(draft, card),), below=True)
