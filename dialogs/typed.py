"""Typed text: a command, an answer to the step one stands at, or something not understood.

What is typed is answered below it, in a new card, where the person looks.
"""

from collections.abc import Callable
from dataclasses import replace

from cards.general.help import HelpFacts, help_card
from cards.general.not_understood import UnderstoodFacts, understood_card
from cards.kit.card import Card
from dialogs import account, home
from dialogs import flow as walk
from dialogs import transitions as moves
from dialogs.approvals.typed import answered
from dialogs.commands import JOURNEYS, Command, Said, read_command
from dialogs.model.context import Context, Transition
from dialogs.model.drafts import fresh_home
from dialogs.model.results import Answer, CardReply, Stored, TextReply
from dialogs.reminders import upcoming
from dialogs.removal import confirm
from dialogs.runs import typed as spoken
from dialogs.undo import confirm as undo_confirm
from licensing.errors import SignInNeeded, UnassignError
from licensing.plans.draft import Draft, Step


async def greeted(context: Context) -> CardReply:
    """Post a home card."""
    return await moves.below(context, Transition(fresh_home(context)))


async def said(context: Context, text: str) -> Answer:
    """Answer typed text. An open walk is never lost by it."""
    who = context.who
    left = await context.queries.open_walk(who.tenant, who.conversation, who.person)
    try:
        return await _said(context, text, left)
    except SignInNeeded:
        raise
    except UnassignError as error:
        draft = fresh_home(context)
        trouble = moves.troubled(context, draft, error)
        return CardReply(trouble.card, (Stored(draft, trouble.card),), below=True)


async def _said(context: Context, text: str, left: Draft | None) -> Answer:
    if (about_requests := await answered(context, text)) is not None:
        return about_requests
    said = read_command(text)
    command = said.command if said else None
    answer = await _commanded(context, said, left) if said else None
    if answer is not None:
        return answer
    move = await _in_walk(context, command, text, left) if left else None
    if move is not None:
        return await moves.below(context, move)
    return _posted(
        context, lambda token: understood_card(UnderstoodFacts(text, token), context.texts)
    )


async def _commanded(context: Context, said: Said, left: Draft | None) -> Answer | None:
    """Answer a command that means the same everywhere; None for one that depends on the step."""
    match command := said.command:
        case Command.HOME:
            return await greeted(context)
        case Command.HELP:
            return _posted(context, lambda token: help_card(HelpFacts(token), context.texts))
        case Command.WHO_AM_I:
            return await account.who_am_i(context)
        case Command.SIGN_OUT:
            return await account.sign_out(context)
        case Command.CANCEL:
            return await _cancelled(context, left)
        case Command.START_OVER:
            return await _begun_again(context, left)
        case Command.UPCOMING:
            draft = replace(fresh_home(context), step=Step.UPCOMING)
            return await moves.below(context, await upcoming.enter(context, draft))
        case Command.HISTORY:
            return await spoken.listed(context, said.number)
        case Command.STATUS:
            return await spoken.status(context)
        case Command.RECEIPT:
            return await spoken.receipt(context, said.number)
        case Command.UNDO:
            return await spoken.undone(context, said.number)
        case Command.STOP if not said.number and left and not await spoken.mine(context):
            return await _cancelled(context, left)
        case Command.PAUSE | Command.RESUME | Command.STOP:
            return await spoken.control(context, command, said.number)
        case Command.BY_PRODUCT | Command.BY_USER | Command.MANY_USERS:
            begun = await home.begin(context, fresh_home(context), JOURNEYS[command])
            return await moves.below(context, begun)
    return None


async def _in_walk(
    context: Context, command: Command | None, text: str, left: Draft
) -> Transition | None:
    """Answer what belongs to the open walk; None when it means nothing at its step."""
    match command:
        case Command.NEXT:
            return await walk.onward(context, left)
        case Command.BACK:
            return walk.back(left)
        case Command.REMOVE if left.step is Step.CONFIRM:
            return await confirm.remove(context, left)
        case Command.GIVE_BACK if left.step is Step.UNDO_CONFIRM:
            return await undo_confirm.give_back(context, left)
    return await walk.say(context, left, text)


async def _begun_again(context: Context, left: Draft | None) -> CardReply:
    if left is None:
        return await greeted(context)
    context.closing = left.id
    turn = await greeted(context)
    closed = await moves.ended(context, left, Step.REPLACED)
    return replace(turn, stored=(*turn.stored, closed))


async def _cancelled(context: Context, left: Draft | None) -> TextReply:
    if left is None:
        running = await spoken.mine(context)
        if running:
            return TextReply(context.texts.history.stop_instead_of_cancel(running[0].number))
        return TextReply(context.texts.messages.nothing_to_cancel)
    closed = await moves.ended(context, left, Step.CANCELLED)
    texts = context.texts
    return TextReply(
        texts.messages.undo_canceled_message if left.undoes else texts.messages.canceled_message,
        (closed,),
    )


def _posted(context: Context, draw: Callable[[str], Card]) -> CardReply:
    """Post a card that offers the journeys, and keep the open walk as it is."""
    draft = fresh_home(context)
    card = draw(draft.token)
    return CardReply(card, (Stored(draft, card),), below=True)
