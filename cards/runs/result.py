"""The result: what a run came to in words, what is ahead, and what can follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Verb
from cards.kit.blocks import box, link, text
from cards.kit.card import (
    Card,
    button,
    card,
    details_button,
    fitting,
    link_button,
    named_head,
    notice_block,
)
from cards.kit.notices import Notice
from cards.removal.decision import labeled, only_ones
from cards.runs.ahead import Restored, ahead_block, deletions, removed_licenses
from cards.runs.evidence import Evidence, evidence_lines
from cards.runs.outcomes import counts_block, trouble_lines
from cards.undo.returns import restored_block
from cards.words.groups.results import Headline
from cards.words.texts import Texts
from licensing.losses.losses import last_good_day
from licensing.losses.services import Data
from licensing.plans.plan import Plan, PlanKind
from licensing.plans.summary import Summary
from licensing.runs.counts import count_lines
from licensing.runs.outcome import Outcome, PersonOutcome, RunProgress
from licensing.runs.severity import SEVERITY

#: What someone may have to look up, or do, in the admin center.
_BY_HAND = (Outcome.FAILED, Outcome.NEEDS_ATTENTION, Outcome.UNEXPLAINED)
#: Maximum length of names in the headline and of a problem.
_CUT = 48
#: The same for who approved a run that did not end as planned.
_NARROW = 24


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """Facts of the card."""

    #: Its people may be left out: only the head is read.
    plan: Plan
    tally: RunProgress
    token: str
    #: The day for the person who looks.
    today: date
    #: The person who ended worst.
    worst: PersonOutcome | None = None
    #: Where the file can be downloaded; None where nothing is served.
    file_url: str | None = None
    notice: Notice | None = None
    #: The receipts that undo it, or a part of it, and what they brought back.
    undone_by: tuple[int, ...] = ()
    restored: Restored = Restored()  # noqa: RUF009 - it is frozen
    #: The day on which the run ended; None before it is over.
    ended_on: date | None = None
    #: Who did it when, and who approved it; None where it is not told.
    evidence: Evidence | None = None
    #: When the run ended, local to the viewer.
    at: datetime | None = None
    #: Whether the viewer may begin new flows, and undo this run, as far as that is known.
    may_act: bool = True
    may_undo: bool = True


def result_card(facts: ResultFacts, texts: Texts) -> Card:
    """Report the run, and offer what can follow."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: ResultFacts, texts: Texts, limit: int) -> Card:
    tally, plan = facts.tally, facts.plan
    title = headline(tally, plan, texts, min(limit, _CUT))
    licenses = result_title(tally.outcomes, texts, plan.kind)
    return card(
        texts,
        [
            named_head(title, texts.progress.receipt_number(tally.receipt)),
            notice_block(facts.notice, texts),
            *_evidence(facts, texts, limit),
            *_about(facts, texts),
            *ended_lines(tally, plan, texts),
            *_problem(facts, texts, limit),
            _losses(facts, texts),
        ],
        _buttons(facts, texts),
        speak=f"{title}. {licenses}.",
    )


def headline(tally: RunProgress, plan: Plan, texts: Texts, limit: int) -> str:
    """What a run came to, with the names of its only product and its only person."""
    found, words = count_lines(tally.outcomes), texts.results
    if found.accepted and not found.removed and not found.restored:
        return words.unconfirmed(found.accepted)
    undo = plan.kind is PlanKind.UNDO
    done = found.restored if undo else found.removed
    planned = Headline(*only_ones(plan, limit))
    return words.headline(done, tally.ends.changed, planned, undo=undo)


def ended_lines(tally: RunProgress, plan: Plan, texts: Texts) -> list[CardElement]:
    """People and licenses by what became of them; what was not asked to change, if there is room.

    A run that did not end as planned has more to say, so it is set smaller.
    """
    summary, found = plan.summary, count_lines(tally.outcomes)
    said = [result_title(tally.outcomes, texts, plan.kind)]
    if summary.affected > 1:
        said.insert(0, texts.results.people_ended(tally.ends, summary.affected))
    if found.unfinished:
        return [text(one, size="Small", spacing="Small") for one in said]
    lines = [text(one, spacing="Small") for one in said]
    if found.kept:
        lines.append(labeled(texts, texts.decision.kept_label, texts.decision.kept(found.kept)))
    if found.unexplained:
        word = texts.results.outcomes[Outcome.UNEXPLAINED]
        lines.append(labeled(texts, word, texts.common.licenses(found.unexplained)))
    return lines


def result_title(
    outcomes: Mapping[Outcome, int], texts: Texts, kind: PlanKind = PlanKind.REMOVAL
) -> str:
    """What became of the licenses of a run, in one line."""
    return texts.results.licenses_ended(count_lines(outcomes), undo=kind is PlanKind.UNDO)


