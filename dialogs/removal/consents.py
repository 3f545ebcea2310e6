"""The boxes of a plan's warnings: which must be ticked, and which are."""

from cards.kit.actions import Field
from dialogs.model.events import Pressed
from licensing.losses.services import Data
from licensing.plans.draft import Consent
from licensing.plans.plan import Plan

_BOXES = {
    Field.ACCEPT_DELETION: Consent.DELETION,
    Field.ACCEPT_EDISCOVERY: Consent.EDISCOVERY,
    Field.ACCEPT_CASES: Consent.CASES,
}

_SPOKEN = {
    "accept deletion": Consent.DELETION,
    "accept ediscovery": Consent.EDISCOVERY,
    "accept cases": Consent.CASES,
}


def needed(plan: Plan) -> frozenset[Consent]:
    """The boxes that must be ticked for this plan.

    The deletion warning always stands; the eDiscovery warning only where someone loses a mailbox,
    since it is the mailbox that can't be searched any longer; and open cases where someone is in
    one.
    """
    found = {Consent.DELETION}
    if plan.summary.losing.get(Data.MAILBOX):
        found.add(Consent.EDISCOVERY)
    if plan.summary.in_cases.people:
        found.add(Consent.CASES)
    return frozenset(found)


def ticked(pressed: Pressed) -> frozenset[Consent]:
    """The boxes that were ticked when a button was pressed."""
    return frozenset(box for field, box in _BOXES.items() if pressed.inputs.get(field) == "true")


def typed_consent(text: str) -> Consent | None:
    """The box that is ticked by typing this."""
    return _SPOKEN.get(" ".join(text.casefold().split()))
