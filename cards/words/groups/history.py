"""Receipts in lists, and what goes on right now."""

from collections.abc import Mapping
from datetime import datetime

from babel.dates import format_date, format_time

from cards.words.groups.phrases import Phrases
from licensing.runs.outcome import RunState


class HistoryTexts(Phrases):
    """Receipts in lists, and what goes on right now."""

    group = "history"

    history = "History"
    status = "What is running"
    history_mine = "What you had carried out or asked for, newest first."
    history_all = "Everything in this tenant, newest first."
    history_empty = "There is no receipt yet. The first removal gets number 1."
    status_mine = "Your runs, and those you asked for, that have not ended."
    status_all = "All runs of this tenant that have not ended."
    status_empty = "Nothing is running."
    open_receipt = "Open"
    states: Mapping[RunState, str] = {
        RunState.RUNNING: "Running",
        RunState.PAUSED: "Paused",
        RunState.WAITING: "Waiting for a click",
        RunState.STOPPING: "Stopping",
        RunState.STOPPED: "Stopped",
        RunState.DONE: "Done",
    }

    def local_moment(self, moment: datetime) -> str:
        """A date with its time, both as the clock showed it there."""
        day = format_date(moment, format="medium", locale=self.locale)
        return f"{day}, {format_time(moment, 'short', tzinfo=moment.tzinfo, locale=self.locale)}"

    def running_now(self, count: int) -> str:
        """The button to what goes on."""
        return self.some(count, "run in progress", "runs in progress")

    def receipts_shown(self, count: int) -> str:
        """How many receipts there are."""
        return self.some(count, "receipt", "receipts")

    def by(self, name: str) -> str:
        """Who had something carried out."""
        return f"by {name}"

    nothing_to_undo = "You haven't removed anything that can be undone."
    someone = "someone"
    yourself = "you"

    def no_such_receipt(self, number: int) -> str:
        """An answer to a number that no one knows, or that is not this person's to see."""
        return (
            f"I can't find receipt {number}, or you don't have access to it. Type “history” to see "
            "yours."
        )

    def nothing_to(self, word: str) -> str:
        """There is nothing that could be paused, resumed or stopped."""
        return f"Nothing of yours is running, so there is nothing to {word}."

    def stop_instead_of_cancel(self, number: int) -> str:
        """The answer to "cancel" while a run goes on."""
        return (
            f"Receipt {number} is being carried out. To end it, press Stop on its card or type "
            f"“stop”. To undo what was done, type “undo {number}” afterwards."
        )
