"""The answer to text that is not understood: kindly, with a way on."""

from dataclasses import dataclass

from cards.blocks import text
from cards.home import journey_rows
from cards.kit import Card, button, card, head
from cards.plain import plain
from cards.verbs import Verb
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
