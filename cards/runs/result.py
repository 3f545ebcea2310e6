"""The result: what became of each product of each person, and the day on which data goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Field, Verb
from cards.kit.blocks import box, buttons, link, table, text, who
from cards.kit.card import (
    Card,
    button,
    card,
    fitting,
    fold,
    head,
    link_button,
    notice_block,
    page_buttons,
)
from cards.kit.escaping import plain
from cards.kit.inputs import choose_many
from cards.kit.notices import Notice
from cards.runs.evidence import Evidence, evidence_lines
from cards.runs.outcomes import counts_block, person_lines
from cards.undo.returns import return_blocks
from cards.words.texts import Texts
from licensing.losses.losses import last_good_day
from licensing.losses.services import Data
from licensing.plans.plan import Plan, PlanKind
from licensing.plans.summary import Summary
from licensing.runs.counts import REMOVED_OUTCOMES, count_lines
from licensing.runs.lost_things import DELETED
from licensing.runs.outcome import Outcome, PersonOutcome, RunProgress
from licensing.runs.removal_days import RemovalDays
from licensing.runs.severity import SEVERITY

#: What someone may have to look up, or do, in the admin center.
_BY_HAND = (Outcome.FAILED, Outcome.NEEDS_ATTENTION, Outcome.UNEXPLAINED)


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """Facts of the card."""

    #: Its people may be left out: only the head is read.
    plan: Plan
    tally: RunProgress
    #: The people of this page, and which page it is, from 0.
    rows: tuple[PersonOutcome, ...]
    page: int
    pages: int
    token: str
    #: Where the file can be downloaded; None where nothing is served.
    file_url: str | None = None
    notice: Notice | None = None
    #: The receipts that undo it, or a part of it.
    undone_by: tuple[int, ...] = ()
    #: The day on which the run ended; None before it is over.
    ended_on: date | None = None
    #: Who did it when, and who approved it; None where it is not told.
    evidence: Evidence | None = None
    #: When the run ended, local to the viewer.
    at: datetime | None = None
    #: Whether the viewer may undo it, as far as that is known.
    may_undo: bool = True


def result_card(facts: ResultFacts, texts: Texts) -> Card:
    """Report the run, worst first, and offer the way back."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: ResultFacts, texts: Texts, limit: int) -> Card:
    tally, kind = facts.tally, facts.plan.kind
    title = result_title(tally.outcomes, texts, kind)
    return card(
        texts,
        [
            head(title, texts.progress.receipt_number(tally.receipt)),
            notice_block(facts.notice, texts),
            *_evidence(facts, texts, limit),
            text(_about(facts, texts), subtle=True) if _about(facts, texts) else None,
            *_deletions(tally, facts.plan.summary, facts.plan.day, texts),
            *_returns(facts, texts, limit),
            counts_block(tally, texts),
            *_notes(tally, texts),
            *_rows(facts, texts, limit),
        ],
        [
            _undo(facts, texts, limit) if _can_undo(facts) else None,
            link_button(texts.common.download, facts.file_url) if facts.file_url else None,
            button(Verb.HISTORY, facts.token, texts.history.history, validate=False),
            button(Verb.HOME, facts.token, texts.common.home, validate=False),
        ],
        speak=f"{title}.",
        wide=True,
    )


def outcome_blocks(
    tally: RunProgress, summary: Summary, day: date, texts: Texts
) -> list[CardElement]:
    """How a run ended, without its people. `day` is that of the approval."""
    title = text(result_title(tally.outcomes, texts), bold=True)
    receipt = text(texts.progress.receipt_number(tally.receipt), subtle=True, spacing="None")
    blocks = [*_deletions(tally, summary, day, texts), counts_block(tally, texts)]
    found = [block for block in blocks if block is not None]
    return [title, receipt, *found, *_notes(tally, texts)]


def result_title(
    outcomes: Mapping[Outcome, int], texts: Texts, kind: PlanKind = PlanKind.REMOVAL
) -> str:
    """What a run came to, in one line."""
    found = count_lines(outcomes)
    if found.accepted and not found.removed and not found.restored:
        return texts.results.accepted_title(found.accepted)
    if kind is PlanKind.UNDO:
        return texts.results.restored_title(found.restored, found.unfinished)
    return texts.results.title(found.removed, found.still_assigned, found.unfinished, found.kept)


