"""Undo, step 3 of 3: the button that starts it."""

from cards.kit.actions import Verb
from cards.kit.blocks import text
from cards.kit.card import (
    Card,
    back,
    button,
    cancel,
    card,
    details_button,
    fitting,
    named_head,
    notice_block,
)
from cards.removal.confirm import ConfirmFacts, consent_boxes
from cards.removal.decision import undo_title, who_and_what
from cards.words.texts import Texts


def undo_confirm_card(facts: ConfirmFacts, texts: Texts) -> Card:
    """Ask once more, with a box where data does not come back."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: ConfirmFacts, texts: Texts, limit: int) -> Card:
    plan = facts.plan
    title = undo_title(plan, texts, limit)
    return card(
        texts,
        [
            named_head(
                texts.decision.question(title), texts.undo.step(3, texts.choose.step_confirm)
            ),
            notice_block(facts.notice, texts),
            *who_and_what(plan, texts, limit),
            text(texts.undo.note, subtle=True, spacing="Small"),
            *consent_boxes(plan, facts.needed, facts.accepted, texts),
        ],
        [
            button(
                Verb.RESTORE,
                facts.token,
                texts.undo.restore_button(plan.summary.licenses),
                style="positive",
            ),
            details_button(facts.token, texts),
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=f"{texts.decision.question(title)} {texts.undo.note}",
    )
