"""How a run ended."""

from collections.abc import Mapping, Sequence
from datetime import date

from cards.kit.escaping import plain
from cards.words.failures import DRIFTS, FAILURES, LEFT_OUTS
from cards.words.groups.errors import quoted
from cards.words.groups.phrases import Phrases
from licensing.losses.services import Data
from licensing.plans.drift import Drift
from licensing.runs.control import PLAN_ALTERED
from licensing.runs.outcome import LineOutcome, Outcome

#: Maximum number of products named as the reason why another one stays.
_NAMED = 3


class ResultsTexts(Phrases):
    """How a run ended."""

    group = "results"

    person = "Person"
    lines = "What happened"
    outcomes: Mapping[Outcome, str] = {
        Outcome.REMOVED: "Removed",
        Outcome.STILL_ASSIGNED: "Removed (still assigned)",
        Outcome.KEPT: "Kept",
        Outcome.NOT_HELD: "Not held",
        Outcome.HELD_BACK: "Held back",
        Outcome.FAILED: "Failed",
        Outcome.ACCEPTED: "Accepted, not yet effective",
        Outcome.NEEDS_ATTENTION: "Needs attention",
        Outcome.NOT_TOUCHED: "Not touched",
        Outcome.UNEXPLAINED: "Unclear, left as it was",
        Outcome.RESTORED: "Given back",
        Outcome.LEFT_OUT: "Not given back",
    }
    outcome_notes: Mapping[Outcome, str] = {
        Outcome.STILL_ASSIGNED: (
            "Still assigned: the direct assignment is gone, and a group still gives the product. "
            "These free no seat."
        ),
        Outcome.HELD_BACK: "These people changed after the preview and were skipped. Review them.",
        Outcome.ACCEPTED: "Microsoft 365 agreed, but the directory does not show it yet.",
        Outcome.NEEDS_ATTENTION: "Tried several times without success. Someone should look.",
        Outcome.UNEXPLAINED: (
            "Microsoft 365 lists these licenses and does not say how they are assigned. Look in "
            "the admin center."
        ),
        Outcome.NOT_TOUCHED: "The run was stopped before. These people keep what they had.",
    }

    def still_assigned(self, groups: str) -> str:
        """Who still gives a product whose direct assignment went."""
        return f"Still assigned through {groups}, so no seat comes free."

    def title(self, removed: int, still_assigned: int, others: int, kept: int) -> str:
        """How a run ended: what went, what of it a group still gives, what did not, what stays."""
        if not removed:
            return "No licenses were removed"
        rest = f", {self.number(others)} not" if others else ""
        still = f" ({self.number(still_assigned)} still assigned)" if still_assigned else ""
        stays = f", {self.number(kept)} kept through a group" if kept else ""
        return f"{self.licenses(removed)} removed{still}{rest}{stays}"

    def accepted_title(self, accepted: int) -> str:
        """How a run ended of which the directory shows nothing yet."""
        return f"{self.licenses(accepted)} accepted, not yet effective"

    def restored_title(self, restored: int, others: int) -> str:
        """How a run that gives back ended."""
        if not restored:
            return "No one got a license back"
        rest = f", {self.number(others)} not" if others else ""
        return f"{self.licenses(restored)} given back{rest}"

    def deletion(
        self, data: Data, people: int, day: date, last: date | None = None, *, at_most: bool = False
    ) -> str:
        """The date of a result; `last` is that of the people whose license went last.

        `at_most`: not everything went that the plan meant, so that it may be fewer people.
        """
        who = f"Up to {self.people(people)}" if at_most else self.people(people)
        gone = "may be deleted" if data is Data.ONEDRIVE else "is deleted"
        thing = self.stores[data]
        if last is not None and last != day:
            return (
                f"{who} lost {thing}. The licenses went on different days, so the data {gone} for "
                f"good after a day between {self.day(day)} and {self.day(last)}. Reassign the "
                "license by the first of these days to restore everything."
            )
        return (
            f"{who} lost {thing}. The data {gone} for good after {self.day(day)}. Reassign the "
            "license by then to restore it."
        )

    stores: Mapping[Data, str] = {
        Data.MAILBOX: "a mailbox",
        Data.CLOUD_PC_BUSINESS: "a Cloud PC of Windows 365 Business",
        Data.CLOUD_PC: "a Cloud PC",
        Data.ONEDRIVE: "OneDrive",
        Data.ARCHIVE: "a mail archive",
    }

    def given_by(self, groups: str) -> str:
        """Why a product was kept."""
        return f"Still given by {groups}."

    def reason(self, line: LineOutcome) -> str:
        """Why a line was held back or failed."""
        if line.reason == PLAN_ALTERED:
            return self.drift(Drift.PLAN_ALTERED)
        if line.outcome is Outcome.HELD_BACK:
            known = line.reason in set(Drift)
            return self.drift(Drift(line.reason)) if known else self.unknown_reason(line.reason)
        if line.outcome is Outcome.LEFT_OUT:
            known = line.reason in LEFT_OUTS
            return LEFT_OUTS[line.reason] if known else self.unknown_reason(line.reason)
        if line.outcome not in {Outcome.FAILED, Outcome.NEEDS_ATTENTION}:
            return ""
        if line.needed_by:
            return self.needed_by(line.needed_by)
        if line.reason not in FAILURES:
            return self.unknown_reason(line.reason)
        return f"{FAILURES[line.reason]}{quoted(line.reason, line.answer)}"

    def unknown_reason(self, reason: str) -> str:
        """A stored reason that is none of this version: of a newer one, or a fault of the bot."""
        what = f": {plain(reason)}" if reason else ""
        return f"The reason is not known{what}. Tell your admin."

    def needed_by(self, names: Sequence[str]) -> str:
        """Why a product stayed that others need."""
        said = self.and_more([plain(name) for name in names[:_NAMED]], len(names))
        needs = "needs" if len(names) == 1 else "need"
        return f"{said} {needs} a service of this one. Remove them together."

    def drift(self, drift: Drift) -> str:
        """How a person changed since the preview."""
        return DRIFTS[drift]
