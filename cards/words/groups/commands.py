"""What people type instead of pressing a button."""

from cards.words.catalog import Words
from cards.words.groups.phrases import Phrases


class CommandsTexts(Phrases):
    """What people type instead of pressing a button, without regard to case and accents.

    A word must not mean two commands, in whatever language.
    """

    group = "commands"

    #: By name of `dialogs.commands.Command`.
    commands = Words()
    #: By name of `dialogs.commands.Phrase`.
    phrases = Words()
    #: Words of sentences, by name of `dialogs.sentences.vocabulary.Word`.
    sentence_words = Words()
    #: What people call products, by Microsoft's words for them.
    product_names = Words()
