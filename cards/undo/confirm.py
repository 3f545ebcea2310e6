"""Undo, step 3 of 3: the button that starts it."""

from cards.kit.actions import Verb
from cards.kit.blocks import text
from cards.kit.card import Card, back, button, cancel, card, head, notice_block
from cards.removal.confirm import ConfirmFacts, consent_boxes, products_going
from cards.undo.returns import return_blocks
from cards.words.texts import Texts


def undo_confirm_card(facts: ConfirmFacts, texts: Texts) -> Card:
    """Say once more what comes back, and ask for a tick where data does not."""
    summary = facts.plan.summary
    give = texts.undo.restore_button(summary.licenses, summary.affected)
    return card(
        texts,
        [
            head(texts.undo.confirm_title, texts.undo.step(3, texts.choose.step_confirm)),
            notice_block(facts.notice, texts),
            text(texts.undo.licenses_to_people(summary.licenses, summary.affected), bold=True),
            products_going(facts.plan, texts),
            text(texts.undo.note, subtle=True),
            *return_blocks(summary.returns, texts, gone=False),
            *consent_boxes(facts.plan, facts.needed, facts.accepted, texts),
        ],
        [
            button(Verb.RESTORE, facts.token, give, style="positive"),
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=f"{give}? {texts.undo.note}",
    )
