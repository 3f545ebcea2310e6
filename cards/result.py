"""The result: what became of each product of each person, and the day on which data goes."""

from collections.abc import Mapping
from dataclasses import dataclass

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.blocks import box, buttons, table, text, who
from cards.kit import Card, button, card, fitting, head, link_button, notice_block, page_buttons
from cards.notices import Notice
from cards.outcomes import counts_block, person_lines
from cards.verbs import Verb
from cards.words.english import English
from licensing.losses import deletion_day
from licensing.outcome import Outcome, PersonOutcome, Tally
from licensing.plan import Plan
from licensing.severity import SEVERITY, TROUBLE

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


def result_card(facts: ResultFacts, words: English) -> Card:
    """Report the run, worst first. Nothing is left to do here but to turn pages."""
    return fitting(lambda limit: _draw(facts, words, limit))


def _draw(facts: ResultFacts, words: English, limit: int) -> Card:
    title = result_title(facts.tally.outcomes, words)
    return card(
        words,
        [
            head(title, words.receipt_number(facts.tally.receipt)),
            notice_block(facts.notice, words),
            _deletion(facts, words),
            counts_block(facts.tally, words),
            *_notes(facts.tally, words),
            *_rows(facts, words, limit),
        ],
        [
            _table_button(facts, words),
            button(Verb.HISTORY, facts.token, words.history, validate=False),
            button(Verb.HOME, facts.token, words.home, validate=False),
        ],
        speak=f"{title}.",
        wide=True,
    )


def result_title(outcomes: Mapping[Outcome, int], words: English) -> str:
    """What a run came to, in one line."""
    removed = outcomes.get(Outcome.REMOVED, 0)
    others = sum(count for outcome, count in outcomes.items() if outcome in _UNFINISHED)
    return words.result_title(removed, others, outcomes.get(Outcome.KEPT, 0))


def _table_button(facts: ResultFacts, words: English) -> Action:
    if facts.csv_url:
        return link_button(words.csv, facts.csv_url)
    return button(Verb.CSV, facts.token, words.save_csv, validate=False)


def _deletion(facts: ResultFacts, words: English) -> CardElement | None:
    mailboxes = facts.tally.mailboxes
    if not mailboxes:
        return None
    return box("warning", text(words.result_deletion(mailboxes, deletion_day(facts.plan.day))))


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
