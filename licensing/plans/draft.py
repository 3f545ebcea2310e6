"""A draft: one walk of one person, from the first choice to the result. It lives on the server.

One draft is one card in the chat. When the conversation goes on in a new card below, it goes on in
a new draft with the same choices, and the old one is marked as replaced.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from licensing.tenant.matching import UnmatchedEntry
from licensing.tenant.people import PersonRef


class Journey(StrEnum):
    """The three ways to say what goes from whom."""

    BY_PRODUCT = "by_product"
    BY_USER = "by_user"
    MANY_USERS = "many_users"


class Step(StrEnum):
    """Where a draft stands."""

    #: Nothing chosen yet: the home card.
    HOME = "home"
    PRODUCTS = "products"
    PEOPLE = "people"
    HOLDERS = "holders"
    PERSON = "person"
    LICENSES = "licenses"
    PREVIEW = "preview"
    CONFIRM = "confirm"
    #: The same for somebody who needs approval: why, and the boxes.
    REQUEST = "request"
    #: Asked for; the card shows the request from now on.
    REQUESTED = "requested"
    #: Giving back what a run took: to whom, the preview, the confirmation.
    UNDO = "undo"
    UNDO_PREVIEW = "undo_preview"
    UNDO_CONFIRM = "undo_confirm"
    #: A list of receipts, or of runs that have not ended.
    HISTORY = "history"
    STATUS = "status"
    #: All that will be lost in the next days, and a reminder of a part of it.
    UPCOMING = "upcoming"
    REMINDER = "reminder"
    RUNNING = "running"
    DONE = "done"
    CANCELED = "canceled"
    REPLACED = "replaced"


#: Steps of a walk that is over: nothing can be pressed any more.
FINAL_STEPS = frozenset({Step.REQUESTED, Step.DONE, Step.CANCELED, Step.REPLACED})
#: Steps at which there is no walk that could be gone on with: over, a start, a look.
NOT_RESUMABLE = FINAL_STEPS | {
    Step.HOME,
    Step.HISTORY,
    Step.STATUS,
    Step.RUNNING,
    Step.UPCOMING,
    Step.REMINDER,
}


class Consent(StrEnum):
    """What has a box of its own at the confirmation and must be ticked there."""

    DELETION = "deletion"
    EDISCOVERY = "ediscovery"
    #: Somebody is in an open eDiscovery case.
    CASES = "cases"
    #: Of giving back: mailboxes were deleted meanwhile and stay so.
    DATA_GONE = "data_gone"


@dataclass(frozen=True, slots=True)
class Draft:
    """The state of one walk. Frozen: a step returns a new one, one revision higher."""

    id: str
    #: Tenant, Entra object id and conversation of whom the walk belongs to.
    tenant: str
    owner: str
    conversation: str
    #: None while the home card is shown.
    journey: Journey | None
    step: Step
    #: The one-shot token in the buttons of the card that shows this revision.
    token: str
    revision: int = 0
    #: Ids of the chosen products, in the order of choosing.
    products: tuple[str, ...] = ()
    #: True: whatever direct licenses these people hold ("all products").
    all_products: bool = False
    people: tuple[PersonRef, ...] = ()
    problems: tuple[UnmatchedEntry, ...] = ()
    #: How many entries of the last list were already there.
    duplicates: int = 0
    #: The page shown, from 0.
    page: int = 0
    accepted: frozenset[Consent] = field(default=frozenset())
    #: The frozen plan that the preview shows; the confirmation is for this one only.
    plan: str | None = None
    run: str | None = None
    #: The request that this walk led to, or that it changes.
    request: str | None = None
    #: Why the removal is wanted, as typed so far.
    reason: str = ""
    #: The run that is to be undone; `people` empty is everybody then.
    undoes: str | None = None
    #: The day of the reminder that the card is, for a calendar of `run`.
    reminder_day: date | None = None
