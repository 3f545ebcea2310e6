"""Undo: restoring what a run removed."""

from collections.abc import Sequence
from datetime import date

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases
from licensing.losses.services import Data
from licensing.plans.planned_person import BLOCKED_ACTIONS, PlannedAction

#: Maximum number of reasons named.
_REASONS = 2


class UndoTexts(Phrases):
    """Undo: restoring what a run removed."""

    group = "undo"

    title = Text()
    step_who = Text()
    preview_nothing = Text()
    note = Text()
    restore = Text()
    #: Unfolds the ways to choose some of them.
    choose = Text()
    to_chosen = Text()

    def step(self, number: int, name: str) -> str:
        """The current step."""
        return self.say("step", number=number, name=name)

    def restore_button(self, licenses: int) -> str:
        """The button that restores."""
        return self.say("restore_button", licenses=licenses)

    def to_everyone(self, people: int) -> str:
        """The button that takes everyone."""
        return self.say("to_everyone", people=people)

    def undoes(self, receipt: int) -> str:
        """Which receipt a plan undoes."""
        return self.say("undoes", receipt=str(receipt))

    def was_undone(self, receipts: Sequence[int], restored: int, removed: int) -> str:
        """That a receipt was undone, or a part of it: how many licenses of how many."""
        return self.say(
            "was_undone",
            receipts=self._receipts(receipts),
            count=len(receipts),
            all=restored >= removed,
            restored=restored,
            removed=removed,
        )

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
        return self.sentences([lost, said])

    def data_comes_back(self, data: Data, losers: str, count: int, until: date) -> str:
        """Data comes back."""
        lost = self._lost(data, losers, count)
        said = self.say("data_comes_back", count=count, until=self.day(until))
        return self.sentences([lost, said])

    def data_doubtful(self, data: Data, losers: str, count: int, until: date) -> str:
        """Data that may come back: an archived OneDrive, a Cloud PC on its last day."""
        lost = self._lost(data, losers, count)
        said = self.say("data_doubtful", data=data, count=count, until=self.day(until))
        return self.sentences([lost, said])

    def data_stays_lost(self, data: Data, losers: str, count: int, until: date) -> str:
        """Data for which no license comes back."""
        lost = self._lost(data, losers, count)
        said = self.say("data_stays_lost", data=data, count=count, until=self.day(until))
        return self.sentences([lost, said])

    def came_late(self, data: Data, losers: str, count: int, until: date, day: date) -> str:
        """Licenses that came back after the last day of some data."""
        lost = self._lost(data, losers, count)
        said = self.say("came_late", count=count, until=self.day(until), day=self.day(day))
        return self.sentences([lost, said])

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

    #: The words before what comes back and what does not.
    comes_back = Text()
    came_back = Text()
    check_label = Text()
    blocked_label = Text()
    doubtful_label = Text()
    #: Of products of which no one can tell what they carry, and of phone numbers.
    unknown_contents = Text()
    assign_numbers = Text()
    #: Why licenses can't be restored, in a few words.
    why_blocked = TextOf(tuple(one for one in PlannedAction if one in BLOCKED_ACTIONS))

    def stays_deleted(self, data: Sequence[tuple[Data, int, date]], *, single: bool) -> str:
        """What was permanently deleted and does not come back, each with its last day."""
        return self.say("stays_deleted", what=self.kept(data, single=single))

    def come_back(self, data: Sequence[tuple[Data, int, date]], *, single: bool) -> str:
        """What comes back, and until when a license brings it back."""
        parts = [
            self.say(
                "come_back",
                store=self._store(kind, count, single=single),
                day=self.short_day(day),
            )
            for kind, count, day in data
        ]
        return self.listed(parts)

    def came(self, data: Sequence[tuple[Data, int, date]], *, single: bool) -> str:
        """What came back."""
        return self.listed([self._store(kind, count, single=single) for kind, count, _ in data])

    def came_back_late(
        self, data: Sequence[tuple[Data, int, date]], day: date, *, single: bool
    ) -> str:
        """What may be gone, because licenses came back after its last day."""
        what = self.come_back(data, single=single)
        return self.say("came_back_late", what=what, day=self.short_day(day))

    def nothing_for_it(self, data: Sequence[tuple[Data, int, date]], *, single: bool) -> str:
        """What will be deleted, because no license for it comes back."""
        return self.say("nothing_for_it", what=self.kept(data, single=single))

    def kept(self, data: Sequence[tuple[Data, int, date]], *, single: bool) -> str:
        """What was or will be permanently deleted, each with its last day."""
        parts = [
            self.say(
                "kept_until",
                data=kind,
                store=self._store(kind, count, single=single),
                day=self.short_day(day),
            )
            for kind, count, day in data
        ]
        return self.listed(parts)

    def blocked(self, licenses: int, why: Sequence[PlannedAction]) -> str:
        """How many licenses can't be restored, and the first of the reasons."""
        reasons = [self.why_blocked[action] for action in why[:_REASONS]]
        if rest := len(why) - len(reasons):
            reasons.append(self.say("other_reasons", count=rest))
        return self.say("blocked", count=licenses, why=self.listed(reasons))

    def _store(self, data: Data, count: int, *, single: bool) -> str:
        return self.say_from("decision", "store", data=data, count=count, single=single)

    def cannot(self, action: PlannedAction, count: int) -> str:
        """Why some licenses can't be given back."""
        return self.say("cannot", action=action, count=count)
