"""While a run is open: its progress, and the buttons that pause or stop it."""

from dataclasses import replace

from cards.kit.card import Card
from cards.kit.notices import Notice
from cards.runs.progress import ProgressFacts, progress_card
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.results import Transition
from dialogs.runs.control import CONTROLS, control, shown
from licensing.plans.draft import Draft, Step
from licensing.runs.control import FINAL_STATES, WaitReason
from licensing.runs.estimate import time_left
from licensing.runs.outcome import PersonOutcome, ProgressMark, RunProgress, RunState
from licensing.runs.severity import PROBLEMS

#: Number of first people searched for what went wrong.
_FIRST = 50


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw the progress as the ledger knows it."""
    plan = await context.plan(draft.plan or "")
    tally = (
        None
        if context.pending.starts_run
        else shown(context, await context.queries.tally(draft.run or ""))
    )
    facts = ProgressFacts(
        plan=plan,
        tally=tally,
        left=_left(context, tally),
        troubled=await _troubled(context, tally),
        token=draft.token,
        notice=notice,
        acts=not draft.reads_only,
    )
    return progress_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Pause, resume or stop; or look again."""
    tally = await context.queries.tally(draft.run or "")
    if tally.state in FINAL_STATES:
        return Transition(with_result(draft))
    action = CONTROLS.get(pressed.verb)
    return await control(context, draft, tally, action) if action else Transition(draft)


def with_result(draft: Draft) -> Draft:
    """The same flow with its result. The people are in the plan."""
    return replace(draft, step=Step.DONE, page=0, people=())


def _left(context: Context, tally: RunProgress | None) -> float | None:
    """Seconds until the end at its pace; None while it has none."""
    if tally is None or tally.state is not RunState.RUNNING or tally.canary or tally.trouble:
        return None
    left = time_left(tally.marks, ProgressMark(context.now, tally.finished), tally.people)
    return left.total_seconds() if left is not None else None


async def _troubled(context: Context, tally: RunProgress | None) -> tuple[PersonOutcome, ...]:
    """Those of the first people did not end as planned, else the last one who did not."""
    if tally is None or tally.problem is None:
        return ()
    if tally.wait_reason == WaitReason.NOT_AS_PLANNED:
        first = await context.queries.worst(tally.run, 0, _FIRST)
        return tuple(p for p in first if any(line.outcome in PROBLEMS for line in p.lines))
    return await context.queries.outcomes(tally.run, tally.problem, 1)
