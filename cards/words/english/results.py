"""While a run goes on, and how it ended."""

from collections.abc import Mapping, Sequence
from datetime import date

from cards.plain import plain
from cards.words.english.telling import Telling
from cards.words.failures import DRIFTS, FAILURES
from licensing.outcome import Drift, LineOutcome, Outcome

#: So many products are named as the reason why another one stays.
_NAMED = 3


class Results(Telling):
    """While a run goes on, and how it ended."""

    running_title = "Removing licenses"
    running_start = "Starting."
    running_note = "You can leave this chat. The card changes when everything is done."
    result_person = "Person"
    result_lines = "What happened"
    outcomes: Mapping[Outcome, str] = {
        Outcome.REMOVED: "Removed",
        Outcome.KEPT: "Kept",
        Outcome.NOT_HELD: "Not held",
        Outcome.HELD_BACK: "Held back",
        Outcome.FAILED: "Failed",
        Outcome.ACCEPTED: "Accepted",
        Outcome.NEEDS_ATTENTION: "Needs attention",
    }
    outcome_notes: Mapping[Outcome, str] = {
        Outcome.HELD_BACK: "Whoever changed since the preview was left alone. Look at them again.",
        Outcome.ACCEPTED: "Microsoft 365 agreed, but the directory does not show it yet.",
        Outcome.NEEDS_ATTENTION: "Tried several times without success. Somebody should look.",
    }

    def progress(self, done: int, total: int) -> str:
        """How far a run is."""
        return f"{self.number(done)} of {self.people(total)} done"

    def direct_gone(self, groups: str) -> str:
        """Why a product is kept whose direct assignment went."""
        return f"The direct assignment is gone; {groups} still gives it."

    def result_title(self, removed: int, others: int, kept: int) -> str:
        """How a run ended: what went, what did not, and what a group still gives."""
        if not removed:
            return "Nobody lost a product"
        rest = f", {self.number(others)} not" if others else ""
        stays = f", {self.number(kept)} kept through a group" if kept else ""
        return f"{self.licenses(removed)} removed{rest}{stays}"

    def result_deletion(self, mailboxes: int, day: date) -> str:
        """The date of a result."""
        return (
            f"{self.people(mailboxes)} lost a mailbox. The data is deleted for good after "
            f"{self.day(day)}. Whoever gets the license back by then gets the mailbox back."
        )

    def given_by(self, groups: str) -> str:
        """Why a product was kept."""
        return f"Still given by {groups}."

    def reason(self, line: LineOutcome) -> str:
        """Why a line was held back or failed."""
        if line.outcome is Outcome.HELD_BACK:
            known = line.reason in set(Drift)
            return self.drift(Drift(line.reason) if known else Drift.REASSIGNED)
        if line.outcome not in {Outcome.FAILED, Outcome.NEEDS_ATTENTION}:
            return ""
        if line.needed_by:
            return self.needed_by(line.needed_by)
        said = FAILURES.get(line.reason, FAILURES["UnassignError"])
        return f"{said}{self._quoted(line.reason, line.answer)}"

    def needed_by(self, names: Sequence[str]) -> str:
        """Why a product stayed that others need."""
        said = self.and_more([plain(name) for name in names[:_NAMED]], len(names))
        needs = "needs" if len(names) == 1 else "need"
        return f"{said} {needs} a service of this one. Remove them together."

    def drift(self, drift: Drift) -> str:
        """How a person changed since the preview."""
        return DRIFTS[drift]
