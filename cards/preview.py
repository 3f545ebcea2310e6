"""The preview, 3 of 4: who loses what, what stays and why, and on which day data goes."""

from collections.abc import Mapping
from dataclasses import dataclass

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.before import before_button
from cards.blocks import box, buttons, link, run, runs, table, text
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
from licensing.plan import Fate, Line, Plan, PlannedPerson

#: So many products are listed for one person; the rest is a number.
LINES_SHOWN = 8

#: Worst first.
_ORDER = (Fate.GOES, Fate.STAYS_BY_GROUP, Fate.INHERITED, Fate.NOT_HELD)


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
            buttons(before_button(words)),
            _counts(facts.plan, words),
            *_rows(facts, words),
        ],
        [
            button(Verb.NEXT, facts.token, words.continue_, style="positive"),
            back(facts.token, words),
            cancel(facts.token, words),
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
    names = facts.plan.products
    cells = [(_who(person), _lines(person, names, words)) for person in facts.rows]
    found = [table((4, 6), (words.person, words.fate_lines), cells)]
    more: list[Action] = page_buttons(facts.page, facts.pages, facts.token, words)
    if more:
        found.append(text(words.page(facts.page, facts.pages), subtle=True, size="Small"))
    if facts.csv_url:
        more.append(link_button(words.csv, facts.csv_url))
    return [*found, buttons(*more)] if more else found


def _who(person: PlannedPerson) -> list[CardElement]:
    return [
        text(plain(person.name)),
        text(plain(person.address), subtle=True, size="Small", spacing="None"),
    ]


def _lines(person: PlannedPerson, names: Mapping[str, str], words: English) -> list[CardElement]:
    ordered = sorted(person.lines, key=lambda line: _ORDER.index(line.fate))
    shown = [
        element
        for line in ordered[:LINES_SHOWN]
        for element in _line(line, plain(names.get(line.product, line.product)), words)
    ]
    if len(ordered) > LINES_SHOWN:
        shown.append(text(words.more(len(ordered) - LINES_SHOWN), subtle=True, spacing="Small"))
    return shown or [text(words.nothing, subtle=True)]


def _line(line: Line, name: str, words: English) -> list[CardElement]:
    """One product; two lines where the direct assignment goes and a group's stays."""
    groups = plains(group.name for group in line.groups[:GROUPS_NAMED])
    if line.fate is Fate.GOES:
        return [_goes(name, words)]
    if line.fate is Fate.NOT_HELD:
        return [runs(run(f"{words.not_held}: "), run(name), spacing="Small")]
    stays = runs(run(f"{words.stays}: "), run(words.by_group(name, groups)), spacing="Small")
    if line.fate is Fate.INHERITED:
        return [stays]
    return [_goes(words.direct_assignment(name), words), stays]


def _goes(name: str, words: English) -> CardElement:
    return runs(run(f"{words.goes}: ", bold=True), run(name), spacing="Small")
