"""What a card says on which someone decides: the headline, who, what, and the worst losses."""

from collections.abc import Sequence
from datetime import date

from cards.words.catalog import Text
from cards.words.groups.phrases import Phrases
from licensing.losses.services import Data


class DecisionTexts(Phrases):
    """What a card says on which someone decides: the headline, who, what, and the worst losses.

    In each headline `product` and `person` are the only ones, where there is one.
    """

    group = "decision"

    people_label = Text()
    licenses_label = Text()
    kept_label = Text()
    details = Text()
    #: The word at the beginning of a loss.
    deletion = Text()
    ediscovery = Text()
    case = Text()
    unknown = Text()
    own = Text()
    owners = Text()
    refused = Text()
    bought = Text()
    phone = Text()
    smaller = Text()
    none_lost = Text()

    def remove(self, products: int, product: str, people: int, person: str) -> str:
        """The headline of a removal: Remove Visio from Adele Vance."""
        return self.say("remove", products=products, product=product, people=people, person=person)

    def restore(self, products: int, product: str, people: int, person: str) -> str:
        """The headline of an undo: Restore Visio to Adele Vance."""
        return self.say("restore", products=products, product=product, people=people, person=person)

    def question(self, headline: str) -> str:
        """A headline as a question."""
        return self.say("question", headline=headline)

    def product(self, name: str, count: int) -> str:
        """A product, with how many of its licenses go or come back."""
        return self.say("product", name=name, count=count)

    def kept(self, count: int) -> str:
        """Licenses that stay because groups assign them."""
        return self.say("kept", count=count)

    def dates(self, day: date) -> str:
        """The day for which the dates are computed."""
        return self.say("dates", day=self.day(day))

    def deleted(self, lost: Sequence[tuple[Data, int, date]], *, single: bool) -> str:
        """What is deleted for good, and when; `single` where the plan has one person."""
        return self.listed(
            [
                self.say(
                    "deleted",
                    store=self._store(data, count, single=single),
                    data=data,
                    day=self.short_day(day),
                )
                for data, count, day in lost
            ]
        )

    def unsearchable(self, lost: Sequence[tuple[Data, int, date | None]], *, single: bool) -> str:
        """What eDiscovery no longer finds, and from when on; None: immediately."""
        parts = [
            self.say(
                "unsearchable",
                store=self._store(data, count, single=single),
                data=data,
                day=self.short_day(day) if day else None,
            )
            for data, count, day in lost
        ]
        return self.say("no_longer_found", what=self.listed(parts))

    def _store(self, data: Data, count: int, *, single: bool) -> str:
        return self.say("store", data=data, count=count, single=single)

    def in_cases(self, people: str, count: int, cases: Sequence[str], total: int) -> str:
        """Who is in which open cases; no case is named where the reader may not know it."""
        return self.say(
            "in_cases",
            people=people,
            count=count,
            named=bool(cases),
            cases=self.and_more(cases, total),
            total=total,
        )

    def unknown_product(self, products: str) -> str:
        """A product whose contents are unknown."""
        return self.say("unknown_product", named=bool(products), products=products)

    def own_licenses(self, count: int, owner: str = "") -> str:
        """Licenses of the person who acts, who has a name where others read it."""
        return self.say("own_licenses", count=count, named=bool(owner), owner=owner)

    def refused_for(self, people: int, addon: str) -> str:
        """An add-on because of which Microsoft 365 may refuse."""
        return self.say("refused_for", people=people, addon=addon)

    def bought_themselves(self, count: int) -> str:
        """Licenses that people seem to have bought; 0: it is not known how many."""
        return self.say("bought_themselves", count=count)

    def numbers(self, count: int, *, single: bool) -> str:
        """People who lose a phone number."""
        return self.say("numbers", count=count, single=single)

    def smaller_mailboxes(self, count: int, *, single: bool) -> str:
        """Mailboxes that may be too full for their new limit."""
        return self.say("smaller_mailboxes", count=count, single=single)

    def more(self, count: int, day: date) -> str:
        """Losses that are in the details only, and the first of their days."""
        return self.say("more", count=count, day=self.short_day(day))
