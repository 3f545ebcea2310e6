"""Giving back what a run took."""

from collections.abc import Mapping, Sequence
from datetime import date

from cards.words.english.phrases import Phrases
from licensing.plans.planned_person import PlannedAction


class UndoTexts(Phrases):
    """Giving back what a run took."""

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
        """Where one stands."""
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

    def data_gone(self, losers: str, count: int, until: date) -> str:
        """A mailbox does not come back."""
        what = "The mailbox was" if count == 1 else "The mailboxes were"
        return (
            f"{self._lost(losers, count)} {what} deleted for good after {self.day(until)}: the "
            "license comes back, the data does not."
        )

    def data_comes_back(self, losers: str, count: int, until: date) -> str:
        """A mailbox comes back."""
        back = (
            "The mailbox comes back with everything in it"
            if count == 1
            else "The mailboxes come back with everything in them"
        )
        return (
            f"{self._lost(losers, count)} {back}, as long as the license is back by "
            f"{self.day(until)}."
        )

    def data_stays_lost(self, losers: str, count: int, until: date) -> str:
        """A mailbox for which no license comes back."""
        it = "it is" if count == 1 else "they are"
        return (
            f"{self._lost(losers, count)} No license for {'it' if count == 1 else 'them'} comes "
            f"back with this, so {it} deleted for good after {self.day(until)}."
        )

    def _lost(self, losers: str, count: int) -> str:
        what = "the mailbox" if count == 1 else "their mailboxes"
        return f"{losers or self.people(count)} lost {what}."

    def accept_data_gone(self, count: int, until: date) -> str:
        """The box of a mailbox that does not come back."""
        one = count == 1
        what = "mailbox was" if one else f"{self.number(count)} mailboxes were"
        return (
            f"I understand that the {what} deleted for good after {self.day(until)} and "
            f"{'does' if one else 'do'} not come back with the license."
        )

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
