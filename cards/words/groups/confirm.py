"""The confirmation."""

from datetime import date

from cards.words.catalog import Text
from cards.words.groups.phrases import Phrases


class ConfirmTexts(Phrases):
    """The confirmation."""

    group = "confirm"

    select_to_continue = Text()
    accept_deletion = Text()
    accept_ediscovery = Text()
    accept_cases = Text()
    accept_unknown = Text()

    def spoken(self, remove: str, first: date | None, *, known: bool = True) -> str:
        """The confirmation in a sentence; `first` is the first day on which data is deleted."""
        return self.say(
            "spoken", remove=remove, first=self.day(first) if first else None, known=known
        )

    def remove_button(self, licenses: int) -> str:
        """The button that removes."""
        return self.say("remove_button", licenses=licenses)
