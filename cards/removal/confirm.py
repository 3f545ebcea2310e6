"""The confirmation, 4 of 4: a box for each loss, and the button that removes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from microsoft_teams.cards import CardElement, Container
from microsoft_teams.cards.core import Spacing

from cards.kit.actions import Field, Verb
from cards.kit.blocks import box, text
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
from cards.kit.escaping import LONGEST_NAME
from cards.kit.inputs import checkbox
from cards.kit.notices import Notice
from cards.removal.decision import (
    CUT,
    cases_words,
    deleted_words,
    own_line,
    removal_title,
    unknown_words,
    unsearchable_words,
    who_and_what,
)
from cards.removal.statements import Statement, marked, rest_statement
from cards.undo.returns import gone_words
from cards.words.groups.phrases import capital
from cards.words.texts import Texts
from licensing.plans.draft import Consent
from licensing.plans.plan import Plan
from licensing.plans.statements import deleted_kinds, loses_unknown

#: With more boxes than this they stand closer, so that the buttons stay in sight.
_FEW: Final = 2


#: Which of the two statements a checkbox is.
_STATEMENTS: Final[Mapping[Consent, Statement]] = {
    Consent.DELETION: Statement.DELETION,
    Consent.EDISCOVERY: Statement.EDISCOVERY,
}


@dataclass(frozen=True, slots=True)
class ConfirmFacts:
    """Facts of the confirmation of a removal or an undo."""

    #: Its people may be left out: only the head is read.
    plan: Plan
    #: The checkboxes that must be selected, and those that are.
    needed: frozenset[Consent]
    accepted: frozenset[Consent]
    token: str
    notice: Notice | None = None


def confirm_card(facts: ConfirmFacts, texts: Texts) -> Card:
    """Ask once more, with a box for each loss."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: ConfirmFacts, texts: Texts, limit: int) -> Card:
    plan, summary = facts.plan, facts.plan.summary
    title = removal_title(plan, texts, limit)
    days = [gone for _, gone in deleted_kinds(summary, plan.day)]
    remove = texts.confirm.remove_button(summary.licenses)
    return card(
        texts,
        [
            named_head(
                texts.decision.question(title), texts.common.step(4, texts.choose.step_confirm)
            ),
            notice_block(facts.notice, texts),
            *who_and_what(plan, texts, limit, kept=False, crowded=facts.notice is not None),
            own_line(summary, texts),
            *statement_blocks(plan, facts.needed, facts.accepted, texts, limit),
        ],
        [
            button(Verb.REMOVE, facts.token, remove, style="destructive"),
            details_button(facts.token, texts),
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=texts.confirm.spoken(
            title, min(days, default=None), known=not loses_unknown(summary)
        ),
    )


def statement_blocks(
    plan: Plan,
    needed: frozenset[Consent],
    accepted: frozenset[Consent],
    texts: Texts,
    limit: int = LONGEST_NAME,
) -> list[CardElement]:
    """Both statements: a box to select for each loss, and a sentence for the rest."""
    rest = rest_statement(plan.summary, plan.day, texts, limit)
    boxes = consent_boxes(plan, needed, accepted, texts, limit)
    return [*boxes, rest] if rest else boxes


def consent_boxes(
    plan: Plan,
    needed: frozenset[Consent],
    accepted: frozenset[Consent],
    texts: Texts,
    limit: int = LONGEST_NAME,
) -> list[CardElement]:
    """A box to select for each thing that can't be undone, with what it is in a line."""
    found: list[CardElement] = []
    spacing: Spacing = "None" if len(needed) > _FEW else "Small"
    for consent in Consent:
        if consent in needed:
            said = capital(_said(consent, plan, texts, min(limit, CUT)))
            line = text(said, size="Small", spacing="None")
            made = Container(items=[_checkbox(accepted, consent, texts), line], spacing=spacing)
            statement = _STATEMENTS.get(consent)
            found.append(marked(made, statement) if statement else made)
    return [box("attention", *found)] if found else []


def _said(consent: Consent, plan: Plan, texts: Texts, limit: int) -> str:
    """What can't be undone, in a line below its checkbox."""
    match consent:
        case Consent.DELETION:
            return deleted_words(plan, plan.day, texts)
        case Consent.EDISCOVERY:
            return unsearchable_words(plan, plan.day, texts)
        case Consent.CASES:
            return cases_words(plan, texts, limit)
        case Consent.UNKNOWN:
            return unknown_words(plan, texts, limit)
        case Consent.DATA_GONE:
            return gone_words(plan.summary.returns, texts, single=plan.summary.people == 1)


def _checkbox(accepted: frozenset[Consent], consent: Consent, texts: Texts) -> CardElement:
    field, title = {
        Consent.DELETION: (Field.ACCEPT_DELETION, texts.confirm.accept_deletion),
        Consent.EDISCOVERY: (Field.ACCEPT_EDISCOVERY, texts.confirm.accept_ediscovery),
        Consent.CASES: (Field.ACCEPT_CASES, texts.confirm.accept_cases),
        Consent.UNKNOWN: (Field.ACCEPT_UNKNOWN, texts.confirm.accept_unknown),
        Consent.DATA_GONE: (Field.ACCEPT_DATA_GONE, texts.undo.accept_data_gone),
    }[consent]
    return checkbox(
        field, None, title, selected=consent in accepted, required=texts.confirm.select_to_continue
    )