def _evidence(facts: ResultFacts, texts: Texts, limit: int) -> list[CardElement]:
    if facts.evidence is None or facts.at is None:
        return []
    said = evidence_lines(facts.evidence, facts.at, texts, limit)
    return [text(one, subtle=True, size="Small", spacing="Small") for one in said]


def _about(facts: ResultFacts, texts: Texts) -> str:
    """What it undid, or by what it was undone."""
    if facts.plan.undoes:
        return texts.undo.undoes(facts.plan.undoes.receipt)
    return texts.undo.was_undone(facts.undone_by) if facts.undone_by else ""


def _can_undo(facts: ResultFacts) -> bool:
    """Whether to offer the undo; what can actually be restored is read then."""
    removal = facts.plan.kind is PlanKind.REMOVAL
    removed = any(facts.tally.outcomes.get(outcome) for outcome in REMOVED_OUTCOMES)
    return facts.may_undo and removal and removed


def _undo(facts: ResultFacts, texts: Texts, limit: int) -> Action:
    """Unfold the way back: for people of this page, or to choose from all."""
    choices = [
        (texts.choose.person_choice(plain(p.name, limit), plain(p.address, limit)), p.id)
        for p in facts.rows
        if any(line.outcome in REMOVED_OUTCOMES for line in p.lines)
    ]
    items = [text(texts.undo.restore_explained)]
    if choices:
        items.append(
            choose_many(
                Field.PEOPLE,
                texts.undo.restore_some,
                choices,
                placeholder=texts.choose.products_hint,
            )
        )
    onward = button(Verb.UNDO, facts.token, texts.common.preview, style="positive")
    return fold(texts.undo.restore, items, [onward])


def _deletions(tally: RunProgress, summary: Summary, day: date, texts: Texts) -> list[CardElement]:
    """What is deleted one day of what a removal took, by when a license must be back."""
    if not any(tally.outcomes.get(outcome) for outcome in REMOVED_OUTCOMES):
        return []
    # Days count from when the licenses went, not from when it was previewed or approved.
    days = tally.removal or RemovalDays(day, day)
    # Mailboxes are counted by what went. Of the rest the plan's number is the most that can be.
    at_most = count_lines(tally.outcomes).unfinished > 0
    lost = {kind: summary.losing.get(kind, 0) for kind in Data if kind in DELETED}
    lost |= {Data.MAILBOX: tally.mailboxes}
    blocks = list[CardElement]()
    for kind, people in lost.items():
        if people:
            first = last_good_day(kind, days.first, summary.terms)
            last = last_good_day(kind, days.last, summary.terms)
            up_to = at_most and kind is not Data.MAILBOX
            said = texts.results.deletion(kind, people, first, last, at_most=up_to)
            blocks.append(box("warning", text(said)))
    return blocks


def _returns(facts: ResultFacts, texts: Texts, limit: int) -> list[CardElement]:
    """Of an undo: what came back with the licenses, and what did not."""
    found = facts.plan.summary.returns
    return return_blocks(found, texts, limit, restored_on=facts.ended_on)


def _notes(tally: RunProgress, texts: Texts) -> list[CardElement]:
    notes = [
        text(texts.results.outcome_notes[outcome], subtle=True, size="Small")
        for outcome in SEVERITY
        if tally.outcomes.get(outcome) and outcome in texts.results.outcome_notes
    ]
    by_hand = any(tally.outcomes.get(outcome) for outcome in _BY_HAND)
    return [*notes, link(texts.common.users_page, texts.links.users_page)] if by_hand else notes


def _rows(facts: ResultFacts, texts: Texts, limit: int) -> list[CardElement]:
    if not facts.rows:
        return []
    names = facts.plan.products
    cells = [
        (who(person.name, person.address, limit), person_lines(person, names, texts, limit))
        for person in facts.rows
    ]
    found = [table((5, 6), (texts.results.person, texts.results.lines), cells, texts)]
    turn = page_buttons(facts.page, facts.pages, facts.token, texts)
    if turn:
        where = text(texts.common.page(facts.page, facts.pages), subtle=True, size="Small")
        found += [where, buttons(*turn)]
    return found
