"""Undo: restoring what a run removed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from cards.words.groups.phrases import Phrases
from licensing.losses.services import Data
from licensing.plans.planned_person import PlannedAction

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


class UndoTexts(Phrases):
    """Undo: restoring what a run removed."""

    group = "undo"

    title = "Give licenses back"
    step_who = "Who"
    preview_nothing = "Nothing can be given back"
    confirm_title = "Give these licenses back?"
    note = (
        "Each license comes back as it was assigned, with the same services switched off. Before "
        "anyone is touched they are read once more."
    )
    restore = "Give back"
    restore_some = "Only to some of this page"
    restore_explained = (
        "Gives back exactly what was removed, with a preview first. Choose people of this page, or "
        "no one to choose from all. There is no deadline for the licenses."
    )
    or_some = "Or only to some of them:"
    to_chosen = "To those chosen"
    data_gone_label = "Data does not come back"
    count_restored_people = "Get something back"
    count_restored_licenses = "Licenses that come back"
    count_left_out = "Can't come back"

    def step(self, number: int, name: str) -> str:
        """The current step."""
        return f"{number} of 3 · {name}"

    def licenses_to_people(self, licenses: int, people: int) -> str:
        """3 licenses to 2 people."""
        return f"{self.licenses(licenses)} to {self.people(people)}"

    def restore_button(self, licenses: int, people: int) -> str:
        """The button that gives back."""
        return f"Give back {self.licenses_to_people(licenses, people)}"

    def to_everyone(self, people: int) -> str:
        """The button that takes everyone."""
        return "To this person" if people == 1 else f"To all {self.people(people)}"

    def undoes(self, receipt: int) -> str:
        """Which receipt a plan undoes."""
        return f"What was removed with receipt {receipt}."

    def was_undone(self, receipts: Sequence[int]) -> str:
        """That a receipt was undone, or a part of it."""
        return f"Undone, or a part of it, with {self.undone_by(receipts)}."

    def undone_by(self, receipts: Sequence[int]) -> str:
        """Which receipts undo one."""
        numbers = self.listed([str(number) for number in receipts])
        return f"receipt {numbers}" if len(receipts) == 1 else f"receipts {numbers}"

    def can(self, receipt: int, licenses: int, people: int) -> str:
        """What can be given back."""
        return (
            f"Of receipt {receipt}, {self.licenses_to_people(licenses, people)} can be given back."
        )

    def undone_part(self, receipts: Sequence[int]) -> str:
        """What is no longer offered."""
        return f"What came back with {self.undone_by(receipts)} is not offered again."

    def nothing(self, receipt: int, undone_by: Sequence[int]) -> str:
        """Nothing is left to give back."""
        if undone_by:
            return (
                f"Everything that receipt {receipt} removed came back with "
                f"{self.undone_by(undone_by)}."
            )
        return f"Receipt {receipt} removed nothing, so there is nothing to give back."

    def data_gone(self, data: Data, losers: str, count: int, until: date) -> str:
        """Data does not come back."""
        lost = self._lost(data, losers, count)
        if data is Data.ONEDRIVE:
            return (
                f"{lost} {_it(count)} may have been deleted for good after {self.day(until)}, if "
                "no one paid for the archive: the license comes back, the files may not."
            )
        return (
            f"{lost} {_it(count)} {_was(count)} deleted for good after {self.day(until)}: the "
            "license comes back, the data does not."
        )

    def data_comes_back(self, data: Data, losers: str, count: int, until: date) -> str:
        """Data comes back."""
        one = count == 1
        back = "It comes back with all its data" if one else "They come back with all their data"
        return (
            f"{self._lost(data, losers, count)} {back}, as long as the license is back by "
            f"{self.day(until)}."
        )

    def data_doubtful(self, data: Data, losers: str, count: int, until: date) -> str:
        """Data that may come back: an archived OneDrive, a Cloud PC on its last day."""
        each = "It is" if count == 1 else "Each is"
        if data is not Data.ONEDRIVE:
            return (
                f"{self._lost(data, losers, count)} {each} deleted in the course of "
                f"{self.day(until)}. The license brings back only what is still there: be quick, "
                "and check."
            )
        return (
            f"{self._lost(data, losers, count)} {each} archived by now, or in the recycle bin. "
            f"From the archive it comes back, as long as the license is back by {self.day(until)}. "
            "From the recycle bin it may not: check that the files are there."
        )

    def data_stays_lost(self, data: Data, losers: str, count: int, until: date) -> str:
        """Data for which no license comes back."""
        it, are = ("it", "is") if count == 1 else ("they", "are")
        verb = "may be" if data is Data.ONEDRIVE else are
        return (
            f"{self._lost(data, losers, count)} No license for {'it' if count == 1 else 'them'} "
            f"comes back with this, so {it} {verb} deleted for good after {self.day(until)}."
        )

    def came_late(self, data: Data, losers: str, count: int, until: date, day: date) -> str:
        """Licenses that came back after the last day of some data."""
        return (
            f"{self._lost(data, losers, count)} {'It' if count == 1 else 'The first of them'} was "
            f"held until {self.day(until)}, and licenses came back until {self.day(day)}: check "
            "that the data is there."
        )

    def unknown(self, losers: str) -> str:
        """Products of which no one can tell what they carry."""
        return (
            f"No one can tell what some of these products carry, so data of {losers} may not come "
            "back with them."
        )

    def numbers(self, losers: str, count: int) -> str:
        """Phone numbers do not come back."""
        what = (
            "A phone number does not come back with the license"
            if count == 1
            else "Phone numbers do not come back with the licenses"
        )
        return f"{what}. If {losers} had one, assign it again by hand."

    numbers_link = "How to assign a phone number"
    numbers_page = "Phone numbers in the Teams admin center"
    things: Mapping[Data, tuple[str, str]] = {
        Data.MAILBOX: ("the mailbox", "their mailboxes"),
        Data.ARCHIVE: ("the mail archive", "their mail archives"),
        Data.CLOUD_PC_BUSINESS: (
            "the Cloud PC of Windows 365 Business",
            "their Cloud PCs of Windows 365 Business",
        ),
        Data.CLOUD_PC: ("the Cloud PC", "their Cloud PCs"),
        Data.ONEDRIVE: ("OneDrive", "their OneDrives"),
    }

    def _lost(self, data: Data, losers: str, count: int) -> str:
        one, many = self.things[data]
        return f"{losers or self.people(count)} lost {one if count == 1 else many}."

    accept_data_gone = "I understand that this does not come back with the license:"

    def gone_line(self, data: Data, losers: str, count: int, until: date) -> str:
        """One kind of data that does not come back: how many, whose, and since when."""
        what = f"{self.some(count, *STORES[data])} ({losers or self.people(count)})"
        may = f"may have been deleted for good after {self.day(until)}"
        return f"{what}: {may if data is Data.ONEDRIVE else may.removeprefix('may have been ')}."

    def cannot(self, action: PlannedAction, count: int) -> str:
        """Why some licenses can't be given back."""
        verb = (
            "can't come back" if action is not PlannedAction.ALREADY_HELD else "need not come back"
        )
        return f"{self.licenses(count)} {verb}: {self.cannots[action]}"

    cannots: Mapping[PlannedAction, str] = {
        PlannedAction.ALREADY_HELD: "someone gave it back already.",
        PlannedAction.NO_SEAT: "no license is free. Buy one, or take one from someone else.",
        PlannedAction.NO_LOCATION: "there is no usage location. Set one in the admin center first.",
        PlannedAction.NOT_OWNED: "the tenant no longer has the product.",
        PlannedAction.ACCOUNT_GONE: "the account is deleted. Restore it first, within 30 days.",
    }


def _it(count: int) -> str:
    return "It" if count == 1 else "They"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
