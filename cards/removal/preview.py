"""The preview, 3 of 4: who loses what, what stays and why, and on which day data goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Verb
from cards.kit.blocks import box, buttons, link, table, text, who
from cards.kit.blocks import facts as fact_set
from cards.kit.card import (
    Card,
    back,
    button,
    cancel,
    card,
    details_button,
    fitting,
    head,
    link_button,
    notice_block,
    page_buttons,
)
from cards.kit.notices import Notice
from cards.removal.advice import before_button
from cards.removal.blockers import blocker_blocks
from cards.removal.ending_services import ending_services
from cards.removal.freed import freed_blocks
from cards.removal.person_losses import person_losses
from cards.removal.planned_lines import planned_lines
from cards.removal.warnings import warning_blocks
from cards.words.texts import Texts
from licensing.plans.plan import Plan
from licensing.plans.planned_person import PlannedPerson
from licensing.plans.summary import Summary
from licensing.tenant.prices import Price
from licensing.tenant.roles import ActingMode


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
            details_button(facts.token, texts),
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
                *planned_lines(person, plan.products, texts, limit),
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
