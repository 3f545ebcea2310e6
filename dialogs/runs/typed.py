"""Receipts and runs by typed words: "history", "status", "receipt 42", "pause" and the like."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from cards.kit.notices import Notice, NoticeKind
from dialogs import transitions as moves
from dialogs.commands import Command
from dialogs.model.context import Context, Transition
from dialogs.model.drafts import fresh_home
from dialogs.model.paging import number_of
from dialogs.model.results import CardReply, Refused, TextReply
from dialogs.runs import history
from dialogs.runs.control import order
from dialogs.runs.receipts import find, opened, sees_all
from dialogs.undo import start as undo
from licensing.plans.draft import Step
from licensing.runs.control import Control
from licensing.runs.receipt import Receipt

#: So many of a person's receipts are looked through for the newest removal.
_LOOKED_THROUGH: Final = 50

CONTROLS: Final[Mapping[Command, Control]] = {
    Command.PAUSE: Control.PAUSE,
    Command.RESUME: Control.RESUME,
    Command.STOP: Control.STOP,
}


async def listed(context: Context, page: str = "") -> CardReply:
    """Post the history, perhaps at a page counted from 1."""
    number = max(0, number_of(page) - 1)
    draft = replace(fresh_home(context), step=Step.HISTORY, page=number)
    return await moves.below(context, Transition(draft))


async def status(context: Context) -> CardReply:
    """Post what goes on: the one run live, or a list."""
    everybody, _ = await sees_all(context)
    owner = None if everybody else context.who.person
    found = await context.queries.open_receipts(context.who.tenant, owner, history.ROWS)
    if len(found) == 1:
        return await moves.below(context, Transition(opened(context, found[0])))
    return await _running(context)


async def receipt(context: Context, number: str) -> CardReply | TextReply:
    """Post a receipt, or the history where no number was said."""
    if not number:
        return await listed(context)
    found = await find(context, number)
    if found is None:
        return TextReply(context.texts.history.no_such_receipt(int(number)))
    return await moves.below(context, Transition(opened(context, found)))


async def undone(context: Context, number: str) -> CardReply | TextReply:
    """Begin to undo a receipt: the one that was said, else the person's newest removal."""
    texts = context.texts
    found = await find(context, number) if number else await _newest_removal(context)
    if found is None:
        return TextReply(
            texts.history.no_such_receipt(int(number)) if number else texts.history.nothing_to_undo
        )
    begun = await undo.begin(context, found)
    if isinstance(begun, Notice):
        refused = Refused(begun.refused, fresh_home(context)) if begun.refused else None
        return TextReply(texts.notice(begun), refused=refused)
    return await moves.below(context, Transition(begun))


async def _newest_removal(context: Context) -> Receipt | None:
    who = context.who
    receipts, _ = await context.queries.receipts(who.tenant, who.person, 0, _LOOKED_THROUGH)
    return next((r for r in receipts if r.undoes is None), None)


async def control(context: Context, command: Command, number: str) -> CardReply | TextReply:
    """Hold the run that is meant, and post its card; say so where none or several could be."""
    texts = context.texts
    if number:
        found = await find(context, number)
        if found is None:
            return TextReply(texts.history.no_such_receipt(int(number)))
        return await _controlled(context, command, found)
    own = await mine(context)
    if not own:
        return TextReply(texts.history.nothing_to(command))
    if len(own) > 1:
        return await _running(context, Notice(NoticeKind.WHICH_RUN))
    return await _controlled(context, command, own[0])


async def mine(context: Context) -> tuple[Receipt, ...]:
    """The person's own runs that have not ended."""
    who = context.who
    return await context.queries.open_receipts(who.tenant, who.person, history.ROWS, own=True)


async def _controlled(context: Context, command: Command, found: Receipt) -> CardReply:
    draft = opened(context, found)
    if draft.step is Step.DONE:
        return await moves.below(context, Transition(draft))
    tally = await context.queries.tally(found.run)
    return await moves.below(context, await order(context, draft, tally, CONTROLS[command]))


async def _running(context: Context, notice: Notice | None = None) -> CardReply:
    draft = replace(fresh_home(context), step=Step.STATUS)
    return await moves.below(context, Transition(draft, notice))
