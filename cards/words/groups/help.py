"""The help card."""

from cards.words.catalog import Pairs, Text
from cards.words.groups.phrases import Phrases


class HelpTexts(Phrases):
    """The help card."""

    group = "help"

    title = Text()
    intro = Text()
    typing = Text()
    commands = Pairs()
    lists = Text()
    roles = Text()
    roles_text = Text()
    roles_link = Text()
