"""Cards that are over: no buttons but perhaps one, and a word on why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cards.kit.actions import Verb
from cards.kit.blocks import text
from cards.kit.card import Card, button, card, head
from cards.words.english import English
from licensing.plans.draft import Journey


class End(StrEnum):
    """Why a card is over."""

    CANCELLED = "cancelled"
    #: A walk that would have given something back.
    UNDO_CANCELLED = "undo_cancelled"
    #: The walk goes on in a newer card below.
    REPLACED = "replaced"
    #: Somebody else's card.
    NOT_YOURS = "not_yours"
    #: A card nobody knows any more.
    UNKNOWN = "unknown"
    #: The press is being worked on.
    WORKING = "working"
    #: A request that goes on in another channel.
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class EndedFacts:
    """Facts of the card."""

    end: End
    journey: Journey | None = None
    #: How many people were chosen when it ended.
    people: int = 0
    #: For a button to the start page; None: no button.
    token: str | None = None


def ended_card(facts: EndedFacts, words: English) -> Card:
    """Say what became of this card and keep what it was about."""
    title, said = _texts(facts.end, words)
    kept = _kept(facts, words)
    return card(
        words,
        [
            head(title),
            text(said),
            text(" · ".join(kept), subtle=True, size="Small") if kept else None,
        ],
        [button(Verb.HOME, facts.token, words.home, validate=False)] if facts.token else [],
        speak=f"{title}. {said}",
    )


def _texts(end: End, words: English) -> tuple[str, str]:
    return {
        End.CANCELLED: (words.cancelled_title, words.cancelled),
        End.UNDO_CANCELLED: (words.cancelled_title, words.undo_cancelled),
        End.REPLACED: (words.replaced_title, words.replaced),
        End.NOT_YOURS: (words.not_yours_title, words.not_yours),
        End.UNKNOWN: (words.unknown_title, words.unknown),
        End.WORKING: (words.working_title, words.working),
        End.MOVED: (words.moved_title, words.moved),
    }[end]


def _kept(facts: EndedFacts, words: English) -> Sequence[str]:
    found = [words.journeys[facts.journey]] if facts.journey else []
    if facts.people:
        found.append(words.chosen(facts.people))
    return found
