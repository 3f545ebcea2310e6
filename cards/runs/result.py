"""The result: what became of each product of each person, and the day on which data goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Field, Verb
from cards.kit.blocks import box, buttons, table, text, who
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
from cards.runs.outcomes import counts_block, person_lines
from cards.words.english import English
from licensing.losses.losses import deletion_day
from licensing.losses.rules import Terms
from licensing.plans.plan import Plan, PlanKind
from licensing.runs.outcome import Outcome, PersonOutcome, Tally
from licensing.runs.severity import SEVERITY, TROUBLE

_TOOK = frozenset({Outcome.REMOVED, Outcome.ACCEPTED, Outcome.KEPT})
_UNFINISHED = TROUBLE | {Outcome.NOT_TOUCHED}


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """Facts of the card."""

    #: Its people may be left out: only the head is read.
    plan: Plan
    tally: Tally
    #: The people of this page, and which page it is, from 0.
    rows: tuple[PersonOutcome, ...]
    page: int
    pages: int
    token: str
    #: Where the table can be downloaded; None where it is offered as a file instead.
    csv_url: str | None = None
    notice: Notice | None = None
    #: The receipts that undo it, or a part of it.
    undone_by: tuple[int, ...] = ()


def result_card(facts: ResultFacts, words: English) -> Card:
    """Report the run, worst first, and offer the way back."""
    return fitting(lambda limit: _draw(facts, words, limit))


def _draw(facts: ResultFacts, words: English, limit: int) -> Card:
    tally, kind = facts.tally, facts.plan.kind
    title = result_title(tally.outcomes, words, kind)
    return card(
        words,
        [
            head(title, words.receipt_number(tally.receipt)),
            notice_block(facts.notice, words),
            text(_about(facts, words), subtle=True) if _about(facts, words) else None,
            _deletion(tally, facts.plan.day, facts.plan.terms, words),
            counts_block(tally, words),
            *_notes(tally, words),
            *_rows(facts, words, limit),
        ],
        [
            _undo(facts, words, limit) if _can_undo(facts) else None,
            _table_button(facts, words),
            button(Verb.HISTORY, facts.token, words.history, validate=False),
            button(Verb.HOME, facts.token, words.home, validate=False),
        ],
        speak=f"{title}.",
        wide=True,
    )


def outcome_blocks(tally: Tally, day: date, terms: Terms, words: English) -> list[CardElement]:
    """How a run ended, without its people. `day` is that of the removal."""
    title = text(result_title(tally.outcomes, words), bold=True)
    receipt = text(words.receipt_number(tally.receipt), subtle=True, spacing="None")
    blocks = [_deletion(tally, day, terms, words), counts_block(tally, words)]
    found = [block for block in blocks if block is not None]
    return [title, receipt, *found, *_notes(tally, words)]


def result_title(
    outcomes: Mapping[Outcome, int], words: English, kind: PlanKind = PlanKind.REMOVAL
) -> str:
    """What a run came to, in one line."""
    others = sum(count for outcome, count in outcomes.items() if outcome in _UNFINISHED)
    accepted = outcomes.get(Outcome.ACCEPTED, 0)
    if accepted and not outcomes.get(Outcome.REMOVED) and not outcomes.get(Outcome.RESTORED):
        return words.accepted_title(accepted)
    if kind is PlanKind.RESTORATION:
        others += outcomes.get(Outcome.LEFT_OUT, 0)
        return words.given_back_title(outcomes.get(Outcome.RESTORED, 0), others)
    removed = outcomes.get(Outcome.REMOVED, 0)
    return words.result_title(removed, others, outcomes.get(Outcome.KEPT, 0))


def _about(facts: ResultFacts, words: English) -> str:
    """What it undid, or by what it was undone."""
    if facts.plan.undoes:
        return words.undoes(facts.plan.undoes.receipt)
    return words.was_undone(facts.undone_by) if facts.undone_by else ""


def _can_undo(facts: ResultFacts) -> bool:
    """Whether it is worth offering; what can really be given back is read then."""
    removal = facts.plan.kind is PlanKind.REMOVAL
    return removal and any(facts.tally.outcomes.get(outcome) for outcome in _TOOK)


def _undo(facts: ResultFacts, words: English, limit: int) -> Action:
    """Unfold the way back: for people of this page, or to choose from all."""
    choices = [
        (words.person_choice(plain(p.name, limit), plain(p.address, limit)), p.id)
        for p in facts.rows
        if any(line.outcome in _TOOK for line in p.lines)
    ]
    items = [text(words.give_back_explained)]
    if choices:
        items.append(
            choose_many(
                Field.PEOPLE, words.give_back_some, choices, placeholder=words.products_hint
            )
        )
    onward = button(Verb.UNDO, facts.token, words.preview, style="positive")
    return fold(words.give_back, items, [onward])


def _table_button(facts: ResultFacts, words: English) -> Action:
    if facts.csv_url:
        return link_button(words.csv, facts.csv_url)
    return button(Verb.CSV, facts.token, words.save_csv, validate=False)


def _deletion(tally: Tally, day: date, terms: Terms, words: English) -> CardElement | None:
    mailboxes = tally.mailboxes
    if not mailboxes:
        return None
    return box("warning", text(words.result_deletion(mailboxes, deletion_day(day, terms))))


def _notes(tally: Tally, words: English) -> list[CardElement]:
    return [
        text(words.outcome_notes[outcome], subtle=True, size="Small")
        for outcome in SEVERITY
        if tally.outcomes.get(outcome) and outcome in words.outcome_notes
    ]


def _rows(facts: ResultFacts, words: English, limit: int) -> list[CardElement]:
    if not facts.rows:
        return []
    names = facts.plan.products
    cells = [
        (who(person.name, person.address, limit), person_lines(person, names, words, limit))
        for person in facts.rows
    ]
    found = [table((5, 6), (words.result_person, words.result_lines), cells)]
    turn = page_buttons(facts.page, facts.pages, facts.token, words)
    if turn:
        where = text(words.page(facts.page, facts.pages), subtle=True, size="Small")
        found += [where, buttons(*turn)]
    return found
