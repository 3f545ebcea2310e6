"""The answer to text that is not understood: kindly, with a way on."""

from dataclasses import dataclass

from cards.kit.actions import Verb
from cards.kit.blocks import text
from cards.kit.card import Card, button, card
from cards.kit.escaping import plain
from cards.words.texts import Texts


@dataclass(frozen=True, slots=True)
class NotUnderstoodFacts:
    """Facts of the card."""

    #: What was typed; nothing where someone sent a picture or a file.
    text: str
    token: str


def not_understood_card(facts: NotUnderstoodFacts, texts: Texts) -> Card:
    """Say so, and offer what works everywhere."""
    typed = plain(facts.text)
    said = texts.errors.said_nothing if typed == plain("") else texts.errors.understood(typed)
    token = facts.token
    return card(
        texts,
        [text(said, bold=True), text(texts.errors.understood_hint, spacing="Small")],
        [
            button(Verb.HOME, token, texts.common.home, style="positive", validate=False),
            button(Verb.HELP, token, texts.common.help, validate=False),
            button(Verb.HISTORY, token, texts.history.history, validate=False),
        ],
        speak=f"{said} {texts.errors.understood_hint}",
    )
