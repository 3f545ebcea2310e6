"""The answer to text that is not understood: kindly, with a way on."""

from dataclasses import dataclass

from cards.kit.actions import Verb
from cards.kit.blocks import text
from cards.kit.card import Card, button, card, head
from cards.kit.escaping import plain
from cards.removal.home import journey_rows
from cards.words.english import English


@dataclass(frozen=True, slots=True)
class UnderstoodFacts:
    """Facts of the card."""

    #: What was typed; nothing where somebody sent a picture or a file.
    text: str
    token: str


def understood_card(facts: UnderstoodFacts, words: English) -> Card:
    """Say so, and offer the three journeys and help."""
    typed = plain(facts.text)
    said = words.said_nothing if typed == plain("") else words.understood(typed)
    return card(
        words,
        [
            head(words.understood_title),
            text(said),
            text(words.understood_hint),
            *journey_rows(facts.token, words),
        ],
        [button(Verb.HELP, facts.token, words.help, validate=False)],
        speak=f"{words.understood_title}. {words.understood_hint}",
    )
