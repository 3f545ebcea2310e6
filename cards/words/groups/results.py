"""How a run ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cards.kit.escaping import plain
from cards.words.catalog import Text, TextOf
from cards.words.failures import WITH_TEXT
from cards.words.groups.failures import FailuresTexts
from cards.words.groups.phrases import Phrases
from licensing.losses.services import Data
from licensing.plans.drift import Drift
from licensing.plans.planned_person import BLOCKED_ACTIONS, PlannedAction
from licensing.runs.counts import RunCounts
from licensing.runs.outcome import LineOutcome, Outcome, PeopleEnds

#: Maximum number of products named as the reason why another one stays.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Headline:
    """What the headline of a run names: `product` and `person` where they are the only ones."""

    products: int
    product: str
    people: int
    person: str


class ResultsTexts(Phrases):
    """How a run ended."""

    group = "results"

    lines = Text()
    outcomes = TextOf(Outcome)
    outcome_notes = TextOf(
        (
            Outcome.STILL_ASSIGNED,
            Outcome.HELD_BACK,
            Outcome.ACCEPTED,
            Outcome.NEEDS_ATTENTION,
            Outcome.UNEXPLAINED,
            Outcome.NOT_TOUCHED,
        )
    )
    drifts = TextOf(Drift)
    #: Why a license was not restored, as the preview said.
    left_outs = TextOf(tuple(one for one in PlannedAction if one in BLOCKED_ACTIONS))

    def trouble(self, outcome: str, product: str, why: str) -> str:
        """What did not go as planned for one person, and why, in one line."""
        return self.say("trouble", outcome=outcome, product=product, known=bool(why), why=why)

    def still_assigned(self, groups: str) -> str:
        """Who still gives a product whose direct assignment went."""
        return self.say("still_assigned", groups=groups)

    def headline(self, licenses: int, changed: int, planned: Headline, *, undo: bool) -> str:
        """The headline of a run that ended: Removed Visio from Adele Vance."""
        return self.say(
            "headline",
            undo=undo,
            licenses=licenses,
            changed=changed,
            all=changed == planned.people,
            products=planned.products,
            product=planned.product,
            people=planned.people,
            person=planned.person,
        )

    def unconfirmed(self, licenses: int) -> str:
        """The headline of a run of which the directory shows nothing yet."""
        return self.say("unconfirmed", licenses=licenses)

    def licenses_ended(self, found: RunCounts, *, undo: bool) -> str:
        """What became of the licenses that were asked."""
        return self.say(
            "licenses",
            undo=undo,
            done=found.restored if undo else found.removed,
            still_assigned=found.still_assigned,
            others=found.unfinished,
        )

    def people_ended(self, ends: PeopleEnds, people: int) -> str:
        """What became of the people of whom something was asked."""
        return self.say(
            "people",
            done=ends.done,
            people=people,
            accepted=ends.accepted,
            failed=ends.failed,
            skipped=ends.skipped,
            not_started=ends.not_started,
            partly=sum(ends.partly.values()),
        )

    #: The words before what is deleted, ahead and in the past.
    will_be_deleted = Text()
    was_deleted = Text()

    def ahead(self, what: str, *, at_most: bool) -> str:
        """What is permanently deleted one day."""
        return self.say("ahead", what=what, at_most=at_most)

    def past(self, what: str, *, at_most: bool) -> str:
        """What was permanently deleted, as far as is known."""
        return self.say("past", what=what, at_most=at_most)

    def restore_by(self, day: date) -> str:
        """The last day on which a license keeps all data."""
        return self.say("restore_by", day=self.short_day(day))

    def try_again(self, people: int) -> str:
        """The button that starts again for those who failed."""
        return self.say("try_again", people=people)

    do_rest = Text()

    def deletion(
        self,
        data: Data,
        people: int,
        day: date,
        last: date | None = None,
        *,
        at_most: bool = False,
        over: bool = False,
    ) -> str:
        """The date of a result; `last` is that of the people whose license went last.

        `at_most`: not everything went that the plan meant, so that it may be fewer people. `over`
        is whether the last day has passed.
        """
        until = last if last != day else None
        return self.say(
            "deletion",
            data=data,
            people=people,
            day=self.day(day),
            last=self.day(until) if until else None,
            at_most=at_most,
            over=over,
        )

    def given_by(self, groups: str) -> str:
        """Why a product was kept."""
        return self.say("given_by", groups=groups)

    def reason(self, line: LineOutcome) -> str:
        """Why a line was skipped or failed, or what changed of one that stayed."""
        if line.reason in set(Drift):
            return self.drifts[Drift(line.reason)]
        if line.outcome is Outcome.HELD_BACK:
            return self.unknown_reason(line.reason)
        if line.outcome is Outcome.LEFT_OUT:
            action = next((one for one in self.left_outs if one == line.reason), None)
            return self.left_outs[action] if action else self.unknown_reason(line.reason)
        if line.outcome not in {Outcome.FAILED, Outcome.NEEDS_ATTENTION}:
            return ""
        if line.needed_by:
            return self.needed_by(line.needed_by)
        if line.reason not in WITH_TEXT:
            return self.unknown_reason(line.reason)
        return FailuresTexts(self.words).failed(line.reason, line.answer)

    def unknown_reason(self, reason: str) -> str:
        """A stored reason that is none of this version: of a newer one, or a fault of the bot."""
        return self.say("unknown_reason", named=bool(reason), reason=plain(reason))

    def needed_by(self, names: Sequence[str]) -> str:
        """Why a product stayed that others need."""
        said = self.and_more([plain(name) for name in names[:_NAMED]], len(names))
        return self.say("needed_by", names=said, count=len(names))
