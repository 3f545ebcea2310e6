"""Undo: restoring what a run removed."""

from collections.abc import Sequence
from datetime import date

from cards.words.catalog import Text
from cards.words.groups.phrases import Phrases
from licensing.losses.services import Data
from licensing.plans.planned_person import PlannedAction


class UndoTexts(Phrases):
    """Undo: restoring what a run removed."""

    group = "undo"

    title = Text()
    step_who = Text()
    preview_nothing = Text()
    confirm_title = Text()
    note = Text()
    restore = Text()
    restore_some = Text()
    restore_explained = Text()
    or_some = Text()
    to_chosen = Text()
    count_restored_people = Text()
    count_restored_licenses = Text()
    count_left_out = Text()

    def step(self, number: int, name: str) -> str:
        """The current step."""
        return self.say("step", number=number, name=name)

    def licenses_to_people(self, licenses: int, people: int) -> str:
        """3 licenses to 2 people."""
        return self.say("licenses_to_people", licenses=licenses, people=people)

    def restore_button(self, licenses: int, people: int) -> str:
        """The button that gives back."""
        return self.say("restore_button", licenses=licenses, people=people)

    def to_everyone(self, people: int) -> str:
        """The button that takes everyone."""
        return self.say("to_everyone", people=people)

    def undoes(self, receipt: int) -> str:
        """Which receipt a plan undoes."""
        return self.say("undoes", receipt=str(receipt))

    def was_undone(self, receipts: Sequence[int]) -> str:
        """That a receipt was undone, or a part of it."""
        return self.say("was_undone", receipts=self._receipts(receipts), count=len(receipts))

    def undone_by(self, receipts: Sequence[int]) -> str:
        """Which receipts undo one."""
        return self.say("undone_by", receipts=self._receipts(receipts), count=len(receipts))

    def _receipts(self, receipts: Sequence[int]) -> str:
        return self.listed([str(number) for number in receipts])

    def can(self, receipt: int, licenses: int, people: int) -> str:
        """What can be given back."""
        return self.say("can", receipt=str(receipt), licenses=licenses, people=people)

    def undone_part(self, receipts: Sequence[int]) -> str:
        """What is no longer offered."""
        return self.say("undone_part", receipts=self._receipts(receipts), count=len(receipts))

    def nothing(self, receipt: int, undone_by: Sequence[int]) -> str:
        """Nothing is left to give back."""
        return self.say(
            "nothing",
            receipt=str(receipt),
            receipts=self._receipts(undone_by),
            count=len(undone_by),
        )

    def data_gone(self, data: Data, losers: str, count: int, until: date) -> str:
        """Data does not come back."""
        lost = self._lost(data, losers, count)
        said = self.say("data_gone", data=data, count=count, until=self.day(until))
        return f"{lost} {said}"

    def data_comes_back(self, data: Data, losers: str, count: int, until: date) -> str:
        """Data comes back."""
        lost = self._lost(data, losers, count)
        said = self.say("data_comes_back", count=count, until=self.day(until))
        return f"{lost} {said}"

    def data_doubtful(self, data: Data, losers: str, count: int, until: date) -> str:
        """Data that may come back: an archived OneDrive, a Cloud PC on its last day."""
        lost = self._lost(data, losers, count)
        said = self.say("data_doubtful", data=data, count=count, until=self.day(until))
        return f"{lost} {said}"

    def data_stays_lost(self, data: Data, losers: str, count: int, until: date) -> str:
        """Data for which no license comes back."""
        lost = self._lost(data, losers, count)
        said = self.say("data_stays_lost", data=data, count=count, until=self.day(until))
        return f"{lost} {said}"

    def came_late(self, data: Data, losers: str, count: int, until: date, day: date) -> str:
        """Licenses that came back after the last day of some data."""
        lost = self._lost(data, losers, count)
        said = self.say("came_late", count=count, until=self.day(until), day=self.day(day))
        return f"{lost} {said}"

    def unknown(self, losers: str) -> str:
        """Products of which no one can tell what they carry."""
        return self.say("unknown", losers=losers)

    def numbers(self, losers: str, count: int) -> str:
        """Phone numbers do not come back."""
        return self.say("numbers", losers=losers, count=count)

    numbers_link = Text()
    numbers_page = Text()

    def _lost(self, data: Data, losers: str, count: int) -> str:
        return self.say("lost", data=data, who=losers or self.people(count), count=count)

    accept_data_gone = Text()

    def gone_line(self, data: Data, losers: str, count: int, until: date) -> str:
        """One kind of data that does not come back: how many, whose, and since when."""
        what = self.say_from(
            "confirm", "stores", data=data, count=count, losers=losers or self.people(count)
        )
        return self.say("gone_line", data=data, what=what, until=self.day(until))

    def cannot(self, action: PlannedAction, count: int) -> str:
        """Why some licenses can't be given back."""
        return self.say("cannot", action=action, count=count)
