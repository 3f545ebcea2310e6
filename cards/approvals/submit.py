"""Asking for approval, 4 of 4: why, a box for each loss, and whose approval is needed."""

from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.kit.actions import Field, Verb
from cards.kit.blocks import box, text
from cards.kit.card import Card, back, button, cancel, card, head, notice_block
from cards.kit.escaping import plain
from cards.kit.inputs import line_input
from cards.kit.notices import Notice
from cards.removal.confirm import products_going, statement_blocks
from cards.words.texts import Texts
from licensing.plans.draft import Consent
from licensing.plans.plan import Plan
from licensing.policy.model import Justification, Rule


@dataclass(frozen=True, slots=True)
class SubmitFacts:
    """Facts of the card."""

    #: Its people may be left out: only the head is read.
    plan: Plan
    #: The rules of the policy that apply, and how many approvals they need together at least.
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


def submit_card(facts: SubmitFacts, texts: Texts) -> Card:
    """Show the request and who decides, with an input for the reason."""
    summary = facts.plan.summary
    said = texts.request.summary(
        summary.licenses, summary.affected, facts.approvals, more=len(facts.rules) > 1
    )
    send = texts.request.change_button if facts.changes else texts.request.send_button
    title = texts.request.change_title if facts.changes else texts.request.new_title
    return card(
        texts,
        [
            head(title, texts.common.step(4, texts.request.step_request)),
            notice_block(facts.notice, texts),
            text(said, bold=True),
            products_going(facts.plan, texts),
            _rules(facts, texts),
            text(texts.request.select_boxes, spacing="Medium") if facts.needed else None,
            *statement_blocks(facts.plan, facts.needed, facts.accepted, texts),
            *_reason(facts, texts),
            text(texts.request.note, subtle=True),
        ],
        [
            button(Verb.SEND_REQUEST, facts.token, send, style="positive"),
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=f"{title}. {said}",
    )


def _rules(facts: SubmitFacts, texts: Texts) -> CardElement | None:
    if not facts.rules:
        return None
    names = [f"“{plain(rule.ref.name)}”" for rule in facts.rules]
    return box("emphasis", text(texts.request.required_by(names)))


def _reason(facts: SubmitFacts, texts: Texts) -> list[CardElement]:
    rule = facts.justification
    hint = texts.request_messages.reason_hint(rule.hint, required=rule.required)
    field = line_input(
        Field.REASON, texts.request.reason_label, value=facts.reason, placeholder=hint, many=True
    )
    return [field, text(hint, subtle=True, size="Small", spacing="None")]
