"""The checkboxes of a plan's losses: which must be selected, and which are."""

from cards.kit.actions import Field
from cards.kit.notices import Notice, NoticeKind
from cards.words.languages import Languages
from dialogs.commands import Phrase, says
from dialogs.model.events import Pressed
from licensing.plans.draft import Consent, Draft
from licensing.plans.plan import Plan
from licensing.plans.statements import needed_consents

_BOXES = {
    Field.ACCEPT_DELETION: Consent.DELETION,
    Field.ACCEPT_EDISCOVERY: Consent.EDISCOVERY,
    Field.ACCEPT_CASES: Consent.CASES,
    Field.ACCEPT_UNKNOWN: Consent.UNKNOWN,
}

_TYPED = {
    Phrase.ACCEPT_DELETION: Consent.DELETION,
    Phrase.ACCEPT_EDISCOVERY: Consent.EDISCOVERY,
    Phrase.ACCEPT_CASES: Consent.CASES,
    Phrase.ACCEPT_UNKNOWN: Consent.UNKNOWN,
}


def needed(plan: Plan) -> frozenset[Consent]:
    """The checkboxes that must be selected for this plan."""
    return needed_consents(plan.summary, plan.day)


def refusal(plan: Plan, draft: Draft) -> Notice | None:
    """Why a press can't go on: its card did not state the losses, or its boxes don't match them.

    A checkbox that is selected though the card has none belongs to another card.
    """
    if draft.stated != plan.hash or not draft.accepted <= needed(plan):
        return Notice(NoticeKind.NOT_STATED)
    return None if needed(plan) <= draft.accepted else Notice(NoticeKind.TICK_BOXES)


def selected(pressed: Pressed) -> frozenset[Consent]:
    """The checkboxes that were selected when a button was pressed."""
    return frozenset(box for field, box in _BOXES.items() if pressed.inputs.get(field) == "true")


def typed_consent(text: str, languages: Languages) -> Consent | None:
    """The checkbox that is selected by typing this."""
    found = (box for phrase, box in _TYPED.items() if says(text, phrase, languages))
    return next(found, None)
