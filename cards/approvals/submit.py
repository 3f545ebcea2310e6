"""Asking for approval, 4 of 4: why, a box for each warning, and whose approval is needed."""

from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.kit.actions import Field, Verb
from cards.kit.blocks import box, text
from cards.kit.card import Card, back, button, cancel, card, head, notice_block
from cards.kit.escaping import plain
from cards.kit.inputs import line_input
from cards.kit.notices import Notice
from cards.removal.confirm import consent_boxes, products_going
from cards.words.english import English
from licensing.plans.draft import Consent
from licensing.plans.plan import Plan
from licensing.policy.model import Justification, Rule


@dataclass(frozen=True, slots=True)
class AskFacts:
    """Facts of the card."""

    #: Its people may be left out: only the head is read.
    plan: Plan
    #: The rules of the policy that apply, and how many approvals they need in all.
    rules: tuple[Rule, ...]
    approvals: int
    justification: Justification
    #: What was typed before.
    reason: str
    needed: frozenset[Consent]
    accepted: frozenset[Consent]
    token: str
    #: Whether it changes a request that is there already.
    changes: bool = False
    notice: Notice | None = None


def ask_card(facts: AskFacts, words: English) -> Card:
    """Say what is asked and whom, and take the reason."""
    summary = facts.plan.summary
    said = words.ask_for(summary.licenses, summary.affected, facts.approvals)
    send = words.ask_change_button if facts.changes else words.ask_button
    title = words.ask_change_title if facts.changes else words.ask_title
    return card(
        words,
        [
            head(title, words.step(4, words.step_ask)),
            notice_block(facts.notice, words),
            text(said, bold=True),
            products_going(facts.plan, words),
            _rules(facts, words),
            text(words.ask_boxes, spacing="Medium"),
            *consent_boxes(facts.plan, facts.needed, facts.accepted, words),
            *_reason(facts, words),
            text(words.ask_note, subtle=True),
        ],
        [
            button(Verb.SEND_REQUEST, facts.token, send, style="positive"),
            back(facts.token, words),
            cancel(facts.token, words),
        ],
        speak=f"{title}. {said}",
    )


def _rules(facts: AskFacts, words: English) -> CardElement | None:
    if not facts.rules:
        return None
    names = [f"“{plain(rule.ref.name)}”" for rule in facts.rules]
    return box("emphasis", text(words.wanted_by(names)))


def _reason(facts: AskFacts, words: English) -> list[CardElement]:
    rule = facts.justification
    hint = words.reason_hint(rule.hint, required=rule.required)
    field = line_input(
        Field.REASON, words.ask_label, value=facts.reason, placeholder=hint, many=True
    )
    return [field, text(hint, subtle=True, size="Small", spacing="None")]
