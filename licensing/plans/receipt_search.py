"""What the history of receipts is searched by."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SearchField(StrEnum):
    """What a search of the history compares its words with."""

    ANYTHING = "anything"
    #: Whose licenses were removed or restored.
    PERSON = "person"
    #: As whom it ran.
    ADMIN = "admin"
    APPROVER = "approver"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class ReceiptSearch:
    """What receipts are searched by. Words and day count together."""

    #: The beginnings of the words of a name, an address or a product, or an object id.
    text: str = ""
    field: SearchField = SearchField.ANYTHING
    #: The day on which a run was started, where the viewer is.
    day: date | None = None
