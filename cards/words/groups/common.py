"""Words that many cards share: buttons, numbers of things, names of groups."""

from cards.words.catalog import Text
from cards.words.groups.phrases import Phrases

#: Number of steps of a removal.
STEPS = 4


class CommonTexts(Phrases):
    """Words that many cards share: buttons, numbers of things, names of groups."""

    group = "common"

    back = Text()
    cancel = Text()
    next = Text()
    preview = Text()
    continue_ = Text()
    help = Text()
    home = Text()
    resume = Text()
    add = Text()
    look_again = Text()
    try_again = Text()
    remove_people = Text()
    keep_people = Text()
    previous_page = Text()
    next_page = Text()
    download = Text()
    #: In the place of a table, on a phone whose Teams does not know tables.
    no_table = Text()
    #: Pages where a person does by hand what the bot can't.
    users_page = Text()
    licenses_page = Text()
    products_page = Text()
    entra_page = Text()
    posted_again = Text()

    def step(self, number: int, name: str) -> str:
        """Where one stands."""
        return self.say("step", number=number, steps=STEPS, name=name)

    def more(self, count: int) -> str:
        """Lines that are not shown."""
        return self.say("more", count=count)

    def page(self, page: int, pages: int) -> str:
        """Which page this is, counted from 0."""
        return self.say("page", page=page + 1, pages=pages)
