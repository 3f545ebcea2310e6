"""A card for what went wrong where no other card can be drawn."""

from dataclasses import dataclass

from cards.kit.actions import Verb
from cards.kit.blocks import box, text
from cards.kit.card import Card, button, card, head
from cards.words.english import English
from licensing.errors import UnassignError


@dataclass(frozen=True, slots=True)
class ErrorFacts:
    """Facts of the card."""

    error: UnassignError
    #: Of the draft that is still there; None: no buttons.
    token: str | None = None


def error_card(facts: ErrorFacts, words: English) -> Card:
    """Say what went wrong, what to do, and that nothing chosen is lost."""
    said = words.error(facts.error)
    token = facts.token
    actions = (
        [
            button(Verb.REFRESH, token, words.try_again, style="positive", validate=False),
            button(Verb.HOME, token, words.home, validate=False),
        ]
        if token
        else []
    )
    return card(
        words,
        [
            head(words.error_title),
            box("attention", text(said)),
            text(words.kept_choices, subtle=True) if token else None,
        ],
        actions,
        speak=f"{words.error_title}. {said}",
    )
