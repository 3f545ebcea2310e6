"""A card for what went wrong where no other card can be drawn."""

from dataclasses import dataclass

from cards.kit.actions import Verb
from cards.kit.blocks import box, text
from cards.kit.card import Card, button, card, head, users_link
from cards.words.texts import Texts
from licensing.errors import UnassignError


@dataclass(frozen=True, slots=True)
class ErrorFacts:
    """Facts of the card."""

    #: None where it is only known that something waits to be tried again.
    error: UnassignError | None
    #: Of the draft that is still there; None: no buttons.
    token: str | None = None


def error_card(facts: ErrorFacts, texts: Texts) -> Card:
    """Say what went wrong, what to do, and that nothing chosen is lost."""
    said = texts.errors.error(facts.error) if facts.error else texts.errors.not_looked_up
    token = facts.token
    actions = (
        [
            button(Verb.REFRESH, token, texts.common.try_again, style="positive", validate=False),
            button(Verb.HOME, token, texts.common.home, validate=False),
        ]
        if token
        else []
    )
    return card(
        texts,
        [
            head(texts.errors.error_title),
            box("attention", text(said), *users_link(facts.error, texts)),
            text(texts.errors.kept_choices, subtle=True) if token else None,
        ],
        actions,
        speak=f"{texts.errors.error_title}. {said}",
    )
