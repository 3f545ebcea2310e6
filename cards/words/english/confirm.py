"""The confirmation."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from cards.words.english.phrases import Phrases
from licensing.losses.services import Data

#: One and several of each kind of data that is deleted for good; the number goes in front.
STORES: Final[Mapping[Data, tuple[str, str]]] = {
    Data.MAILBOX: ("mailbox", "mailboxes"),
    Data.ARCHIVE: ("mail archive", "mail archives"),
    Data.CLOUD_PC_BUSINESS: (
        "Cloud PC of Windows 365 Business",
        "Cloud PCs of Windows 365 Business",
    ),
    Data.CLOUD_PC: ("Cloud PC", "Cloud PCs"),
    Data.ONEDRIVE: ("OneDrive", "OneDrives"),
}


class ConfirmTexts(Phrases):
    """The confirmation."""

    title = "Remove these licenses?"
    deletion_label = "Data is deleted for good"
    ediscovery_label = "eDiscovery"
    cases_label = "Open eDiscovery cases"
    unknown_label = "Not known"
    select_to_continue = "Please tick this box. Without it nothing is removed."
    cancel_note = "Cancel asks nothing and removes nothing."

    def product_going(self, name: str, count: int) -> str:
        """A product and how many of its licenses go."""
        return f"{name} ({self.number(count)})"

    def accept_cases(self, people: int) -> str:
        """The box of the warning about open cases."""
        who = "this person is" if people == 1 else f"these {self.people(people)} are"
        return (
            f"I have asked the people who run the open eDiscovery cases that {who} in, and the "
            "licenses may go."
        )

    accept_deletion = "I understand that this is deleted for good and can't be recovered:"

    def deletion_line(
        self, data: Data, losers: str, count: int, day: date, works: date | None = None
    ) -> str:
        """One kind of data that is deleted: how many, whose, and when."""
        what = f"{self.some(count, *STORES[data])} ({losers})"
        if data is Data.ONEDRIVE:
            return (
                f"{what}: may be deleted for good from {self.day(day)} on, even under a hold, if "
                "no one pays for the archive."
            )
        if data in {Data.CLOUD_PC, Data.CLOUD_PC_BUSINESS}:
            return f"{what}: deleted on {self.day(day)}."
        if works:
            verb = "works" if count == 1 else "work"
            return (
                f"{what}: {verb} until {self.day(works)}, then held for 30 days, until "
                f"{self.day(day)}, and deleted for good."
            )
        return f"{what}: held for 30 days, until {self.day(day)}, and then deleted for good."

    accept_ediscovery = "I understand that eDiscovery can no longer search this:"

    def search_line(self, data: Data, losers: str, count: int, day: date | None) -> str:
        """One kind of data that eDiscovery loses: how many, whose, and when."""
        what = f"{self.some(count, *STORES[data])} ({losers})"
        if data is Data.ONEDRIVE and day:
            return (
                f"{what}: no longer found from {self.day(day)} on, if no one pays for the archive."
            )
        if day:
            return f"{what}: no longer found after {self.day(day)}."
        return f"{what}: no longer found as soon as the license is gone."

    accept_unknown = (
        "I understand that no one can tell what this carries, and that data may be lost with it:"
    )

    def unknown_line(self, products: str, losers: str) -> str:
        """Products of which no one can tell what they carry, and who loses them."""
        return f"{products or 'A product'} ({losers})"

    def spoken(self, remove: str, first: date | None, *, known: bool = True) -> str:
        """The confirmation in a sentence; `first` is the first day on which data is deleted."""
        if first is None and not known:
            return f"{remove}? It is not known whether data is deleted."
        if first is None:
            return f"{remove}? Nothing is deleted."
        return f"{remove}? Data is deleted for good, first on {self.day(first)}."

    def remove_button(self, licenses: int, people: int) -> str:
        """The button that removes."""
        return f"Remove {self.licenses_from_people(licenses, people)}"
