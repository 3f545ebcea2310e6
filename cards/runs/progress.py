"""While a run is open: who is done, what went wrong last, and Pause and Stop."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action, ActionStyle

from cards.kit.actions import Verb
from cards.kit.blocks import box, progress, run, runs, text
from cards.kit.card import Card, button, card, fitting, named_head, notice_block
from cards.kit.notices import Notice
from cards.removal.decision import only_ones
from cards.runs.outcomes import trouble_lines
from cards.words.texts import Texts
from licensing.plans.plan import Plan
from licensing.runs.control import ACTIVE_STATES, PAUSED_STATES, WaitReason
from licensing.runs.counts import count_lines
from licensing.runs.outcome import Outcome, PeopleEnds, PersonOutcome, RunProgress, RunState

#: Maximum number of people shown who did not end as planned.
TROUBLED_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ProgressFacts:
    """Facts of the card."""

    #: Its people may be left out: only the head is read.
    plan: Plan
    #: None before anything was done.
    tally: RunProgress | None
    token: str
    #: Seconds until the end at the pace of late; None while there is no pace.
    left: float | None = None
    #: People who did not end as planned: the last one, or those that the rest waits for.
    troubled: tuple[PersonOutcome, ...] = ()
    notice: Notice | None = None
    #: Whether the viewer may pause, resume and stop it.
    acts: bool = True


def progress_card(facts: ProgressFacts, texts: Texts) -> Card:
    """Show who is done, what happens next, and the buttons that hold the run."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: ProgressFacts, texts: Texts, limit: int) -> Card:
    tally, people = facts.tally, facts.plan.summary.affected
    title = _title(facts.plan, texts, limit)
    said = (
        so_far(tally.ends, tally.outcomes, people, texts) if tally else texts.progress.running_start
    )
    receipt = texts.progress.receipt_number(tally.receipt) if tally and tally.receipt else None
    return card(
        texts,
        [
            named_head(title, receipt),
            notice_block(facts.notice, texts),
            text(texts.undo.undoes(facts.plan.undoes.receipt), subtle=True)
            if facts.plan.undoes
            else None,
            waiting_block(tally, texts) if tally else None,
            progress(tally.ends.processed if tally else 0, people),
            _progress(said, facts.left, texts),
            _next(tally, texts),
            *_troubles(facts, texts, limit),
        ],
        _buttons(facts, tally.state if tally else RunState.RUNNING, texts),
        speak=f"{title}. {said}",
    )


def so_far(ends: PeopleEnds, outcomes: Mapping[Outcome, int], people: int, texts: Texts) -> str:
    """How far a run is, in words; `people` are those of whom its plan asks something."""
    return texts.progress.so_far(ends, count_lines(outcomes), people)


def waiting_block(tally: RunProgress, texts: Texts) -> CardElement | None:
    """Why a run waits, by itself or for a person."""
    if tally.trouble and tally.state in ACTIVE_STATES:
        word, why = RunState.PAUSED, texts.progress.trouble(tally.trouble)
    elif tally.state is RunState.WAITING:
        why = texts.progress.waits(tally.wait_reason, tally.canary, tally.refusal)
        word = RunState.WAITING
    else:
        return None
    title = run(texts.common.label(f"⏸️ {texts.progress.titles[word]}"), bold=True)
    return box("warning", runs(title, run(why)))


def _title(plan: Plan, texts: Texts, limit: int) -> str:
    title = texts.progress.restoring if plan.undoes else texts.progress.removing
    return title(*only_ones(plan, limit))


def _progress(said: str, left: float | None, texts: Texts) -> CardElement:
    parts = [run(said, bold=True)]
    if left is not None:
        parts.append(run(f" · {texts.progress.time_left(left)}", subtle=True))
    return runs(*parts, spacing="Small")


def _next(tally: RunProgress | None, texts: Texts) -> CardElement | None:
    """What happens next, in a sentence."""
    state = tally.state if tally else RunState.RUNNING
    if state is RunState.RUNNING:
        first = tally.canary if tally else 0
        said = texts.progress.first_people(first) if first else texts.progress.running_note
        return text(said, subtle=True)
    if tally and state in {RunState.PAUSED, RunState.STOPPING}:
        return text(texts.progress.held(state, tally.under_way))
    return None


def _troubles(facts: ProgressFacts, texts: Texts, limit: int) -> Iterable[CardElement]:
    """A line for each person who did not end as planned."""
    shown = facts.troubled[:TROUBLED_SHOWN]
    yield from trouble_lines(shown, facts.plan.products, texts, limit)
    if len(facts.troubled) > TROUBLED_SHOWN:
        yield text(
            texts.common.more(len(facts.troubled) - TROUBLED_SHOWN), subtle=True, spacing="Small"
        )


def _buttons(facts: ProgressFacts, state: RunState, texts: Texts) -> list[Action]:
    def one(verb: Verb, title: str, *, positive: bool = False) -> Action:
        style: ActionStyle | None = "positive" if positive else None
        return button(verb, facts.token, title, style=style, validate=False)

    again = one(Verb.REFRESH, texts.common.look_again)
    if not facts.acts:
        return [again]
    if state in PAUSED_STATES:
        onward = texts.progress.resume
        refused = facts.tally and facts.tally.wait_reason == WaitReason.REFUSED
        if facts.tally and state is RunState.WAITING and not refused:
            onward = texts.progress.continue_with(facts.tally.people - facts.tally.finished)
        return [one(Verb.GO_ON, onward, positive=True), one(Verb.STOP, texts.progress.stop), again]
    if state is RunState.RUNNING:
        return [one(Verb.PAUSE, texts.progress.pause), one(Verb.STOP, texts.progress.stop), again]
    return [again]
