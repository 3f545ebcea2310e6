"""Receipts and runs by typed words: "history", "status", "receipt 42", "pause" and the like."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from cards.kit.notices import Notice, NoticeKind
from dialogs.commands import Command
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.effects import JournalRefusal
from dialogs.model.paging import number_of
from dialogs.model.results import Reply, Transition
from dialogs.runs import history
from dialogs.runs.control import control
from dialogs.runs.receipts import acts_on, find, opened, sees_all
from dialogs.undo.start import start
from licensing.plans.draft import Step
from licensing.runs.control import Control
from licensing.runs.receipt import Receipt

#: Maximum number of a person's receipts that are searched for the newest removal.
_SEARCHED: Final = 50

CONTROLS: Final[Mapping[Command, Control]] = {
    Command.PAUSE: Control.PAUSE,
    Command.RESUME: Control.RESUME,
    Command.STOP: Control.STOP,
}


def show_history(context: Context, page: str = "", words: str = "") -> Transition:
    """Show the history at a page counted from 1, or what words and a day find in it."""
    number = max(0, number_of(page) - 1)
    search = history.read_search(words) if words else None
    draft = replace(fresh_home(context), step=Step.HISTORY, page=number, search=search)
    return Transition(draft)


async def show_status(context: Context) -> Transition:
    """Show what is running: the card of the only run, or a list."""
    everyone, _ = await sees_all(context)
    owner = None if everyone else context.who.person
    found = await context.queries.open_receipts(context.who.tenant, owner, history.ROWS)
    return await _opened(context, found[0]) if len(found) == 1 else _running(context)


async def show_receipt(context: Context, number: str) -> Transition | Reply:
    """Show a receipt, or the history when no number was typed."""
    if not number:
        return show_history(context)
    found = await find(context, number)
    if found is None:
        return Reply(text=context.texts.history.no_such_receipt(int(number)))
    return await _opened(context, found)


async def start_undo(context: Context, number: str) -> Transition | Reply:
    """Start to undo the receipt with this number, or the person's newest removal."""
    texts = context.texts
    found = await find(context, number) if number else await _newest_removal(context)
    if found is None:
        return Reply(
            text=texts.history.no_such_receipt(int(number))
            if number
            else texts.history.nothing_to_undo
        )
    return await undo_receipt(context, found)


async def undo_receipt(context: Context, receipt: Receipt) -> Transition | Reply:
    """Start to undo a receipt, or say why not."""
    texts = context.texts
    started = await start(context, receipt)
    if isinstance(started, Notice):
        why = started.refused
        refused = (JournalRefusal(why, fresh_home(context)),) if why else ()
        return Reply(text=texts.notice(started), effects=refused)
    return Transition(started)


async def control_run(context: Context, command: Command, number: str) -> Transition | Reply:
    """Pause, resume or stop the run that is meant; say so when none or several could be."""
    texts = context.texts
    if number:
        found = await find(context, number)
        if found is None:
            return Reply(text=texts.history.no_such_receipt(int(number)))
        return await _controlled(context, command, found)
    own = await own_open_runs(context)
    if not own:
        return Reply(text=texts.history.nothing_to(command))
    if len(own) > 1:
        return _running(context, Notice(NoticeKind.WHICH_RUN))
    return await _controlled(context, command, own[0])


async def own_open_runs(context: Context) -> tuple[Receipt, ...]:
    """The person's own runs that have not ended."""
    who = context.who
    return await context.queries.open_receipts(who.tenant, who.person, history.ROWS, own=True)


async def _opened(context: Context, receipt: Receipt) -> Transition:
    return Transition(opened(context, receipt, acts=await acts_on(context, receipt.owner)))


async def _newest_removal(context: Context) -> Receipt | None:
    who = context.who
    receipts, _ = await context.queries.receipts(who.tenant, who.person, 0, _SEARCHED)
    return next((r for r in receipts if r.undoes is None), None)


async def _controlled(context: Context, command: Command, found: Receipt) -> Transition:
    draft = opened(context, found, acts=await acts_on(context, found.owner))
    if draft.step is Step.DONE:
        return Transition(draft)
    tally = await context.queries.tally(found.run)
    return await control(context, draft, tally, CONTROLS[command])


def _running(context: Context, notice: Notice | None = None) -> Transition:
    return Transition(replace(fresh_home(context), step=Step.STATUS), notice)
