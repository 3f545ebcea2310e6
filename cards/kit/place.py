"""Which part of the details a card shows, as its buttons say it."""

from dataclasses import dataclass
from enum import StrEnum


class View(StrEnum):
    """A part of the details."""

    PEOPLE = "people"
    LOSSES = "losses"
    LICENSES = "licenses"
    #: The request itself: approvals, questions, times.
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the details. A client sends it back, so it is never trusted."""

    view: View = View.PEOPLE
    #: The value of a `PeopleFilter` or an `OutcomeFilter`; empty: the first that shows someone.
    which: str = ""
    #: From 0.
    page: int = 0

    @property
    def arg(self) -> str:
        """The place as the argument of a button."""
        return f"{self.view}:{self.which}:{self.page}"
