"""The confirmation."""

from datetime import date

from cards.words.catalog import Text
from cards.words.groups.phrases import Phrases
from licensing.losses.services import Data


class ConfirmTexts(Phrases):
    """The confirmation."""

    group = "confirm"

    title = Text()
    deletion_label = Text()
    ediscovery_label = Text()
    cases_label = Text()
    unknown_label = Text()
    select_to_continue = Text()
    cancel_note = Text()
    accept_deletion = Text()
    accept_ediscovery = Text()
    accept_unknown = Text()

    def product_going(self, name: str, count: int) -> str:
        """A product and how many of its licenses go."""
        return self.say("product_going", name=name, count=count)

    def accept_cases(self, people: int) -> str:
        """The box of the warning about open cases."""
        return self.say("accept_cases", people=people)

    def deletion_line(
        self, data: Data, losers: str, count: int, day: date, works: date | None = None
    ) -> str:
        """One kind of data that is deleted: how many, whose, and when."""
        return self.say(
            "deletion_line",
            what=self._stores(data, losers, count),
            data=data,
            count=count,
            day=self.day(day),
            works=self.day(works) if works else None,
        )

    def search_line(self, data: Data, losers: str, count: int, day: date | None) -> str:
        """One kind of data that eDiscovery loses: how many, whose, and when."""
        return self.say(
            "search_line",
            what=self._stores(data, losers, count),
            data=data,
            day=self.day(day) if day else None,
        )

    def _stores(self, data: Data, losers: str, count: int) -> str:
        return self.say("stores", data=data, count=count, losers=losers)

    def unknown_line(self, products: str, losers: str) -> str:
        """Products of which no one can tell what they carry, and who loses them."""
        return self.say("unknown_line", named=bool(products), products=products, losers=losers)

    def spoken(self, remove: str, first: date | None, *, known: bool = True) -> str:
        """The confirmation in a sentence; `first` is the first day on which data is deleted."""
        return self.say(
            "spoken", remove=remove, first=self.day(first) if first else None, known=known
        )

    def remove_button(self, licenses: int, people: int) -> str:
        """The button that removes."""
        return self.say("remove_button", licenses=licenses, people=people)
