"""What is ahead after a removal: reminders, and the list of all that will be lost."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from babel.dates import format_skeleton

from cards.words.catalog import Text
from cards.words.groups.phrases import Phrases
from licensing.losses.rules import DataEvent
from licensing.losses.services import Data


class RemindersTexts(Phrases):
    """What is ahead after a removal: reminders, and the list of all that will be lost."""

    group = "reminders"

    ahead = Text()
    upcoming = Text()
    upcoming_chart = Text()
    upcoming_mine = Text()
    upcoming_unwritten = Text()
    nothing_ahead = Text()
    nothing_ahead_why = Text()

    def in_days(self, days: int) -> str:
        """How far a day is from today."""
        return self.say("in_days", days=max(days, 0))

    def happening(self, data: Data, turn: DataEvent, count: int) -> str:
        """What happens to how many: 12 mailboxes are permanently deleted."""
        return self.say("happening", data=data, event=turn, count=count)

    def reminder_title(self, days: int, happening: str) -> str:
        """What is lost, and how soon."""
        return self.say("reminder_title", when=self.in_days(days), happening=happening)

    def removal_of(self, receipt: int, day: date) -> str:
        """Which removal it is about."""
        return self.say("removal_of", receipt=receipt, day=self.short_day(day))

    def restore_for(self, people: int) -> str:
        """The button that begins to give back."""
        return self.say("restore_for", people=people)

    def reminder(self, data: Data, people: str, count: int, removed_on: date, day: date) -> str:
        """Who is concerned, and until when it can be had back."""
        return self.say(
            "reminder",
            data=data,
            people=people,
            count=count,
            removed_on=self.day(removed_on),
            day=self.day(day),
        )

    def reminder_onedrive(
        self, people: str, count: int, removed_on: date, day: date, safe: date, last: date
    ) -> str:
        """The same for a OneDrive, which may be in the recycle bin once it is archived.

        `safe` is the last day before that, `last` the last one before it may be deleted.
        """
        return self.say(
            "reminder_onedrive",
            people=people,
            count=count,
            removed_on=self.day(removed_on),
            day=self.day(day),
            before=day <= safe + timedelta(days=1),
            safe=self.day(safe),
            last=self.day(last),
        )

    def dropped_out(self, count: int) -> str:
        """People who are left out because they have a license again."""
        return self.say("dropped_out", count=count)

    def accounts_gone(self, count: int) -> str:
        """People who are left out because the account is gone."""
        return self.say("accounts_gone", count=count)

    whom_to_ask = Text()

    def removal_message(
        self,
        products: Sequence[str],
        removed_on: date,
        ahead: Sequence[str],
        first: date,
        whom: str,
    ) -> str:
        """The message to someone who lost a license: what is gone, what is ahead, whom to ask."""
        return self.say(
            "removal_message",
            products=self.listed(products),
            count=len(products),
            removed_on=self.day(removed_on),
            ahead=self.listed(ahead),
            first=self.day(first),
            whom=whom,
        )

    def manager_message(
        self, reports: Sequence[str], total: int, removed_on: date, first: date, whom: str
    ) -> str:
        """The message to a manager of people who lost a license."""
        return self.say(
            "manager_message",
            reports=self.and_more(reports, total),
            count=total,
            removed_on=self.day(removed_on),
            first=self.day(first),
            whom=whom,
        )

    def people_notified(self, notified: int, people: int) -> str:
        """How many people could be notified themselves."""
        return self.say(
            "people_notified", everyone=notified >= people, notified=notified, people=people
        )

    def not_rechecked(self, at: datetime) -> str:
        """Why this may be out of date."""
        return self.say("not_rechecked", at=self.moment(at))

    def looked_up(self, at: datetime) -> str:
        """From when this is."""
        return self.say("looked_up", at=self.moment(at))

    def upcoming_title(self, days: int) -> str:
        """The list of all that will be lost."""
        return self.say("upcoming_title", days=days)

    def upcoming_none(self, days: int) -> str:
        """Nothing will be lost."""
        return self.say("upcoming_none", days=days)

    def upcoming_people(self, people: int, removals: int) -> str:
        """How many people, by how many removals."""
        return self.say("upcoming_people", people=people, removals=removals)

    def upcoming_loss(self, happening: str, people: str) -> str:
        """What happens, and to whose data; `people` is empty where no names are known."""
        return self.say("upcoming_loss", named=bool(people), happening=happening, people=people)

    def removed_on(self, removals: Sequence[tuple[int, date]]) -> str:
        """The receipts of the removals that led to it, with their days."""
        receipts = [
            self.say("removal", receipt=number, day=self.short_day(day)) for number, day in removals
        ]
        return self.say("removed_with", count=len(receipts), receipts=self.listed(receipts))

    def chart_day(self, day: date) -> str:
        """A day below a bar: Dec 24."""
        return str(format_skeleton("MMMd", day, locale=self.locale))
