"""The result: what became of each product of each person, and the day on which data goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import TextColor

from cards.blocks import box, buttons, run, runs, table, text, who
from cards.blocks import facts as fact_set
from cards.kit import Card, button, card, fitting, head, link_button, notice_block, page_buttons
from cards.notices import Notice
from cards.plain import plain, plains
from cards.verbs import Verb
from cards.words.english import English
from licensing.losses import deletion_day
from licensing.outcome import DIRECT_GONE, LineOutcome, Outcome, PersonOutcome, Tally
from licensing.plan import Plan
from licensing.rules import Terms

#: So many lines stand for one person, with so many products each, and so many groups for one line.
LINES_SHOWN = 4
NAMED = 8
GROUPS_NAMED = 2

#: The word says it too. Good and Warning are left out: on white they are hard to read.
_COLORS: Mapping[Outcome, TextColor] = {
    Outcome.FAILED: "Attention",
    Outcome.NEEDS_ATTENTION: "Attention",
}
#: Worst first.
_ORDER = (
    Outcome.NEEDS_ATTENTION,
    Outcome.FAILED,
    Outcome.HELD_BACK,
    Outcome.ACCEPTED,
    Outcome.REMOVED,
    Outcome.KEPT,
    Outcome.NOT_HELD,
)
_UNFINISHED = frozenset(
    {Outcome.NEEDS_ATTENTION, Outcome.FAILED, Outcome.HELD_BACK, Outcome.ACCEPTED}
)


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
    csv_url: str | None = None
    notice: Notice | None = None


def result_card(facts: ResultFacts, words: English) -> Card:
    """Report the run, worst first. Nothing is left to do here but to turn pages."""
    return fitting(lambda limit: _draw(facts, words, limit))


def _draw(facts: ResultFacts, words: English, limit: int) -> Card:
    title = words.result_title(*_totals(facts.tally))
    return card(
        words,
        [
            head(title),
            notice_block(facts.notice, words),
            _deletion(facts.tally, facts.plan.day, facts.plan.terms, words),
            _counts(facts.tally, words),
            *_notes(facts.tally, words),
            *_rows(facts, words, limit),
        ],
        [
            button(Verb.HOME, facts.token, words.home, validate=False),
            link_button(words.csv, facts.csv_url) if facts.csv_url else None,
        ],
        speak=f"{title}.",
        wide=True,
    )


def outcome_blocks(tally: Tally, day: date, terms: Terms, words: English) -> list[CardElement]:
    """How a run ended, without its people. `day` is that of the removal."""
    removed, others, kept = _totals(tally)
    blocks = [_deletion(tally, day, terms, words), _counts(tally, words), *_notes(tally, words)]
    title = text(words.result_title(removed, others, kept), bold=True)
    return [title, *(block for block in blocks if block is not None)]


def _totals(tally: Tally) -> tuple[int, int, int]:
    """Lines that were removed, that were not, and that a group still gives."""
    outcomes = tally.outcomes
    others = sum(count for outcome, count in outcomes.items() if outcome in _UNFINISHED)
    return outcomes.get(Outcome.REMOVED, 0), others, outcomes.get(Outcome.KEPT, 0)


def _deletion(tally: Tally, day: date, terms: Terms, words: English) -> CardElement | None:
    mailboxes = tally.mailboxes
    if not mailboxes:
        return None
    return box("warning", text(words.result_deletion(mailboxes, deletion_day(day, terms))))


def _counts(tally: Tally, words: English) -> CardElement | None:
    pairs = [
        (words.outcomes[outcome], words.number(count))
        for outcome in _ORDER
        if (count := tally.outcomes.get(outcome, 0))
    ]
    return fact_set(*pairs) if pairs else None


def _notes(tally: Tally, words: English) -> list[CardElement]:
    return [
        text(words.outcome_notes[outcome], subtle=True, size="Small")
        for outcome in _ORDER
        if tally.outcomes.get(outcome) and outcome in words.outcome_notes
    ]


def _rows(facts: ResultFacts, words: English, limit: int) -> list[CardElement]:
    if not facts.rows:
        return []
    names = facts.plan.products
    cells = [
        (who(person.name, person.address, limit), outcome_lines(person, names, words, limit))
        for person in facts.rows
    ]
    found = [table((5, 6), (words.result_person, words.result_lines), cells)]
    turn = page_buttons(facts.page, facts.pages, facts.token, words)
    if turn:
        where = text(words.page(facts.page, facts.pages), subtle=True, size="Small")
        found += [where, buttons(*turn)]
    return found


def outcome_lines(
    person: PersonOutcome, names: Mapping[str, str], words: English, limit: int
) -> list[CardElement]:
    """What happened, worst first: products that fared alike stand in one line."""
    fared: dict[tuple[Outcome, str], list[str]] = {}
    for line in sorted(person.lines, key=lambda line: _ORDER.index(line.outcome)):
        name = plain(names.get(line.product, line.product), limit)
        fared.setdefault((line.outcome, _why(line, words, limit)), []).append(name)
    shown = [
        _line(outcome, words.and_more(alike[:NAMED], len(alike)), why, words)
        for (outcome, why), alike in list(fared.items())[:LINES_SHOWN]
    ]
    if len(fared) > LINES_SHOWN:
        rest = words.more(len(fared) - LINES_SHOWN)
        shown.append(text(rest, subtle=True, spacing="Small"))
    return shown or [text(words.nothing, subtle=True)]


def _why(line: LineOutcome, words: English, limit: int) -> str:
    if line.outcome is Outcome.KEPT and line.groups:
        names = plains((group.name for group in line.groups[:GROUPS_NAMED]), limit)
        said = words.groups_of(names, len(line.groups))
        return words.direct_gone(said) if line.reason == DIRECT_GONE else words.given_by(said)
    return words.reason(line)


def _line(outcome: Outcome, names: str, why: str, words: English) -> CardElement:
    word = run(f"{words.outcomes[outcome]}: ", bold=True, color=_COLORS.get(outcome))
    return runs(word, run(f"{names}. {why}" if why else names), spacing="Small")
