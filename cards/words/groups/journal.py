"""The journal in words."""

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases
from licensing.journal import EntryKind


class JournalTexts(Phrases):
    """The journal in words."""

    group = "journal"

    title = Text()
    not_a_reader = Text()
    kinds = TextOf(EntryKind)

    def entries(self, count: int) -> str:
        """How many entries there are."""
        return self.say("entries", count=count)

    def entry_number(self, number: int) -> str:
        """The number of an entry."""
        return self.say("entry_number", number=str(number))

    def about(self, said: str, person: str) -> str:
        """What happened, and to whom."""
        return self.say("about", said=said, person=person)

    def request_number(self, number: int) -> str:
        """Which request an entry is about."""
        return self.say("request_number", number=str(number))
