"""The help card: what the bot does, what can be typed, and who may remove licenses."""

from dataclasses import dataclass

from cards.kit.actions import Verb
from cards.kit.blocks import facts as fact_set
from cards.kit.blocks import link, subheading, text
from cards.kit.card import Card, button, card, head
from cards.removal.home import journey_rows
from cards.words.english import English


@dataclass(frozen=True, slots=True)
class HelpFacts:
    """Facts of the help card."""

    #: Of the draft that the buttons belong to; None: no buttons.
    token: str | None = None


def help_card(facts: HelpFacts, words: English) -> Card:
    """Say in a minute what somebody needs to know."""
    token = facts.token
    return card(
        words,
        [
            head(words.help_title),
            text(words.help_intro),
            *(journey_rows(token, words) if token else []),
            subheading(words.help_typing),
            fact_set(*words.commands),
            text(words.help_lists),
            subheading(words.help_roles),
            text(words.help_roles_text),
            link(words.help_roles_link, words.links.roles),
        ],
        [button(Verb.HOME, token, words.home, validate=False)] if token else [],
        speak=words.help_intro,
    )
