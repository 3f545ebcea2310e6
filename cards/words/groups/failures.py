"""What went wrong, and what to do next, for each class of `licensing.errors`."""

from cards.kit.escaping import plain
from cards.words.catalog import TextOf
from cards.words.failures import WITH_TEXT
from cards.words.groups.phrases import Phrases
from licensing.errors import Answer

#: Maximum number of characters quoted from Microsoft.
LONGEST_ANSWER = 300
#: Errors whose reason only Microsoft's own words tell.
_QUOTED = frozenset({"UnreadAnswer", "NotAllowed", "RestrictedUnit"})


class FailuresTexts(Phrases):
    """What went wrong, and what to do next, for each class of `licensing.errors`."""

    group = "failures"

    #: By the name of the error's class, which is also what the ledger keeps as a reason.
    failures = TextOf(WITH_TEXT)
    next_steps = TextOf(WITH_TEXT)

    def failed(self, failure: str, answer: Answer | None) -> str:
        """What went wrong, with Microsoft's own words where the class of the error says less.

        `failure` is the name of a class that has a text.
        """
        said = self.failures[failure]
        if failure not in _QUOTED or answer is None or not answer.message:
            return said
        quoted = self.say("it_said", words=plain(answer.message, LONGEST_ANSWER))
        return self.sentences([said, quoted])
