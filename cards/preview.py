"""The preview, 3 of 4: who loses what, what stays and why, and on which day data goes."""

from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.before import before_button
from cards.blocks import box, buttons, link, table, text
from cards.blocks import facts as fact_set
from cards.kit import (
    Card,
    back,
    button,
    cancel,
    card,
    head,
    link_button,
    notice_block,
    page_buttons,
)
from cards.notices import Notice
from cards.plain import plain, plains
from cards.verbs import Verb
from cards.warnings import GROUPS_NAMED, warning_blocks
from cards.words import links
from cards.words.english import English
from licensing.plan import TOUCHED, Fate, Line, Plan, PlannedPerson

#: So many products are listed in one cell; the rest is a number.
LINES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class PreviewFacts:
    """Facts of the card."""

    #: Its people may be left out: only the head is read.
    plan: Plan
    #: The people of this page, and which page it is, from 0.
    rows: tuple[PlannedPerson, ...]
    page: int
    pages: int
    token: str
    csv_url: str | None = None
    notice: Notice | None = None


def preview_card(facts: PreviewFacts, words: English) -> Card:
    """Show the plan with all its warnings; without a way on where nothing would be removed."""
    if not facts.plan.summary.licenses:
        return _nothing(facts, words)
    summary = facts.plan.summary
    title = words.licenses_from_people(summary.licenses, summary.affected)
    return card(
        words,
        [
            head(title, words.step(3, words.step_preview)),
            notice_block(facts.notice, words),
            text(words.reckoned(facts.plan.day), subtle=True),
            *warning_blocks(summary, facts.plan.day, words),
            _counts(facts.plan, words),
            *_rows(facts, words),
        ],
        [
            button(Verb.NEXT, facts.token, words.continue_, style="positive"),
            back(facts.token, words),
            cancel(facts.token, words),
            before_button(words),
            link_button(words.csv, facts.csv_url) if facts.csv_url else None,
        ],
        speak=words.preview_spoken(title, facts.plan.day),
        wide=True,
    )


def _nothing(facts: PreviewFacts, words: English) -> Card:
    summary = facts.plan.summary
    why = (
        words.why_nothing(summary.inherited, summary.not_held)
        if summary.people
        else words.gone_people
    )
    by_group = [link(words.group_link, links.GROUP_LICENSES)] if summary.inherited else []
    return card(
        words,
        [
            head(words.preview_nothing, words.step(3, words.step_preview)),
            notice_block(facts.notice, words),
            box("emphasis", text(why), *by_group),
            *(_rows(facts, words) if summary.people else []),
        ],
        [back(facts.token, words)],
        speak=f"{words.preview_nothing}. {why}",
    )


def _counts(plan: Plan, words: English) -> CardElement:
    summary = plan.summary
    pairs = [
        (words.count_people, summary.people),
        (words.count_affected, summary.affected),
        (words.count_licenses, summary.licenses),
        (words.count_inherited, summary.inherited),
        (words.count_not_held, summary.not_held),
    ]
    kept = [
        (title, words.number(count))
        for title, count in pairs
        if count or title == words.count_licenses
    ]
    return fact_set(*kept)


def _rows(facts: PreviewFacts, words: English) -> list[CardElement]:
    staying = any(line.fate is not Fate.GOES for person in facts.rows for line in person.lines)
    titles = (words.person, words.loses, words.stays)
    names = facts.plan.products
    cells = [
        (
            _who(person),
            _lines(
                [
                    plain(names.get(line.product, line.product))
                    for line in person.lines
                    if line.fate in TOUCHED
                ],
                words,
            ),
            _lines(
                [
                    _staying(line, names.get(line.product, line.product), words)
                    for line in person.lines
                    if line.fate is not Fate.GOES
                ],
                words,
            ),
        )
        for person in facts.rows
    ]
    width = 3 if staying else 2
    found = [table((4, 4, 4)[:width], titles[:width], [row[:width] for row in cells])]
    turn = page_buttons(facts.page, facts.pages, facts.token, words)
    if turn:
        where = text(words.page(facts.page, facts.pages), subtle=True, size="Small")
        found += [where, buttons(*turn)]
    return found


def _who(person: PlannedPerson) -> list[CardElement]:
    return [
        text(plain(person.name)),
        text(plain(person.address), subtle=True, size="Small", spacing="None"),
    ]


def _lines(names: list[str], words: English) -> list[CardElement]:
    if not names:
        return [text(words.nothing, subtle=True)]
    shown = [text(name, spacing="Small") for name in names[:LINES_SHOWN]]
    if len(names) > LINES_SHOWN:
        shown.append(text(words.more(len(names) - LINES_SHOWN), subtle=True, spacing="Small"))
    return shown


def _staying(line: Line, name: str, words: English) -> str:
    if line.fate is Fate.NOT_HELD:
        return words.line_not_held(plain(name))
    groups = plains(group.name for group in line.groups[:GROUPS_NAMED])
    return words.by_group(plain(name), groups)
