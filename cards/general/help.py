"""The help card: what the bot does, what can be typed, and who may remove licenses."""

from dataclasses import dataclass

from cards.kit.actions import Verb
from cards.kit.blocks import facts as fact_set
from cards.kit.blocks import link, subheading, text
from cards.kit.card import Card, button, card, head
from cards.words.texts import Texts


@dataclass(frozen=True, slots=True)
class HelpFacts:
    """Facts of the help card."""

    #: Of the draft that the buttons belong to; None: no buttons.
    token: str | None = None


def help_card(facts: HelpFacts, texts: Texts) -> Card:
    """Say in a minute what someone needs to know."""
    token = facts.token
    return card(
        texts,
        [
            head(texts.help.title),
            text(texts.help.intro),
            subheading(texts.help.typing),
            fact_set(*texts.help.commands),
            text(texts.help.lists),
            subheading(texts.help.roles),
            text(texts.help.roles_text),
            link(texts.help.roles_link, texts.links.roles),
        ],
        [button(Verb.HOME, token, texts.common.home, style="positive", validate=False)]
        if token
        else [],
        speak=texts.help.intro,
    )
