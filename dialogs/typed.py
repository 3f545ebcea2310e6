"""Typed text: a command, an answer to the current step, or something not understood.

The reply is posted in a new card below the text, where the person is looking.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from cards.general.help import HelpFacts, help_card
from cards.general.not_understood import NotUnderstoodFacts, not_understood_card
from cards.kit.card import Card
from dialogs import account, flow, questions, sentence_replies, transitions
from dialogs.approvals.typed import reply_about_requests
from dialogs.commands import JOURNEYS, Command, TypedCommand, read_command
from dialogs.details import details
from dialogs.findings import unused
from dialogs.model.context import Context
from dialogs.model.drafts import blank, continued, fresh_home
from dialogs.model.effects import ShowCard, StoreDraft
from dialogs.model.events import Pressed
from dialogs.model.results import Reply, Transition, posted, redrawn
from dialogs.reminders import upcoming
from dialogs.removal import confirm
from dialogs.removal.begin import FIRST_STEP, start_journey
from dialogs.runs import journal
from dialogs.runs import typed as runs
from dialogs.sentences.understanding import Remove, RunCommand, Undo, WhoHas
from dialogs.undo import confirm as undo_confirm
from dialogs.unread import with_unread_text
from licensing.errors import SignInNeeded, UnassignError
from licensing.plans.draft import Draft, Journey, Step

#: Steps at which a list of people can be typed.
_OF_PEOPLE: Final = frozenset({Step.PEOPLE, Step.PERSON, Step.HOLDERS, Step.UNDO})
#: Commands for the open step. Those that remove or restore are typed as they are.
_STEPPING: Final = frozenset({Command.NEXT, Command.BACK})
#: What looks like an address, in any text.
_ADDRESS: Final = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")


async def greet(context: Context) -> Reply:
    """Post a home card."""
    return await transitions.below(context, Transition(fresh_home(context)))


async def reply_to_text(context: Context, text: str) -> Reply:
    """Reply to typed text. It never ends an open flow unless that is what it says."""
    who = context.who
    left = await context.queries.open_draft(who.tenant, who.conversation, who.person)
    try:
        return await _reply(context, text, left)
    except SignInNeeded:
        raise
    except UnassignError as error:
        command = read_command(text, context.languages)
        if left is None or _is_sentence(context, text, left):
            kept = sentence_replies.try_again(context, text, error)
            if kept is not None and command is None:
                return kept
        flow_of_text = left or _blank_flow(context, text)
        unread = with_unread_text(flow_of_text, text) if flow_of_text and not command else None
        if unread is not None:
            return await transitions.failed_text(context, unread, error)
        draft = fresh_home(context)
        card = transitions.failed(context, draft, error).card
        return Reply(card, (StoreDraft(draft, card),) if card else ())


async def _reply(context: Context, text: str, left: Draft | None) -> Reply:
    found = await _meaning(context, text, left)
    if isinstance(found, Transition):
        return await transitions.below(context, found)
    return found or _posted(
        context, lambda token: not_understood_card(NotUnderstoodFacts(text, token), context.texts)
    )


async def _meaning(context: Context, text: str, left: Draft | None) -> Reply | Transition | None:
    """What a text means: a command, a word for the open step, a sentence, or people."""
    if (about_requests := await reply_about_requests(context, text)) is not None:
        return about_requests
    typed = read_command(text, context.languages)
    if typed and (found := await _run_command(context, typed, left)) is not None:
        return found
    if left is not None and not _is_sentence(context, text, left):
        command = typed.command if typed else None
        if (transition := await _in_flow(context, command, text, left)) is not None:
            return transition
    if (found := await _said(context, text, left)) is not None:
        return found
    return await _begun_by(context, text) if left is None else None


def _is_sentence(context: Context, text: str, left: Draft) -> bool:
    """Whether a text is more than words for a step that takes lists of people."""
    if left.step not in _OF_PEOPLE:
        return False
    match sentence_replies.read_without_products(context, text):
        case Remove(products=products, everything=everything, people=people):
            return bool(products or (everything and people))
        case WhoHas() | Undo():
            return True
    return False


async def _said(context: Context, text: str, left: Draft | None) -> Reply | Transition | None:
    """What follows from a sentence."""
    meant = await sentence_replies.read(context, text)
    if not isinstance(meant, RunCommand):
        return await sentence_replies.reply(context, text, meant)
    found = await _run_command(context, meant.command, left)
    if found is None and left is not None and meant.command.command in _STEPPING:
        return await _in_flow(context, meant.command.command, text, left)
    return found


async def choose_answer(context: Context, draft: Draft, pressed: Pressed) -> Reply:
    """Say the answer that was chosen on the card of a question, which it replaces."""
    text = questions.chosen(draft, pressed)
    if text is None:
        return redrawn(draft, await flow.show(context, draft))
    left = await context.queries.open_draft(draft.tenant, draft.conversation, draft.owner)
    found = await _meaning(context, text, left)
    if isinstance(found, Transition) and left is None:
        moved = replace(found, draft=continued(found.draft, draft))
        return await transitions.in_place(context, draft, moved)
    if isinstance(found, Transition):
        found = await transitions.below(context, found)
    if found is not None and found.text and found.card is None:
        return found
    card = await flow.show(context, draft)
    return Reply(card, (*(found.effects if found else ()), ShowCard(draft, card)))


def _journey_of(text: str) -> Journey | None:
    """The journey that an address or a pasted list begins; None for any other text."""
    match len(_ADDRESS.findall(text)):
        case 0:
            return None
        case 1:
            return Journey.BY_USER
    return Journey.MANY_USERS


def _blank_flow(context: Context, text: str) -> Draft | None:
    """The flow that an address or a list begins, with nothing read yet."""
    journey = _journey_of(text)
    if journey is None:
        return None
    return blank(fresh_home(context), journey=journey, step=FIRST_STEP[journey])


async def _begun_by(context: Context, text: str) -> Transition | None:
    """Begin a flow with the address of a person, or with a list; None for any other text."""
    journey = _journey_of(text)
    if journey is None:
        return None
    started = await start_journey(context, fresh_home(context), journey)
    if started.draft.journey is None:
        return started
    return await flow.say(context, started.draft, text)


async def _run_command(
    context: Context, typed: TypedCommand, left: Draft | None
) -> Reply | Transition | None:
    """Run a command that means the same everywhere; None for one that depends on the step."""
    match command := typed.command:
        case Command.HOME:
            return Transition(fresh_home(context))
        case Command.HELP:
            return _posted(context, lambda token: help_card(HelpFacts(token), context.texts))
        case Command.WHO_AM_I:
            return await account.who_am_i(context)
        case Command.LANGUAGE:
            return account.show_languages(context)
        case Command.SIGN_OUT:
            return await account.sign_out(context)
        case Command.CANCEL:
            return await _cancel(context, left)
        case Command.START_OVER:
            return await _start_over(context, left)
        case Command.FINDINGS:
            return await unused.enter(context, fresh_home(context))
        case Command.UPCOMING:
            return await upcoming.enter(context, replace(fresh_home(context), step=Step.UPCOMING))
        case Command.HISTORY:
            return runs.show_history(context, typed.number, typed.words)
        case Command.JOURNAL:
            return await journal.typed(context, typed.number)
        case Command.STATUS:
            return await runs.show_status(context)
        case Command.RECEIPT:
            return await runs.show_receipt(context, typed.number)
        case Command.DETAILS:
            found = await details.type_details(context, left, typed.number)
            return await transitions.posted_or_said(context, found)
        case Command.REQUEST_DETAILS:
            found = await details.type_request_details(context, typed.number)
            return await transitions.posted_or_said(context, found)
        case Command.UNDO:
            return await runs.start_undo(context, typed.number)
        case Command.STOP if not typed.number and left and not await runs.own_open_runs(context):
            return await _cancel(context, left)
        case Command.PAUSE | Command.RESUME | Command.STOP:
            return await runs.control_run(context, command, typed.number)
        case Command.BY_PRODUCT | Command.BY_USER | Command.MANY_USERS:
            return await start_journey(context, fresh_home(context), JOURNEYS[command])
    return None


async def _in_flow(
    context: Context, command: Command | None, text: str, left: Draft
) -> Transition | None:
    """Answer what belongs to the open flow; None when it means nothing at its step."""
    match command:
        case Command.NEXT:
            return await flow.go_on(context, left)
        case Command.BACK:
            return flow.back(left)
        case Command.REMOVE if left.step is Step.CONFIRM:
            return await confirm.remove(context, left)
        case Command.RESTORE if left.step is Step.UNDO_CONFIRM:
            return await undo_confirm.restore(context, left)
    return await flow.say(context, left, text)


async def _start_over(context: Context, left: Draft | None) -> Reply:
    if left is None:
        return await greet(context)
    context.pending.closed_flow = left.id
    reply = await greet(context)
    closed = await transitions.ended(context, left, Step.REPLACED)
    return replace(reply, effects=(*reply.effects, closed))


async def _cancel(context: Context, left: Draft | None) -> Reply:
    texts = context.texts
    if left is None:
        running = await runs.own_open_runs(context)
        if running:
            return Reply(text=texts.history.stop_instead_of_cancel(running[0].number))
        return Reply(text=texts.messages.nothing_to_cancel)
    closed = await transitions.ended(context, left, Step.CANCELED)
    said = texts.messages.undo_canceled_message if left.undoes else texts.messages.canceled_message
    return Reply(text=said, effects=(closed,))


def _posted(context: Context, draw: Callable[[str], Card]) -> Reply:
    """Post a card that offers the journeys, and keep the open flow as it is."""
    draft = fresh_home(context)
    return posted(draft, draw(draft.token))
