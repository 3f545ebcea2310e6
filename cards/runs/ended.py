"""Cards that are over: no buttons but perhaps one, and a word on why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from microsoft_teams.cards import ProgressRing

from cards.kit.actions import Verb
from cards.kit.blocks import text
from cards.kit.card import Card, button, card, head
from cards.words.texts import Texts
from licensing.plans.draft import Journey


class End(StrEnum):
    """Why a card is over."""

    CANCELED = "canceled"
    #: A canceled undo.
    UNDO_CANCELED = "undo_canceled"
    #: The flow continues in a newer card below.
    REPLACED = "replaced"
    #: Someone else's card.
    NOT_YOURS = "not_yours"
    #: A card that is no longer known.
    UNKNOWN = "unknown"
    #: The press is being processed.
    WORKING = "working"
    #: A request that continues in another channel.
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


def ended_card(facts: EndedFacts, texts: Texts) -> Card:
    """Say what became of this card and keep what it was about."""
    title, said = _texts(facts.end, texts)
    kept = _kept(facts, texts)
    return card(
        texts,
        [
            head(title),
            ProgressRing(label=said, fallback=text(said))
            if facts.end is End.WORKING
            else text(said),
            text(" · ".join(kept), subtle=True, size="Small") if kept else None,
        ],
        [button(Verb.HOME, facts.token, texts.common.home, validate=False)] if facts.token else [],
        speak=f"{title}. {said}",
    )


def _texts(end: End, texts: Texts) -> tuple[str, str]:
    return {
        End.CANCELED: (texts.messages.canceled_title, texts.messages.canceled),
        End.UNDO_CANCELED: (texts.messages.canceled_title, texts.messages.undo_canceled),
        End.REPLACED: (texts.messages.replaced_title, texts.messages.replaced),
        End.NOT_YOURS: (texts.messages.not_yours_title, texts.messages.not_yours),
        End.UNKNOWN: (texts.messages.unknown_title, texts.messages.unknown),
        End.WORKING: (texts.messages.working_title, texts.messages.working),
        End.MOVED: (texts.request.moved_title, texts.request.moved),
    }[end]


def _kept(facts: EndedFacts, texts: Texts) -> Sequence[str]:
    found = [texts.home.journeys[facts.journey]] if facts.journey else []
    if facts.people:
        found.append(texts.choose.selected(facts.people))
    return found
