"""Words that many cards share: buttons, numbers of things, names of groups."""

from cards.words.english.phrases import Phrases


class CommonTexts(Phrases):
    """Words that many cards share: buttons, numbers of things, names of groups."""

    back = "Back"
    cancel = "Cancel"
    next = "Next"
    preview = "Preview"
    continue_ = "Continue"
    help = "Help"
    start = "Start"
    home = "Start page"
    start_over = "Start over"
    resume = "Continue where I was"
    add = "Add to the list"
    look_again = "Look again"
    try_again = "Try again"
    remove_people = "Take people off"
    keep_people = "Keep these"
    previous_page = "Previous page"
    next_page = "Next page"
    download_csv = "Download as CSV"
    #: In the place of a table, on a phone whose Teams does not know tables.
    no_table = "There is a table here that this device can't show. Open the card on a computer."
    #: Pages where a person does by hand what the bot can't.
    users_page = "Active users in the admin center"
    licenses_page = "Licenses in the admin center"
    products_page = "Your products in the admin center"
    entra_page = "Microsoft Entra admin center"
    posted_again = "The message above could no longer be updated, so this card continues here."
    steps = 4

    def step(self, number: int, name: str) -> str:
        """Where one stands."""
        return f"{number} of {self.steps} · {name}"

    def more(self, count: int) -> str:
        """Lines that are not shown."""
        return f"and {self.number(count)} more"

    def page(self, page: int, pages: int) -> str:
        """Which page this is, counted from 0."""
        return f"Page {self.number(page + 1)} of {self.number(pages)}"
