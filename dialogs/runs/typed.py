"""Receipts and runs by typed words: "history", "status", "receipt 42", "pause" and the like."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from cards.kit.notices import Notice, NoticeKind
from dialogs import transitions as moves
from dialogs.commands import Command
from dialogs.model.context import Context, Transition
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


async def listed(scene: Context, page: str = "") -> CardReply:
    """Post the history, perhaps at a page counted from 1."""
    number = max(0, number_of(page) - 1)
    draft = replace(moves.fresh_home(scene), step=Step.HISTORY, page=number)
    return await moves.below(scene, Transition(draft))


async def status(scene: Context) -> CardReply:
    """Post what goes on: the one run live, or a list."""
    everybody, _ = await sees_all(scene)
    owner = None if everybody else scene.who.person
    found = await scene.shelf.open_receipts(scene.who.tenant, owner, history.ROWS)
    if len(found) == 1:
        return await moves.below(scene, Transition(opened(scene, found[0])))
    return await _running(scene)


async def receipt(scene: Context, number: str) -> CardReply | TextReply:
    """Post a receipt, or the history where no number was said."""
    if not number:
        return await listed(scene)
    found = await find(scene, number)
    if found is None:
        return TextReply(scene.words.no_such_receipt(int(number)))
    return await moves.below(scene, Transition(opened(scene, found)))


async def undone(scene: Context, number: str) -> CardReply | TextReply:
    """Begin to undo a receipt: the one that was said, else the person's newest removal."""
    words = scene.words
    found = await find(scene, number) if number else await _newest_removal(scene)
    if found is None:
        return TextReply(words.no_such_receipt(int(number)) if number else words.nothing_to_undo)
    begun = await undo.begin(scene, found)
    if isinstance(begun, Notice):
        refused = Refused(begun.refused, moves.fresh_home(scene)) if begun.refused else None
        return TextReply(words.notice(begun), refused=refused)
    return await moves.below(scene, Transition(begun))


async def _newest_removal(scene: Context) -> Receipt | None:
    who = scene.who
    receipts, _ = await scene.shelf.receipts(who.tenant, who.person, 0, _LOOKED_THROUGH)
    return next((r for r in receipts if r.undoes is None), None)


async def control(scene: Context, command: Command, number: str) -> CardReply | TextReply:
    """Hold the run that is meant, and post its card; say so where none or several could be."""
    words = scene.words
    if number:
        found = await find(scene, number)
        if found is None:
            return TextReply(words.no_such_receipt(int(number)))
        return await _controlled(scene, command, found)
    own = await mine(scene)
    if not own:
        return TextReply(words.nothing_to(command))
    if len(own) > 1:
        return await _running(scene, Notice(NoticeKind.WHICH_RUN))
    return await _controlled(scene, command, own[0])


async def mine(scene: Context) -> tuple[Receipt, ...]:
    """The person's own runs that have not ended."""
    who = scene.who
    return await scene.shelf.open_receipts(who.tenant, who.person, history.ROWS, own=True)


async def _controlled(scene: Context, command: Command, found: Receipt) -> CardReply:
    draft = opened(scene, found)
    if draft.step is Step.DONE:
        return await moves.below(scene, Transition(draft))
    tally = await scene.shelf.tally(found.run)
    return await moves.below(scene, await order(scene, draft, tally, CONTROLS[command]))


async def _running(scene: Context, notice: Notice | None = None) -> CardReply:
    draft = replace(moves.fresh_home(scene), step=Step.STATUS)
    return await moves.below(scene, Transition(draft, notice))
