"""Undo, step 2 of 3: who gets what back, who can't and why, and what happens to data."""

from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.kit.actions import Verb
from cards.kit.blocks import facts as fact_set
from cards.kit.blocks import text, who
from cards.kit.card import (
    Card,
    back,
    button,
    cancel,
    card,
    details_button,
    fitting,
    head,
    notice_block,
)
from cards.kit.notices import Notice
from cards.removal.preview import people_table
from cards.undo.restored_lines import left_out_blocks, restored_lines
from cards.undo.returns import return_blocks
from cards.words.texts import Texts
from licensing.plans.plan import Plan, UndoneRun
from licensing.plans.planned_person import PlannedPerson
from licensing.tenant.roles import ActingMode


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
            *left_out_blocks(plan, texts),
            *return_blocks(summary.returns, texts, limit),
            text(texts.account.audit_names_app, subtle=True)
            if facts.acting is ActingMode.APP
            else None,
            _counts(plan, texts),
            *(_rows(facts, texts, limit) if facts.rows else []),
        ],
        [
            onward if summary.licenses else None,
            details_button(facts.token, texts),
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=f"{title}. {texts.undo.undoes(undoes.receipt)}",
        wide=True,
    )


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
        (who(person.name, person.address, limit), restored_lines(person, names, texts, limit))
        for person in facts.rows
    ]
    return people_table(cells, facts.page, facts.pages, facts.file_url, facts.token, texts)
