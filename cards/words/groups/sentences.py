"""Answers to sentences: what was understood, and questions about the rest."""

from datetime import date

from cards.words.catalog import Text
from cards.words.groups.phrases import Phrases


class SentencesTexts(Phrases):
    """Answers to sentences: what was understood, and questions about the rest."""

    group = "sentences"

    did_you_mean = Text()
    thanks = Text()
    available_title = Text()
    no_products = Text()
    no_removal = Text()
    which_receipt = Text()
    all_licenses = Text()
    more_products = Text()
    everyone_listed = Text()

    def understood(self, what: str, whom: str) -> str:
        """What is to be removed, and from whom."""
        return self.say("understood", what=what, whom=whom)

    def which_product(self, said: str) -> str:
        """Words that fit several products."""
        return self.say("which_product", said=said)

    def near_product(self, said: str) -> str:
        """Words that only resemble products."""
        return self.say("near_product", said=said)

    def unknown_product(self, said: str) -> str:
        """Words that fit no product."""
        return self.say("unknown_product", said=said)

    def not_read(self, said: str) -> str:
        """A part of a sentence that was not understood."""
        return self.say("not_read", said=said)

    def product_named(self, name: str) -> str:
        """A product was named, and nothing else."""
        return self.say("product_named", name=name)

    def available(self, name: str, available: int, total: int) -> str:
        """How many licenses of a product can be assigned."""
        return self.say("available", name=name, available=available, total=total)

    def receipt(self, number: int, on: date) -> str:
        """A receipt to choose, with its day."""
        return self.say("receipt", number=str(number), day=self.day(on))

    def who_has(self, name: str) -> str:
        """A question to choose."""
        return self.say("who_has", name=name)

    def how_many_free(self, name: str) -> str:
        """A question to choose."""
        return self.say("how_many_free", name=name)

    def remove_it(self, name: str) -> str:
        """A removal to begin."""
        return self.say("remove_it", name=name)
