"""What a step has to say on its own card: something is missing, was added, or did not work."""

from dataclasses import dataclass
from enum import StrEnum

from licensing.errors import UnassignError
from licensing.roles import Why


class NoticeKind(StrEnum):
    """What happened. The texts are in the catalogue."""

    CHOOSE_PRODUCT = "choose_product"
    CHOOSE_PEOPLE = "choose_people"
    CHOOSE_PERSON = "choose_person"
    CHOOSE_LICENSE = "choose_license"
    #: More than one where only one can be.
    ONE_PERSON = "one_person"
    #: `number` people were added.
    ADDED = "added"
    #: All who were named were there already, or nobody was found.
    NONE_ADDED = "none_added"
    #: `number` people are not in the directory any more and were left out.
    GONE = "gone"
    #: `number` entries were pasted, and `limit` are allowed.
    TOO_MANY = "too_many"
    #: `number` entries wait for correction.
    PROBLEMS = "problems"
    TICK_BOXES = "tick_boxes"
    #: The preview is of another day, so its dates are wrong by now.
    NEW_DAY = "new_day"
    #: The person's role does not permit it; `why` says more.
    NOT_ALLOWED = "not_allowed"
    #: The button was of an older state of this card; the card shows how things stand.
    MOVED_ON = "moved_on"
    #: `error` happened; the choices are still there.
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to say, with its numbers."""

    kind: NoticeKind
    number: int = 0
    limit: int = 0
    why: Why | None = None
    error: UnassignError | None = None
