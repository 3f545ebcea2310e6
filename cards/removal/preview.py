"""The preview, 3 of 4: who loses what, what stays and why, and on which day data goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Verb
from cards.kit.blocks import box, buttons, link, run, runs, table, text, who
from cards.kit.blocks import facts as fact_set
from cards.kit.card import (
    Card,
    back,
    button,
    cancel,
    card,
    fitting,
    head,
    link_button,
    notice_block,
    page_buttons,
)
from cards.kit.escaping import plain, plains
from cards.kit.notices import Notice
from cards.removal.advice import before_button
from cards.removal.blockers import blocker_blocks
from cards.removal.ending_services import ending_services
from cards.removal.freed import freed_blocks
from cards.removal.person_losses import person_losses
from cards.removal.warnings import warning_blocks
from cards.words.texts import Texts
from licensing.plans.plan import Plan
from licensing.plans.planned_person import CHANGING_ACTIONS, Line, PlannedAction, PlannedPerson
from licensing.plans.summary import Summary
from licensing.tenant.prices import Price
from licensing.tenant.roles import ActingMode

#: Number of names shown for one person: products that go or are not held, products that stay, and
#: groups that give one. The rest is a number; the file has it all.
NAMED = 8
STAYING_SHOWN = 4
GROUPS_SHOWN = 2


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
    file_url: str | None = None
    notice: Notice | None = None
    acting: ActingMode = ActingMode.PERSON
    #: What licenses cost, by product id, as far as it is known.
    prices: Mapping[str, Price] = field(default_factory=dict)


def preview_card(facts: PreviewFacts, texts: Texts) -> Card:
    """Show the plan with all its warnings; without a way on where nothing would be removed."""
    draw = _removal if facts.plan.summary.licenses else _nothing
    return fitting(lambda limit: draw(facts, texts, limit))


def _removal(facts: PreviewFacts, texts: Texts, limit: int) -> Card:
    summary = facts.plan.summary
    title = texts.common.licenses_from_people(summary.licenses, summary.affected)
    return card(
        texts,
        [
            head(title, texts.common.step(3, texts.choose.step_preview)),
            notice_block(facts.notice, texts),
            text(texts.preview.dates_for_day(facts.plan.day), subtle=True),
            own_licenses(summary, texts),
            *warning_blocks(summary, facts.plan.day, texts, limit),
            *blocker_blocks(summary, facts.plan.products, texts, limit),
            ending_services(summary, texts, limit),
            text(texts.account.audit_names_app, subtle=True)
            if facts.acting is ActingMode.APP
            else None,
            buttons(before_button(summary, texts)),
            _counts(facts.plan, texts),
            *freed_blocks(summary, facts.plan.products, facts.prices, texts, limit),
            *_rows(facts, texts, limit),
        ],
        [
            button(Verb.NEXT, facts.token, texts.common.continue_, style="positive"),
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=texts.preview.spoken(title, facts.plan.day),
        wide=True,
    )


def own_licenses(summary: Summary, texts: Texts) -> CardElement | None:
    """That the person who acts is among those who lose something."""
    return box("warning", text(texts.losses.own(summary.own))) if summary.own else None


def _nothing(facts: PreviewFacts, texts: Texts, limit: int) -> Card:
    summary = facts.plan.summary
    why = (
        texts.preview.why_nothing(summary.inherited, summary.not_held)
        if summary.people
        else texts.preview.gone_people
    )
    if summary.unexplained:
        why = texts.losses.unexplained(summary.unexplained)
    pages = [
        (texts.common.users_page, texts.links.users_page, summary.unexplained),
        (texts.common.licenses_page, texts.links.licenses_page, summary.inherited),
        (texts.choose.group_link, texts.links.group_licenses, summary.inherited),
    ]
    by_hand = [link(title, url) for title, url, count in pages if count]
    return card(
        texts,
        [
            head(texts.preview.nothing_removed, texts.common.step(3, texts.choose.step_preview)),
            notice_block(facts.notice, texts),
            box("emphasis", text(why), *by_hand),
            *(_rows(facts, texts, limit) if summary.people else []),
        ],
        [back(facts.token, texts)],
        speak=f"{texts.preview.nothing_removed}. {why}",
    )


def _counts(plan: Plan, texts: Texts) -> CardElement:
    summary = plan.summary
    pairs = [
        (texts.preview.count_people, summary.people),
        (texts.preview.count_affected, summary.affected),
        (texts.preview.count_licenses, summary.licenses),
        (texts.preview.count_freed, summary.freed),
        (texts.preview.count_still_assigned, summary.still_assigned),
        (texts.preview.count_inherited, summary.inherited),
        (texts.preview.count_not_held, summary.not_held),
        (texts.preview.count_unexplained, summary.unexplained),
    ]
    kept = [
        (title, texts.common.number(count))
        for title, count in pairs
        if count or title in {texts.preview.count_licenses, texts.preview.count_freed}
    ]
    return fact_set(*kept)


def _rows(facts: PreviewFacts, texts: Texts, limit: int) -> list[CardElement]:
    plan = facts.plan
    cells = [
        (
            who(person.name, person.address, limit),
            [
                *fate_lines(person, plan.products, texts, limit),
                *person_losses(person, plan.products, plan.day, plan.terms, texts, limit),
            ],
        )
        for person in facts.rows
    ]
    return people_table(cells, facts.page, facts.pages, facts.file_url, facts.token, texts)


def people_table(
    cells: Sequence[Sequence[Sequence[CardElement]]],
    page: int,
    pages: int,
    file_url: str | None,
    token: str,
    texts: Texts,
) -> list[CardElement]:
    """Draw a page of a plan's people, with buttons to the other pages and to the file."""
    found: list[CardElement] = [
        table((5, 6), (texts.preview.person, texts.preview.action_lines), cells, texts)
    ]
    more: list[Action] = page_buttons(page, pages, token, texts)
    if more:
        found.append(text(texts.common.page(page, pages), subtle=True, size="Small"))
    if file_url:
        more.append(link_button(texts.common.download, file_url))
    return [*found, buttons(*more)] if more else found


