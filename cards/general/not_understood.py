"""The answer to text that is not understood: kindly, with a way on."""

from dataclasses import dataclass

from cards.kit.actions import Verb
from cards.kit.blocks import text
from cards.kit.card import Card, button, card, head
from cards.kit.escaping import plain
from cards.removal.home import journey_rows
from cards.words.texts import Texts


@dataclass(frozen=True, slots=True)
class NotUnderstoodFacts:
    """Facts of the card."""

    #: What was typed; nothing where someone sent a picture or a file.
    text: str
    token: str


def not_understood_card(facts: NotUnderstoodFacts, texts: Texts) -> Card:
    """Say so, and offer the three journeys and help."""
    typed = plain(facts.text)
    said = texts.errors.said_nothing if typed == plain("") else texts.errors.understood(typed)
    return card(
        texts,
        [
            head(texts.errors.understood_title),
            text(said),
            text(texts.errors.understood_hint),
            *journey_rows(facts.token, texts),
        ],
        [button(Verb.HELP, facts.token, texts.common.help, validate=False)],
        speak=f"{texts.errors.understood_title}. {texts.errors.understood_hint}",
    )
