"""What a step decides (`Transition`), and what a person gets back (`Reply`)."""

from dataclasses import dataclass

from cards.kit.card import Card
from cards.kit.notices import Notice
from dialogs.model.effects import Effect, ShowCard, StoreDraft
from licensing.plans.draft import Draft
from licensing.policy.verdicts import Why as PolicyWhy
from licensing.tenant.roles import Why


@dataclass(frozen=True, slots=True)
class Transition:
    """What a step decided: the next state, what to say about it, and what to store with it."""

    draft: Draft
    notice: Notice | None = None
    effects: tuple[Effect, ...] = ()
    #: Whether `draft` continues in a new card below, while the pressed one stays as it is.
    beside: bool = False
    #: Other flows that continue here; their cards say so.
    closing: tuple[Draft, ...] = ()

    @property
    def refused(self) -> Why | PolicyWhy | None:
        """Why the person is not allowed to do what they wanted; None if nothing was refused."""
        return self.notice.refused if self.notice else None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person gets back, and the effects that are stored before anyone sees it."""

    #: Replaces the card whose button was pressed.
    card: Card | None = None
    effects: tuple[Effect, ...] = ()
    #: Without a card: the reply in one sentence; empty where the effects show everything.
    #: With a card: said instead of a card that is drawn for one person, where others would see it:
    #: in a channel, by a client that has no views for single people.
    text: str = ""


@dataclass(frozen=True, slots=True)
class ContinueBelow:
    """A flow continues in a new card below; `card` replaces the pressed one."""

    transition: Transition
    card: Card
    #: As in `Reply`.
    text: str


def posted(draft: Draft, card: Card) -> Reply:
    """Post the card of a new draft."""
    return Reply(card, (StoreDraft(draft, card),))


def redrawn(draft: Draft, card: Card, *effects: Effect) -> Reply:
    """Draw the pressed card again, without a change to its draft."""
    return Reply(card, (ShowCard(draft, card), *effects))


@dataclass(frozen=True, slots=True)
class Dialog:
    """A page of a dialog, with the title of its window."""

    title: str
    card: Card


@dataclass(frozen=True, slots=True)
class Choice:
    """One line under a search box."""

    title: str
    value: str
