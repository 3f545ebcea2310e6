"""While a run is open: its progress, the last problem, and Pause and Stop."""

from collections.abc import Iterable
from dataclasses import dataclass

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action, ActionStyle

from cards.kit.actions import Verb
from cards.kit.blocks import box, progress, run, runs, text
from cards.kit.card import Card, button, card, fitting, head, notice_block
from cards.kit.escaping import plain
from cards.kit.notices import Notice
from cards.runs.outcomes import counts_block, person_lines
from cards.words.texts import Texts
from licensing.plans.plan import Plan
from licensing.runs.control import ACTIVE_STATES, PAUSED_STATES, WaitReason
from licensing.runs.outcome import PersonOutcome, RunProgress, RunState

#: Maximum number of people shown who did not end as planned.
TROUBLED_SHOWN = 5


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
    """Show a bar that fills, the same in words, and the buttons that hold the run."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: ProgressFacts, texts: Texts, limit: int) -> Card:
    tally, summary = facts.tally, facts.plan.summary
    state = tally.state if tally else RunState.RUNNING
    done, total = (tally.finished, tally.people) if tally else (0, summary.people)
    title = texts.progress.title(state, facts.plan.kind)
    said = texts.progress.progress(done, total) if tally else texts.progress.running_start
    return card(
        texts,
        [
            head(
                title,
                texts.progress.receipt_number(tally.receipt) if tally and tally.receipt else None,
            ),
            notice_block(facts.notice, texts),
            text(texts.progress.subject(summary.licenses, summary.affected, facts.plan.undoes)),
            _waiting(tally, texts),
            progress(done, total),
            _progress(said, facts.left, texts),
            _note(tally, texts),
            counts_block(tally, texts) if tally else None,
            *_trouble(facts, texts, limit),
        ],
        _buttons(facts, state, texts),
        speak=f"{title}. {said}",
    )


def _progress(said: str, left: float | None, texts: Texts) -> CardElement:
    parts = [run(said, bold=True)]
    if left is not None:
        parts.append(run(f" · {texts.progress.time_left(left)}", subtle=True))
    return runs(*parts, spacing="Small")


def _waiting(tally: RunProgress | None, texts: Texts) -> CardElement | None:
    if tally and tally.trouble and tally.state in ACTIVE_STATES:
        return box("warning", text(texts.progress.trouble(tally.trouble)))
    if tally is None or tally.state is not RunState.WAITING:
        return None
    said = texts.progress.waits(tally.wait_reason, tally.canary, tally.refusal)
    return box("warning", text(said))


def _note(tally: RunProgress | None, texts: Texts) -> CardElement | None:
    """What happens next, in a sentence."""
    if tally and tally.state is RunState.RUNNING and tally.canary:
        return text(texts.progress.first_people(tally.canary), subtle=True)
    state = tally.state if tally else RunState.RUNNING
    said = texts.progress.note(state, tally.under_way if tally else 0)
    return text(said, subtle=True) if said else None


def _trouble(facts: ProgressFacts, texts: Texts, limit: int) -> Iterable[CardElement]:
    if not facts.troubled:
        return
    tally = facts.tally
    several = tally is not None and tally.wait_reason == WaitReason.NOT_AS_PLANNED
    yield text(texts.progress.not_as_planned if several else texts.progress.last_problem, bold=True)
    for person in facts.troubled[:TROUBLED_SHOWN]:
        who = texts.choose.person_choice(plain(person.name, limit), plain(person.address, limit))
        yield text(who, spacing="Small")
        yield from person_lines(person, facts.plan.products, texts, limit)
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
