"""While a run goes on, or is held."""

from cards.kit.escaping import plain
from cards.words.catalog import Text, TextOf
from cards.words.groups.failures import LONGEST_ANSWER
from cards.words.groups.phrases import Phrases
from licensing.runs.breaker import Trouble
from licensing.runs.control import WaitReason
from licensing.runs.counts import RunCounts
from licensing.runs.outcome import PeopleEnds, RunState

_MINUTE = 60.0
_HOUR = 60 * _MINUTE


class ProgressTexts(Phrases):
    """While a run goes on, or is held."""

    group = "progress"

    titles = TextOf(RunState)
    #: What happens next, while nothing is held.
    running_note = Text()

    def held(self, state: RunState, people: int | None) -> str:
        """What happens next in a run that is paused or stopped.

        `people` are still being finished; None: it is not known yet how many.
        """
        return self.say(
            "held",
            stopping=state is RunState.STOPPING,
            known=people is not None,
            people=people or 0,
        )

    running_start = Text()
    pause = Text()
    resume = Text()
    stop = Text()

    def receipt_number(self, number: int) -> str:
        """What a run is called."""
        return self.say("receipt_number", number=str(number) if number else None)

    def removing(self, products: int, product: str, people: int, person: str) -> str:
        """The headline of a removal that goes on: Removing Visio from Adele Vance."""
        return self.say(
            "removing", products=products, product=product, people=people, person=person
        )

    def restoring(self, products: int, product: str, people: int, person: str) -> str:
        """The headline of an undo that goes on."""
        return self.say(
            "restoring", products=products, product=product, people=people, person=person
        )

    def so_far(self, ends: PeopleEnds, licenses: RunCounts, people: int) -> str:
        """How far a run is, of `people` of whom something is asked: people, and licenses."""
        return self.say(
            "so_far",
            done=ends.done,
            people=people,
            removed=licenses.removed,
            restored=licenses.restored,
            failed=ends.failed,
            skipped=ends.skipped,
            accepted=ends.accepted,
        )

    def time_left(self, seconds: float) -> str:
        """How long it will probably take."""
        # It is an estimate, so a bound is said only where it holds for twice as long.
        if seconds < _MINUTE / 2:
            return self.say("time_left", hours=0, minutes=0)
        whole = max(1, round(seconds / _MINUTE))
        hours, minutes = divmod(whole, 60) if seconds >= _HOUR else (0, whole)
        return self.say("time_left", hours=hours, minutes=minutes)

    def first_people(self, first: int) -> str:
        """Why only a few are processed first."""
        return self.say("first_people", people=first)

    def waits(self, why: str, first: int, refusal: str = "") -> str:
        """Why the rest waits; `refusal` is what Microsoft said where it refused."""
        if why == WaitReason.NOT_AS_PLANNED:
            return self.say("waits_not_as_planned", people=first)
        if why == WaitReason.REFUSED:
            said = plain(refusal, LONGEST_ANSWER)
            return self.say("waits_refused", quoted=bool(refusal), said=said)
        if why == WaitReason.ASKED:
            return self.say("waits_asked", people=first)
        return self.say("waits_unknown", named=bool(why), why=plain(why))

    def trouble(self, kind: str) -> str:
        """Why a run pauses, and that it continues by itself."""
        known = Trouble(kind) if kind in set(Trouble) else None
        return self.say("trouble", trouble=known, kind=plain(kind))

    def continue_with(self, rest: int) -> str:
        """The button that lets the rest go on."""
        return self.say("continue_with", people=rest)