def fate_lines(
    person: PlannedPerson, names: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    """What goes from a person, what stays, and what is not held."""

    def named(*fates: PlannedAction) -> list[str]:
        lines = [line for line in person.lines if line.action in fates]
        return [_name(line, names, texts, limit) for line in lines]

    staying = [line for line in person.lines if line.groups]
    shown = [
        *_line(texts.preview.goes, named(*CHANGING_ACTIONS), texts, bold=True),
        *_stays(staying, names, texts, limit),
        *_line(texts.preview.unexplained, named(PlannedAction.UNEXPLAINED), texts),
        *_line(texts.preview.not_held, named(PlannedAction.NOT_HELD), texts),
    ]
    return shown or [text(texts.preview.nothing, subtle=True)]


def _name(line: Line, names: Mapping[str, str], texts: Texts, limit: int) -> str:
    name = plain(names.get(line.product, line.product), limit)
    if line.unlisted:
        name = texts.preview.unlisted(name)
    return (
        texts.preview.direct_assignment(name)
        if line.action is PlannedAction.STAYS_BY_GROUP
        else name
    )


def _line(what: str, names: list[str], texts: Texts, *, bold: bool = False) -> list[CardElement]:
    if not names:
        return []
    said = texts.common.and_more(names[:NAMED], len(names))
    return [runs(run(f"{what}: ", bold=bold), run(said), spacing="Small")]


def _stays(
    lines: list[Line], names: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    """A line for each product that a group gives."""
    shown = [
        texts.choose.by_group(
            plain(names.get(line.product, line.product), limit),
            plains((group.name for group in line.groups[:GROUPS_SHOWN]), limit),
            len(line.groups),
        )
        for line in lines[:STAYING_SHOWN]
    ]
    rest = len(lines) - len(shown)
    found = [runs(run(f"{texts.preview.stays}: "), run(said), spacing="Small") for said in shown]
    if rest:
        found.append(text(texts.common.more(rest), subtle=True, spacing="Small"))
    return found
