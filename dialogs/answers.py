"""What a conversation answers: values that the edge stores and delivers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cards.kit import Card
from licensing.calendar import Grace
from licensing.draft import Draft
from licensing.plan import Plan
from licensing.roles import Why


@dataclass(frozen=True, slots=True)
class Stored:
    """A draft to store, and the card that shows it from now on."""

    draft: Draft
    card: Card
    #: The revision it had, compared before it is written; None for a new draft.
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer with a card.

    The card goes in place of the one whose button was pressed, or below when `below` says so.
    All of `stored` is written in one transaction before anybody sees a card.
    """

    card: Card
    stored: tuple[Stored, ...] = ()
    below: bool = False
    #: The draft that the card shows without changing it; None for one that is in `stored`, and for
    #: a card that stands for nothing on the server.
    of: Draft | None = None
    plan: Plan | None = None
    #: The draft whose plan is to be run from now on.
    start: Draft | None = None
    #: Why the person may not do what they wanted; None when nothing was refused.
    refused: Why | None = None
    #: What was looked up for this answer of people who lost something, by run.
    looked: Mapping[str, tuple[Grace, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """An answer in one plain sentence. It changes no card but those in `stored`."""

    text: str
    stored: tuple[Stored, ...] = ()


Answer = Turn | Remark


@dataclass(frozen=True, slots=True)
class Choice:
    """One line under a search box."""

    title: str
    value: str