def outcome_blocks(
    tally: RunProgress, summary: Summary, day: date, texts: Texts, today: date | None = None
) -> list[CardElement]:
    """How a run ended, in full but without its people. `day` is that of the approval.

    `today` is the day on which it is read: what has happened by then is said in the past tense.
    """
    title = text(result_title(tally.outcomes, texts), bold=True)
    receipt = text(texts.progress.receipt_number(tally.receipt), subtle=True, spacing="None")
    blocks = [*_deletions(tally, summary, day, texts, today), counts_block(tally, texts)]
    found = [block for block in blocks if block is not None]
    return [title, receipt, *found, *_notes(tally, texts)]


def _evidence(facts: ResultFacts, texts: Texts, limit: int) -> list[CardElement]:
    if facts.evidence is None or facts.at is None:
        return []
    crowded = count_lines(facts.tally.outcomes).unfinished > 0
    said = evidence_lines(facts.evidence, facts.at, texts, min(limit, _NARROW if crowded else _CUT))
    return [text(texts.common.sentences(said), subtle=True, size="Small", spacing="Small")]


def _about(facts: ResultFacts, texts: Texts) -> list[CardElement]:
    """What it undid, or by what it was undone."""
    if facts.plan.undoes:
        said = texts.undo.undoes(facts.plan.undoes.receipt)
    elif facts.undone_by:
        removed = removed_licenses(facts.tally)
        said = texts.undo.was_undone(facts.undone_by, facts.restored.licenses, removed)
    else:
        return []
    return [text(said, size="Small", spacing="Small")]


def _problem(facts: ResultFacts, texts: Texts, limit: int) -> list[CardElement]:
    """What went wrong, where it did for one person; the details have everyone."""
    ends, worst = facts.tally.ends, facts.worst
    if worst is None or ends.failed + ends.skipped + ends.accepted != 1:
        return []
    return trouble_lines([worst], facts.plan.products, texts, min(limit, _CUT), small=True)


def _losses(facts: ResultFacts, texts: Texts) -> CardElement | None:
    plan = facts.plan
    if plan.kind is PlanKind.UNDO:
        summary, day = plan.summary, facts.ended_on or facts.today
        single = summary.people == 1
        return restored_block(summary.returns, summary.blocked, texts, day, single=single)
    return ahead_block(facts.tally, plan, facts.today, facts.restored, texts)


def _buttons(facts: ResultFacts, texts: Texts) -> list[Action | None]:
    ends, token = facts.tally.ends, facts.token

    def one(verb: Verb, title: str) -> Action:
        return button(verb, token, title, validate=False)

    failed, rest = ends.failed, ends.not_started
    return [
        one(Verb.TRY_AGAIN, texts.results.try_again(failed)) if failed and facts.may_act else None,
        one(Verb.DO_REST, texts.results.do_rest) if rest and facts.may_act else None,
        one(Verb.UNDO, texts.undo.restore) if _can_undo(facts) else None,
        details_button(token, texts),
        link_button(texts.common.download, facts.file_url) if facts.file_url else None,
        None if failed or rest else one(Verb.HOME, texts.common.home),
    ]


def _can_undo(facts: ResultFacts) -> bool:
    """Whether the undo is offered; what can actually be restored is read then."""
    removal = facts.plan.kind is PlanKind.REMOVAL
    left = removed_licenses(facts.tally) > facts.restored.licenses
    return facts.may_undo and removal and left


def _deletions(
    tally: RunProgress, summary: Summary, day: date, texts: Texts, today: date | None
) -> list[CardElement]:
    """What is deleted one day of what a removal took, by when a license must be back."""
    found = deletions(tally, summary, day)
    blocks = list[CardElement]()
    for kind, people in found.people.items():
        first = last_good_day(kind, found.days.first, summary.terms)
        last = last_good_day(kind, found.days.last, summary.terms)
        at_most = found.at_most and kind is not Data.MAILBOX
        over = today is not None and today > last
        said = texts.results.deletion(kind, people, first, last, at_most=at_most, over=over)
        blocks.append(box("warning", text(said)))
    return blocks


def _notes(tally: RunProgress, texts: Texts) -> list[CardElement]:
    notes = [
        text(texts.results.outcome_notes[outcome], subtle=True, size="Small")
        for outcome in SEVERITY
        if tally.outcomes.get(outcome) and outcome in texts.results.outcome_notes
    ]
    by_hand = any(tally.outcomes.get(outcome) for outcome in _BY_HAND)
    return [*notes, link(texts.common.users_page, texts.links.users_page)] if by_hand else notes
