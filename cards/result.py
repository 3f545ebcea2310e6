"""The result: what became of each product of each person, and the day on which data goes."""

from collections.abc import Mapping
from dataclasses import dataclass

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import TextColor

from cards.blocks import box, buttons, run, runs, table, text
from cards.blocks import facts as fact_set
from cards.kit import Card, button, card, head, link_button, notice_block, page_buttons
from cards.notices import Notice
from cards.plain import plain, plains
from cards.verbs import Verb
from cards.words.english import English
from licensing.losses import deletion_day
from licensing.outcome import LineOutcome, Outcome, PersonOutcome, Tally
from licensing.plan import Plan

#: So many products are listed for one person, and so many groups named for one product.
LINES_SHOWN = 8
GROUPS_NAMED = 3

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
_UNFINISHED = frozenset({Outcome.NEEDS_ATTENTION, Outcome.FAILED, Outcome.HELD_BACK})


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
    outcomes = facts.tally.outcomes
    removed = outcomes.get(Outcome.REMOVED, 0) + outcomes.get(Outcome.ACCEPTED, 0)
    others = sum(count for outcome, count in outcomes.items() if outcome in _UNFINISHED)
    title = words.result_title(removed, others)
    return card(
        words,
        [
            head(title),
            notice_block(facts.notice, words),
            _deletion(facts, words),
            _counts(facts.tally, words),
            *_notes(facts.tally, words),
            *_rows(facts, words),
        ],
        [
            button(Verb.HOME, facts.token, words.home, validate=False),
            link_button(words.csv, facts.csv_url) if facts.csv_url else None,
        ],
        speak=f"{title}.",
        wide=True,
    )


def _deletion(facts: ResultFacts, words: English) -> CardElement | None:
    mailboxes = facts.tally.mailboxes
    if not mailboxes:
        return None
    return box("warning", text(words.result_deletion(mailboxes, deletion_day(facts.plan.day))))


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


def _rows(facts: ResultFacts, words: English) -> list[CardElement]:
    if not facts.rows:
        return []
    names = facts.plan.products
    cells = [(_who(person), _lines(person, names, words)) for person in facts.rows]
    found = [table((4, 6), (words.result_person, words.result_lines), cells)]
    turn = page_buttons(facts.page, facts.pages, facts.token, words)
    if turn:
        where = text(words.page(facts.page, facts.pages), subtle=True, size="Small")
        found += [where, buttons(*turn)]
    return found


def _who(person: PersonOutcome) -> list[CardElement]:
    return [
        text(plain(person.name)),
        text(plain(person.address), subtle=True, size="Small", spacing="None"),
    ]


def _lines(person: PersonOutcome, names: Mapping[str, str], words: English) -> list[CardElement]:
    ordered = sorted(person.lines, key=lambda line: _ORDER.index(line.outcome))
    shown = [
        _line(line, names.get(line.product, line.product), words) for line in ordered[:LINES_SHOWN]
    ]
    if len(ordered) > LINES_SHOWN:
        shown.append(text(words.more(len(ordered) - LINES_SHOWN), subtle=True, spacing="Small"))
    return shown or [text(words.nothing, subtle=True)]


def _line(line: LineOutcome, name: str, words: English) -> CardElement:
    groups = plains(group.name for group in line.groups[:GROUPS_NAMED])
    outcome = run(f"{words.outcomes[line.outcome]}: ", bold=True, color=_COLORS.get(line.outcome))
    return runs(outcome, run(words.result_line(line, plain(name), groups)), spacing="Small")
