"""The home card."""

from collections.abc import Mapping

from cards.words.groups.phrases import Phrases
from licensing.plans.draft import Journey


class HomeTexts(Phrases):
    """The home card."""

    group = "home"

    hello = "Take back licenses"
    glance = "Licenses at a glance"
    assigned = "Assigned"
    available = "Available"
    product = "Product"
    no_products = "Your organization has no products that people can hold."
    sandbox = "This is a rehearsal. Nothing here changes a real tenant."
    journeys: Mapping[Journey, str] = {
        Journey.BY_PRODUCT: "By product",
        Journey.BY_USER: "By user",
        Journey.MANY_USERS: "Many users",
    }
    journeys_explained: Mapping[Journey, str] = {
        Journey.BY_PRODUCT: "Take one or more products from the people who hold them.",
        Journey.BY_USER: "See what one person holds and choose what goes.",
        Journey.MANY_USERS: "Take all licenses, or chosen ones, from a list of people.",
    }

    def greeting(self, name: str) -> str:
        """Hello, by first name."""
        hi = f"Hi {name}." if name else "Hi."
        return f"{hi} You will see what each person would lose, and when, before anything happens."

    def product_use(self, name: str, assigned: int, available: int) -> str:
        """One product with its numbers."""
        return f"{name}: {self.number(assigned)} assigned, {self.number(available)} available"

    def whole_list(self, count: int) -> str:
        """The button that unfolds the whole list."""
        return f"All {self.number(count)} products"

    def unavailable(self, why: str) -> str:
        """Why the products are missing on the home card."""
        return f"The licenses can't be shown right now. {why}"

    def spoken(self, products: int) -> str:
        """The home card in a sentence."""
        return (
            f"Unassign. {self.some(products, 'product', 'products')}. Choose by product, by user, "
            "or many users."
        )
