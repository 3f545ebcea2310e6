"""The details of a plan, a run or a request."""

from datetime import date

from cards.kit.place import View
from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases
from licensing.plans.people_filter import PeopleFilter
from licensing.runs.outcome_filter import OutcomeFilter


class DetailsTexts(Phrases):
    """The details of a plan, a run or a request."""

    group = "details"

    title = Text()
    show = Text()
    apply = Text()
    no_one = Text()
    nothing = Text()
    own_chat = Text()
    views = TextOf(View)
    #: The same of an undo, where they are called otherwise.
    undo_losses = Text()
    planned_filters = TextOf(PeopleFilter)
    #: The same of an undo.
    undo_affected = Text()
    ended_filters = TextOf(OutcomeFilter)

    def of_request(self, number: int) -> str:
        """The title of a request's details."""
        return self.say("of_request", number=number)

    def of_receipt(self, number: int) -> str:
        """The title of a receipt's details."""
        return self.say("of_receipt", number=number)

    def current(self, view: str) -> str:
        """The button of the part that is shown."""
        return self.say("current", view=view)

    def filter(self, name: str, count: int) -> str:
        """A filter, and how many people it shows."""
        return self.say("filter", name=name, count=count)

    def dates(self, day: date) -> str:
        """The day for which the dates are computed."""
        return self.say("dates", day=self.day(day))

    def not_found(self, number: int) -> str:
        """Neither a receipt nor a request has this number."""
        return self.say("not_found", number=number)
