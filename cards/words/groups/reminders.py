"""What is ahead after a removal: reminders, and the list of all that will be lost."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from cards.words.groups.phrases import Phrases
from licensing.losses.rules import DataEvent
from licensing.losses.services import Data

#: What happens to one and to many; the number goes in front.
HAPPENINGS: Final[Mapping[tuple[Data, DataEvent], tuple[str, str]]] = {
    (Data.MAILBOX, DataEvent.STOPS): ("mailbox stops working", "mailboxes stop working"),
    (Data.MAILBOX, DataEvent.DELETED): (
        "mailbox is deleted for good",
        "mailboxes are deleted for good",
    ),
    (Data.ARCHIVE, DataEvent.STOPS): ("mail archive stops working", "mail archives stop working"),
    (Data.ARCHIVE, DataEvent.DELETED): (
        "mail archive is deleted for good",
        "mail archives are deleted for good",
    ),
    (Data.CLOUD_PC_BUSINESS, DataEvent.DELETED): (
        "Cloud PC of Windows 365 Business is deleted for good",
        "Cloud PCs of Windows 365 Business are deleted for good",
    ),
    (Data.CLOUD_PC, DataEvent.DELETED): (
        "Cloud PC is deleted for good",
        "Cloud PCs are deleted for good",
    ),
    (Data.ONEDRIVE, DataEvent.READ_ONLY): ("OneDrive turns read-only", "OneDrives turn read-only"),
    (Data.ONEDRIVE, DataEvent.ARCHIVED): ("OneDrive is archived", "OneDrives are archived"),
    (Data.ONEDRIVE, DataEvent.UNSEARCHABLE): (
        "OneDrive is no longer found by eDiscovery",
        "OneDrives are no longer found by eDiscovery",
    ),
    (Data.ONEDRIVE, DataEvent.DELETED): (
        "OneDrive may be deleted for good",
        "OneDrives may be deleted for good",
    ),
}

#: What someone has no license for.
NEEDED: Final[Mapping[Data, str]] = {
    Data.MAILBOX: "a mailbox",
    Data.ARCHIVE: "a mail archive",
    Data.CLOUD_PC_BUSINESS: "a Cloud PC",
    Data.CLOUD_PC: "a Cloud PC",
    Data.ONEDRIVE: "OneDrive",
}


class RemindersTexts(Phrases):
    """What is ahead after a removal: reminders, and the list of all that will be lost."""

    group = "reminders"

    ahead = "What is ahead"
    upcoming = "Upcoming losses"
    upcoming_day = "Day"
    upcoming_what = "What happens"
    upcoming_from = "Receipt"
    upcoming_chart = "Losses by day"
    upcoming_mine = (
        "Only removals that ran in your name. People who can remove licenses see those of the "
        "whole tenant."
    )
    upcoming_unwritten = (
        "A removal has just ended and is still being written down. Look again in a moment."
    )
    nothing_ahead = "Nothing is ahead now"
    nothing_ahead_why = (
        "Everyone has a license for it again, the accounts are gone, or the days are over."
    )
    upcoming_columns = (
        *("Day", "Person", "Address", "What", "What happens", "Receipt", "Removed on", "Looked up"),
    )

    def in_days(self, days: int) -> str:
        """How far a day is from today."""
        if days <= 0:
            return "Today"
        return "Tomorrow" if days == 1 else f"In {self.number(days)} days"

    def happening(self, data: Data, turn: DataEvent, count: int) -> str:
        """What happens to how many: 12 mailboxes are deleted for good."""
        return self.some(count, *HAPPENINGS[data, turn])

    def reminder_title(self, days: int, happening: str) -> str:
        """What is lost, and how soon."""
        return f"{self.in_days(days)}: {happening}"

    def removal_of(self, receipt: int, day: date) -> str:
        """Which removal it is about."""
        return f"Receipt {self.number(receipt)} · Removal of {self.short_day(day)}"

    def restore_for(self, people: int) -> str:
        """The button that begins to give back."""
        return f"Give it back to {self.people(people)}"

    def reminder(self, data: Data, people: str, count: int, taken: date, day: date) -> str:
        """Who is concerned, and until when it can be had back."""
        verb = "has" if count == 1 else "have"
        return (
            f"{people} {verb} had no license for {NEEDED[data]} since {self.day(taken)}. People "
            f"who get it back by {self.day(day)} keep everything."
        )

    def reminder_onedrive(
        self, people: str, count: int, taken: date, day: date, safe: date, last: date
    ) -> str:
        """The same for a OneDrive, which may be in the recycle bin once it is archived.

        `safe` is the last day before that, `last` the last one before it may be deleted.
        """
        verb = "has" if count == 1 else "have"
        later = (
            f"A license by {self.day(safe)} keeps everything. Later it"
            if day <= safe + timedelta(days=1)
            else "A license"
        )
        return (
            f"{people} {verb} had no license for OneDrive since {self.day(taken)}. It happens on "
            f"{self.day(day)}. {later} brings back what is archived, until {self.day(last)}. What "
            "is in the recycle bin instead may not come back."
        )

    def dropped_out(self, count: int) -> str:
        """People who are left out because they have a license again."""
        verb, are = ("has", "is") if count == 1 else ("have", "are")
        return f"{self.people(count)} {verb} a license again and {are} left out."

    def accounts_gone(self, count: int) -> str:
        """People who are left out because the account is gone."""
        accounts = self.some(count, "account is", "accounts are")
        return f"{accounts} gone and left out."

    whom_to_ask = "your administrator"

    def removal_message(
        self, products: Sequence[str], taken: date, ahead: Sequence[str], first: date, whom: str
    ) -> str:
        """What someone is told who lost a license: what went, what is ahead, whom to ask."""
        were = "was" if len(products) == 1 else "were"
        return (
            f"{self.listed(products)} {were} taken from you on {self.day(taken)}. Ahead: "
            f"{self.listed(ahead)}. If you still need it, ask {whom} by {self.day(first)}."
        )

    def manager_message(
        self, reports: Sequence[str], total: int, taken: date, first: date, whom: str
    ) -> str:
        """What a manager is told of people who lost a license."""
        report, lost, they, need = (
            ("reports", "a license", "this person", "needs")
            if total == 1
            else ("report", "licenses", "they", "need")
        )
        return (
            f"{self.and_more(reports, total)}, who {report} to you, lost {lost} on "
            f"{self.day(taken)}. The first data of it is kept until {self.day(first)}. If {they} "
            f"still {need} it, ask {whom} by then."
        )

    def people_told(self, told: int, people: int) -> str:
        """How many people could be told themselves."""
        if told >= people:
            return "Everyone concerned was told in Teams."
        return (
            f"{self.number(told)} of {self.people(people)} could be told in Teams. The others have "
            "not opened Unassign there."
        )

    def not_rechecked(self, at: datetime) -> str:
        """Why this may be out of date."""
        return (
            f"As of {self.moment(at)}. It could not be checked again, so someone may have a "
            "license again by now."
        )

    def looked_up(self, at: datetime) -> str:
        """From when this is."""
        return f"Looked up {self.moment(at)}."

    def upcoming_title(self, days: int) -> str:
        """The list of all that will be lost."""
        return f"Lost in the next {self.number(days)} days"

    def upcoming_none(self, days: int) -> str:
        """Nothing will be lost."""
        return f"Nothing that was removed here is lost in the next {self.number(days)} days."

    def upcoming_people(self, people: int, removals: int) -> str:
        """How many people, by how many removals."""
        return f"{self.people(people)}, by {self.some(removals, 'removal', 'removals')}."

    def removed_on(self, removals: Sequence[tuple[int, date]]) -> str:
        """The receipts of the removals that led to it, with their days."""
        return self.listed([f"{self.number(n)} ({self.short_day(day)})" for n, day in removals])

    def chart_day(self, day: date) -> str:
        """A day below a bar: Dec 24."""
        return f"{day:%b} {day.day}"
