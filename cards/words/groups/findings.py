"""The search for unused licenses."""

from collections.abc import Mapping
from decimal import Decimal

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases
from licensing.findings.scan import ScanState
from licensing.findings.unused import NotKnown, UnusedKind


class FindingsTexts(Phrases):
    """The search for unused licenses."""

    group = "findings"

    title = Text()
    search = Text()
    search_again = Text()
    stop = Text()
    review = Text()
    not_started = Text()
    promise = Text()
    nothing_found = Text()
    not_judged = Text()
    changed = Text()
    kinds = TextOf(UnusedKind)

    def reading(self, read: int, total: int | None) -> str:
        """How far a search is."""
        return self.say("reading", known=total is not None, read=read, total=total or 0)

    def ended(self, state: ScanState, read: int, moment: str) -> str:
        """How a search ended, and when."""
        return self.say("ended", state=state, people=read, moment=moment)

    def line(self, product: str, people: int) -> str:
        """How many people a line is about, behind the name of the product."""
        return self.say("line", product=product, people=people)

    def frees(self, licenses: int, monthly: Mapping[str, Decimal]) -> str:
        """How many licenses become available, and what they cost in a month."""
        priced = bool(monthly)
        return self.say("frees", licenses=licenses, priced=priced, monthly=self.money(monthly))

    def line_frees(self, licenses: int, monthly: Mapping[str, Decimal]) -> str:
        """The same, in few words, for one line."""
        priced = bool(monthly)
        return self.say("line_frees", licenses=licenses, priced=priced, monthly=self.money(monthly))

    def not_known(self, why: NotKnown, people: int) -> str:
        """How many people could not be judged, and why."""
        return self.say("not_known", why=why, people=people)
