"""While a run goes on, or is held."""

from cards.kit.escaping import plain
from cards.words.catalog import Text, TextOf
from cards.words.groups.failures import LONGEST_ANSWER
from cards.words.groups.phrases import Phrases
from licensing.plans.plan import PlanKind, UndoneRun
from licensing.runs.breaker import Trouble
from licensing.runs.control import WaitReason
from licensing.runs.outcome import RunState

_MINUTE = 60.0
_HOUR = 60 * _MINUTE


class ProgressTexts(Phrases):
    """While a run goes on, or is held."""

    group = "progress"

    titles = TextOf(RunState)
    notes = TextOf((RunState.RUNNING, RunState.PAUSED, RunState.STOPPING))

    def note(self, state: RunState, under_way: int) -> str:
        """What happens next; `under_way` calls have no known result yet."""
        said = self.notes.get(state, "")
        if state is not RunState.PAUSED or not under_way:
            return said
        return f"{self.say('under_way', count=under_way)} {said}"

    restoring = Text()
    running_start = Text()
    pause = Text()
    resume = Text()
    stop = Text()
    last_problem = Text()
    not_as_planned = Text()

    def receipt_number(self, number: int) -> str:
        """What a run is called."""
        return self.say("receipt_number", number=str(number) if number else None)

    def title(self, state: RunState, kind: PlanKind) -> str:
        """What goes on."""
        running = state is RunState.RUNNING and kind is PlanKind.UNDO
        return self.restoring if running else self.titles[state]

    def subject(self, licenses: int, people: int, undoes: UndoneRun | None) -> str:
        """What a run is about."""
        if undoes is None:
            return self.licenses_from_people(licenses, people)
        receipt = str(undoes.receipt)
        return self.say("undo_subject", licenses=licenses, people=people, receipt=receipt)

    def progress(self, done: int, total: int) -> str:
        """How far a run is."""
        return self.say("progress", done=done, people=total)

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
