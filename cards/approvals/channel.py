"""Choosing the channel in which requests are posted, where its admin has to sign in first."""

from cards.kit.actions import Verb
from cards.kit.blocks import text
from cards.kit.card import Card, button, card, head
from cards.words.english import English


def here_card(token: str, words: English) -> Card:
    """Ask for one press, by which Teams can sign the admin in."""
    return card(
        words,
        [head(words.here_title), text(words.here_explained)],
        [button(Verb.CHOOSE_CHANNEL, token, words.here_button, style="positive")],
        speak=f"{words.here_title}. {words.here_explained}",
    )
