"""What a card says on which someone decides: the headline, who, what, and the worst losses."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final, TypeVar

from cards.words.catalog import Text
from cards.words.groups.phrases import Phrases
from licensing.losses.services import Data

Day = TypeVar("Day", date, date | None)

#: Kinds whose day has a preposition of its own.
_DAY_MATTERS: Final = frozenset({Data.ONEDRIVE, Data.CLOUD_PC, Data.CLOUD_PC_BUSINESS})


class DecisionTexts(Phrases):
    """What a card says on which someone decides: the headline, who, what, and the worst losses.

    In each headline `product` and `person` are the only ones, where there is one.
    """

    group = "decision"

    people_label = Text()
    licenses_label = Text()
    kept_label = Text()
    approval_label = Text()
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

    def approvals(self, count: int, who: str, *, more: bool) -> str:
        """How many approvals are needed, at least if `more`, and who can give them."""
        return self.say("approvals", count=count, more=more, named=bool(who), who=who)

    def deleted(self, lost: Sequence[tuple[Data, int, date]], *, single: bool) -> str:
        """What is permanently deleted, and when; `single` where the plan has one person."""
        parts = [
            self.say(
                "deleted",
                store=self.listed(
                    [self._store(data, count, single=single) for data, count in some]
                ),
                data=some[0][0],
                day=self.short_day(day),
            )
            for day, some in _by_day(lost, _DAY_MATTERS)
        ]
        return self.listed(parts)

    def unsearchable(self, lost: Sequence[tuple[Data, int, date | None]], *, single: bool) -> str:
        """What eDiscovery no longer finds, and from when on; None: immediately."""
        parts = [
            self.say(
                "unsearchable",
                store=self.listed(
                    [self._store(data, count, single=single) for data, count in some]
                ),
                data=some[0][0],
                day=self.short_day(day) if day else None,
            )
            for day, some in _by_day(lost, _DAY_MATTERS)
        ]
        return self.listed(parts)

    def _store(self, data: Data, count: int, *, single: bool) -> str:
        return self.say("store", data=data, count=count, single=single)

    def in_cases(self, count: int, cases: Sequence[str], total: int, *, single: bool) -> str:
        """How many are in which open cases; no case is named where the reader may not know it."""
        return self.say(
            "in_cases",
            count=count,
            single=single,
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


def _by_day(
    lost: Sequence[tuple[Data, int, Day]], apart: Collection[Data]
) -> list[tuple[Day, list[tuple[Data, int]]]]:
    """Kinds with the same day together, but those `apart` by themselves, in the given order."""
    found: dict[tuple[Day, Data | None], list[tuple[Data, int]]] = {}
    for data, count, day in lost:
        found.setdefault((day, data if data in apart else None), []).append((data, count))
    return [(day, some) for (day, _), some in found.items()]
