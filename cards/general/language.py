"""The choice of the language in which the bot writes to a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from cards.kit.actions import Verb
from cards.kit.blocks import text
from cards.kit.card import Card, button, card, head, notice_block
from cards.kit.notices import Notice
from cards.words.texts import Texts


@dataclass(frozen=True, slots=True)
class LanguageFacts:
    """Facts of the choice of a language."""

    #: Each language: its tag, and its name in itself.
    languages: Sequence[tuple[str, str]]
    token: str
    #: The tag of the chosen one; empty for that of the client.
    chosen: str = ""
    notice: Notice | None = None


def language_card(facts: LanguageFacts, texts: Texts) -> Card:
    """Offer each language under its own name, and that of Teams."""
    choices = [*facts.languages, ("", texts.language.same_as_teams)]
    return card(
        texts,
        [
            head(texts.language.title),
            notice_block(facts.notice, texts),
            text(texts.language.intro),
        ],
        [
            button(
                Verb.CHOOSE_LANGUAGE,
                facts.token,
                name,
                arg=tag,
                style="positive" if tag == facts.chosen else None,
            )
            for tag, name in choices
        ],
        speak=f"{texts.language.title}. {texts.language.intro}",
    )
