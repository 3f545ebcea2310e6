"""Choosing the channel in which requests are posted, where its admin has to sign in first."""

from cards.kit.actions import Verb
from cards.kit.blocks import text
from cards.kit.card import Card, button, card, head
from cards.words.texts import Texts


def choose_channel_card(token: str, texts: Texts) -> Card:
    """Ask for one press, by which Teams can sign the admin in."""
    return card(
        texts,
        [head(texts.channel.title), text(texts.channel.explained)],
        [button(Verb.CHOOSE_CHANNEL, token, texts.channel.button, style="positive")],
        speak=f"{texts.channel.title}. {texts.channel.explained}",
    )
