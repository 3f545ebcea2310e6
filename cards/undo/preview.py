"""Undo, step 2 of 3: what comes back to whom, and what does not."""

from dataclasses import dataclass

from cards.kit.actions import Verb
from cards.kit.card import (
    Card,
    back,
    button,
    cancel,
    card,
    details_button,
    fitting,
    head,
    named_head,
    notice_block,
)
from cards.kit.notices import Notice
from cards.removal.decision import undo_title, who_and_what
from cards.undo.returns import restored_block
from cards.words.texts import Texts
from licensing.plans.plan import Plan, UndoneRun


@dataclass(frozen=True, slots=True)
class UndoPreviewFacts:
    """Facts of the card."""

    #: Its people may be left out: only the head is read.
    plan: Plan
    token: str
    notice: Notice | None = None


def undo_preview_card(facts: UndoPreviewFacts, texts: Texts) -> Card:
    """Show the plan; without a confirm button if nothing can be restored."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: UndoPreviewFacts, texts: Texts, limit: int) -> Card:
    plan, step = facts.plan, texts.undo.step(2, texts.choose.step_preview)
    title = texts.undo.preview_nothing
    if plan.summary.licenses:
        title = undo_title(plan, texts, limit)
    undoes = plan.undoes or UndoneRun("", 0, plan.day, plan.terms)
    said = texts.undo.undoes(undoes.receipt)
    return card(
        texts,
        [
            named_head(title, step) if plan.summary.licenses else head(title, step),
            notice_block(facts.notice, texts),
            *(who_and_what(plan, texts, limit) if plan.summary.licenses else []),
            restored_block(
                plan.summary.returns, plan.summary.blocked, texts, single=plan.summary.people == 1
            ),
        ],
        [
            button(Verb.NEXT, facts.token, texts.common.continue_, style="positive")
            if plan.summary.licenses
            else None,
            details_button(facts.token, texts) if plan.summary.people else None,
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=f"{title}. {said}",
    )
