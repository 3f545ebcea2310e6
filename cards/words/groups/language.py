"""The choice of a language."""

from cards.words.catalog import Text
from cards.words.groups.phrases import Phrases


class LanguageTexts(Phrases):
    """The choice of a language."""

    group = "language"

    #: The name of this language in itself.
    own_name = Text()
    title = Text()
    #: What the choice is for.
    intro = Text()
    #: The button that makes the language that of the client.
    same_as_teams = Text()
    chosen_as_teams = Text()
    #: The answer in a channel.
    own_chat = Text()

    def chosen(self, name: str) -> str:
        """The answer to a choice."""
        return self.say("chosen", name=name)
