"""While a run goes on, or is held."""

from collections.abc import Mapping

from cards.kit.escaping import plain
from cards.words.groups.errors import LONGEST_ANSWER
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

    titles: Mapping[RunState, str] = {
        RunState.RUNNING: "Removing licenses",
        RunState.PAUSED: "Paused",
        RunState.WAITING: "Waiting for a click",
        RunState.STOPPING: "Stopping",
        RunState.STOPPED: "Stopped",
        RunState.DONE: "Done",
    }
    notes: Mapping[RunState, str] = {
        RunState.RUNNING: "You can leave this chat. The card changes while it goes on.",
        RunState.PAUSED: "No one else is touched until someone presses Resume.",
        RunState.STOPPING: (
            "No one else will be started. Changes already sent to Microsoft 365 will finish."
        ),
        RunState.WAITING: "",
        RunState.STOPPED: "",
        RunState.DONE: "",
    }

    def note(self, state: RunState, under_way: int) -> str:
        """What happens next; `under_way` calls have no known result yet."""
        said = self.notes[state]
        if state is not RunState.PAUSED or not under_way:
            return said
        calls = self.some(under_way, "change", "changes")
        return f"{calls} already sent to Microsoft 365 will still finish. {said}"

    restoring = "Giving licenses back"
    running_start = "Starting."
    pause = "Pause"
    resume = "Resume"
    stop = "Stop"
    last_problem = "Last problem"
    not_as_planned = "Did not end as planned"

    def receipt_number(self, number: int) -> str:
        """What a run is called."""
        return f"Receipt {number}" if number else "Receipt"

    def title(self, state: RunState, kind: PlanKind) -> str:
        """What goes on."""
        running = state is RunState.RUNNING and kind is PlanKind.UNDO
        return self.restoring if running else self.titles[state]

    def subject(self, licenses: int, people: int, undoes: UndoneRun | None) -> str:
        """What a run is about."""
        if undoes is None:
            return self.licenses_from_people(licenses, people)
        many = f"{self.licenses(licenses)} to {self.people(people)}"
        return f"{many}, removed with receipt {undoes.receipt}"

    def progress(self, done: int, total: int) -> str:
        """How far a run is."""
        return f"{self.number(done)} of {self.people(total)} done"

    def time_left(self, seconds: float) -> str:
        """How long it will probably take."""
        # It is an estimate, so a bound is said only where it holds for twice as long.
        if seconds < _MINUTE / 2:
            return "less than a minute left"
        if seconds < _HOUR:
            whole = max(1, round(seconds / _MINUTE))
            return f"about {self.some(whole, 'minute', 'minutes')} left"
        hours, rest = divmod(round(seconds / _MINUTE), 60)
        minutes = f" {self.some(rest, 'minute', 'minutes')}" if rest else ""
        return f"about {self.some(hours, 'hour', 'hours')}{minutes} left"

    def first_people(self, first: int) -> str:
        """Why only a few are processed first."""
        verb = "is" if first == 1 else "are"
        return (
            f"The first {self.people(first)} {verb} done and checked before anyone else is touched."
        )

    def waits(self, why: str, first: int, refusal: str = "") -> str:
        """Why the rest waits; `refusal` is what Microsoft said where it refused."""
        if why == WaitReason.NOT_AS_PLANNED:
            return (
                f"Not all of the first {self.people(first)} ended as planned, so no one else was "
                "touched. Look at what happened, then go on or stop."
            )
        if why == WaitReason.REFUSED:
            said = f" It said: “{plain(refusal, LONGEST_ANSWER)}”" if refusal else ""
            return (
                f"Microsoft 365 refused several people in a row.{said} The role that this run uses "
                "may have ended. No one was marked as failed. Check the role, activate it again if "
                "needed, then press Resume. Stop keeps everyone else's licenses."
            )
        if why == WaitReason.ASKED:
            return (
                f"The first {self.people(first)} went as planned. The others wait until you have "
                "looked."
            )
        return (
            f"The others wait. Why is not known{f': {plain(why)}' if why else ''}. Look at what "
            "happened, then go on or stop."
        )

    troubles: Mapping[Trouble, str] = {
        Trouble.THROTTLED: "Microsoft 365 asks for fewer calls at the moment",
        Trouble.OUTAGE: "Microsoft 365 isn't answering at the moment",
        Trouble.REFUSED: "Microsoft 365 refused several people in a row",
    }

    def trouble(self, kind: str) -> str:
        """Why a run pauses, and that it continues by itself."""
        known = kind in set(Trouble)
        said = self.troubles[Trouble(kind)] if known else f"The reason is not known ({plain(kind)})"
        return (
            f"{said}, so this run is paused. No one was marked as failed. I try one person every "
            "few minutes and continue as soon as that works. You don't have to do anything."
        )

    def continue_with(self, rest: int) -> str:
        """The button that lets the rest go on."""
        return f"Go on with {self.some(rest, 'other person', 'other people')}"
