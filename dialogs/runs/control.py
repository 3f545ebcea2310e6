"""Pauses, resumes and stops a run: who may, and what the card shows immediately."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from cards.kit.actions import Verb
from cards.kit.notices import Notice, NoticeKind
from dialogs.model.context import Context
from dialogs.model.effects import ControlRun
from dialogs.model.events import Pressed
from dialogs.model.permissions import decide_for
from dialogs.model.results import Transition
from licensing.plans.draft import Draft, Step
from licensing.runs.control import FINAL_STATES, Control, WaitReason, next_state
from licensing.runs.outcome import RunProgress, RunState

CONTROLS: Final[Mapping[str, Control]] = {
    Verb.PAUSE: Control.PAUSE,
    Verb.GO_ON: Control.RESUME,
    Verb.STOP: Control.STOP,
}
#: These work from every card of a run, also from one that has just changed under someone's hand:
#: pressing them twice does no harm, and not being heard might.
BRAKES: Final = frozenset({Verb.PAUSE, Verb.STOP})


async def control(
    context: Context, draft: Draft, tally: RunProgress, action: Control
) -> Transition:
    """Ask this of the run that a card shows."""
    decision = await decide_for(context, tally.owner)
    if not decision.allowed:
        return Transition(draft, Notice(NoticeKind.NOT_ALLOWED, why=decision.why))
    to = next_state(tally.state, action)
    if to is None:
        return Transition(draft, said(tally.state, action))
    return Transition(draft, effects=(ControlRun(tally.run, action, to),))


def said(state: RunState, control: Control) -> Notice | None:
    """The notice if nothing was left to do; none if the run is in the requested state."""
    if state in FINAL_STATES:
        return Notice(NoticeKind.OVER_ALREADY)
    as_asked = {
        Control.PAUSE: {RunState.PAUSED, RunState.WAITING},
        Control.RESUME: {RunState.RUNNING},
        Control.STOP: {RunState.STOPPING},
    }
    return None if state in as_asked[control] else Notice(NoticeKind.STOPPING_ALREADY)


def is_brake(draft: Draft, pressed: Pressed) -> bool:
    """Whether this button counts although its card has changed since."""
    return draft.step is Step.RUNNING and pressed.verb in BRAKES


def is_control(draft: Draft, pressed: Pressed, *, current: bool) -> bool:
    """Whether someone who is not the card's owner may perhaps press this."""
    known = draft.step is Step.RUNNING and pressed.verb in CONTROLS
    return known and (current or pressed.verb in BRAKES)


def shown(context: Context, tally: RunProgress) -> RunProgress:
    """The progress of a run once this reply is stored."""
    asked = context.pending.control
    if asked is None or asked.run != tally.run:
        return tally
    resumed = tally.state is RunState.WAITING and asked.control is Control.RESUME
    released = resumed and tally.wait_reason != WaitReason.REFUSED
    # Until the control is stored, more people may be started than this progress counts.
    return replace(
        tally,
        state=asked.to,
        wait_reason="",
        canary=0 if released else tally.canary,
        under_way=None,
    )
