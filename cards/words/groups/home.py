"""The home card."""

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases
from licensing.plans.draft import Journey


class HomeTexts(Phrases):
    """The home card."""

    group = "home"

    hello = Text()
    licenses_title = Text()
    requests_only = Text()
    full = Text()
    assigned = Text()
    available = Text()
    product = Text()
    no_products = Text()
    sandbox = Text()
    find_unused = Text()
    find_unused_explained = Text()
    journeys = TextOf(Journey)
    journeys_explained = TextOf(Journey)

    def greeting(self, name: str) -> str:
        """Hello, by first name."""
        return self.say("greeting", named=bool(name), name=name)

    def product_use(self, name: str, assigned: int, total: int) -> str:
        """One product, and how many of the licenses that were bought are assigned."""
        return self.say("product_use", name=name, assigned=assigned, total=total)

    def more_products(self, count: int) -> str:
        """How many products have no line."""
        return self.say("more_products", count=count)

    def whole_list(self, count: int) -> str:
        """The button that unfolds the whole list."""
        return self.say("whole_list", count=count)

    def unavailable(self, why: str) -> str:
        """Why the products are missing on the home card."""
        return self.say("unavailable", why=why)

    def spoken(self, products: int) -> str:
        """The home card in a sentence."""
        return self.say("spoken", count=products)
