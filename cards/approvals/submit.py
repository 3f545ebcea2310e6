"""Asking for approval, 4 of 4: why, a box for each loss, and whose approval is needed."""

from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.kit.actions import Field, Verb
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
from cards.kit.escaping import plain
from cards.kit.inputs import line_input
from cards.kit.notices import Notice
from cards.kit.people import lines_of
from cards.removal.confirm import statement_blocks
from cards.removal.decision import labeled, own_line, removal_title, who_and_what
from cards.words.texts import Texts
from licensing.plans.draft import Consent
from licensing.plans.plan import Plan
from licensing.policy.model import Justification, Rule

#: Maximum number of approvers named.
LISTED = 1
#: Maximum number of characters of what the policy expects of a reason.
HINT_SHOWN = 120


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
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: SubmitFacts, texts: Texts, limit: int) -> Card:
    plan = facts.plan
    title = removal_title(plan, texts, limit)
    send = texts.request.change_button if facts.changes else texts.request.send_button
    step = texts.request.change_title if facts.changes else texts.request.new_title
    return card(
        texts,
        [
            named_head(texts.decision.question(title), texts.common.step(4, step)),
            notice_block(facts.notice, texts),
            *who_and_what(plan, texts, limit, kept=False, crowded=facts.notice is not None),
            labeled(texts, texts.decision.approval_label, _approvals(facts, texts, limit), "Small"),
            own_line(plan.summary, texts),
            *statement_blocks(plan, facts.needed, facts.accepted, texts, limit),
            _reason(facts, texts),
        ],
        [
            button(Verb.SEND_REQUEST, facts.token, send, style="positive"),
            details_button(facts.token, texts),
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=f"{step}. {title}. {_approvals(facts, texts, limit)}",
    )


def _approvals(facts: SubmitFacts, texts: Texts, limit: int) -> str:
    """How many approvals are needed, and who can give the first of them."""
    who = [
        line
        for rule in facts.rules
        for line in lines_of(rule.stages[0].approvers if rule.stages else (), texts, limit)
    ]
    who = list(dict.fromkeys(who))
    named = texts.common.and_more(who[:LISTED], len(who)) if who else ""
    return texts.decision.approvals(facts.approvals, named, more=len(facts.rules) > 1)


def _reason(facts: SubmitFacts, texts: Texts) -> CardElement:
    rule = facts.justification
    hint = rule.hint and plain(rule.hint, HINT_SHOWN)
    label = texts.request.reason_label(hint, required=rule.required)
    return line_input(Field.REASON, label, value=facts.reason)
