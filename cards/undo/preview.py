"""Undo, step 2 of 3: who gets what back, who can't and why, and what happens to data."""

from collections.abc import Mapping
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.kit.actions import Verb
from cards.kit.blocks import box, link, run, runs, text, who
from cards.kit.blocks import facts as fact_set
from cards.kit.card import (
    Card,
    back,
    button,
    cancel,
    card,
    fitting,
    head,
    notice_block,
)
from cards.kit.escaping import plain
from cards.kit.notices import Notice
from cards.removal.preview import people_table
from cards.undo.returns import return_blocks
from cards.words.texts import Texts
from licensing.plans.plan import Plan, UndoneRun
from licensing.plans.planned_person import Line, PlannedAction, PlannedPerson
from licensing.tenant.roles import ActingMode

#: Maximum number of products named in one line; the rest is a number.
NAMED = 8
#: Reasons why something can't come back, worst first.
_REASONS = (
    PlannedAction.ACCOUNT_GONE,
    PlannedAction.NOT_OWNED,
    PlannedAction.NO_SEAT,
    PlannedAction.NO_LOCATION,
    PlannedAction.ALREADY_HELD,
)
#: Those of them that are put right on the page of accounts, and on that of subscriptions.
_ABOUT_ACCOUNTS = (PlannedAction.ACCOUNT_GONE, PlannedAction.NO_LOCATION)
_ABOUT_SEATS = (PlannedAction.NOT_OWNED, PlannedAction.NO_SEAT)


@dataclass(frozen=True, slots=True)
class UndoPreviewFacts:
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


def undo_preview_card(facts: UndoPreviewFacts, texts: Texts) -> Card:
    """Show the plan; without a confirm button if nothing can be restored."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: UndoPreviewFacts, texts: Texts, limit: int) -> Card:
    plan, summary = facts.plan, facts.plan.summary
    undoes = plan.undoes or UndoneRun("", 0, plan.day, plan.terms)
    title = (
        texts.undo.restore_button(summary.licenses, summary.affected)
        if summary.licenses
        else texts.undo.preview_nothing
    )
    onward = button(Verb.NEXT, facts.token, texts.common.continue_, style="positive")
    return card(
        texts,
        [
            head(title, texts.undo.step(2, texts.choose.step_preview)),
            notice_block(facts.notice, texts),
            text(texts.undo.undoes(undoes.receipt), subtle=True),
            *_left_out(plan, texts),
            *return_blocks(summary.returns, texts, limit),
            text(texts.account.audit_names_app, subtle=True)
            if facts.acting is ActingMode.APP
            else None,
            _counts(plan, texts),
            *(_rows(facts, texts, limit) if facts.rows else []),
        ],
        [
            onward if summary.licenses else None,
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=f"{title}. {texts.undo.undoes(undoes.receipt)}",
        wide=True,
    )


def _left_out(plan: Plan, texts: Texts) -> list[CardElement]:
    """A line for each reason why something can't come back."""
    said = [
        text(texts.undo.cannot(action, count))
        for action in _REASONS
        if (count := plan.summary.blocked.get(action, 0))
    ]
    if not said:
        return []
    links = [
        link(title, url)
        for title, url, reasons in (
            (texts.common.users_page, texts.links.users_page, _ABOUT_ACCOUNTS),
            (texts.common.products_page, texts.links.products_page, _ABOUT_SEATS),
        )
        if any(plan.summary.blocked.get(reason) for reason in reasons)
    ]
    return [box("warning", *said, *links)]


def _counts(plan: Plan, texts: Texts) -> CardElement:
    summary = plan.summary
    left_out = sum(summary.blocked.values())
    pairs = [
        (texts.preview.count_people, summary.people),
        (texts.undo.count_restored_people, summary.affected),
        (texts.undo.count_restored_licenses, summary.licenses),
        *([(texts.undo.count_left_out, left_out)] if left_out else []),
    ]
    return fact_set(*((title, texts.common.number(count)) for title, count in pairs))


def _rows(facts: UndoPreviewFacts, texts: Texts, limit: int) -> list[CardElement]:
    names = facts.plan.products
    cells = [
        (who(person.name, person.address, limit), _lines(person, names, texts, limit))
        for person in facts.rows
    ]
    return people_table(cells, facts.page, facts.pages, facts.file_url, facts.token, texts)


def _lines(
    person: PlannedPerson, names: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    """What can't come back first, a line for each reason."""
    shown = []
    for action in [*_REASONS, PlannedAction.RESTORE]:
        lines = [line for line in person.lines if line.action is action]
        if lines:
            shown.append(_line(action, lines, names, texts, limit))
    return shown or [text(texts.preview.nothing, subtle=True)]


def _line(
    action: PlannedAction, lines: list[Line], names: Mapping[str, str], texts: Texts, limit: int
) -> CardElement:
    called = [plain(names.get(line.product, line.product), limit) for line in lines[:NAMED]]
    word = run(f"{texts.tables.actions[action]}: ", bold=action is PlannedAction.RESTORE)
    return runs(word, run(texts.common.and_more(called, len(lines))), spacing="Small")
