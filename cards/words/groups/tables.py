"""The same as a table for a spreadsheet."""

from cards.words.catalog import TextOf
from cards.words.groups.phrases import Phrases
from licensing.plans.planned_person import PlannedAction


class TablesTexts(Phrases):
    """The same as a table for a spreadsheet."""

    group = "tables"

    plan_columns = TextOf(
        (
            "person",
            "address",
            "product",
            "product_id",
            "what",
            "groups",
            "mailbox_lost",
            "mailbox_deleted_on",
            "loses",
            "keeps",
            "addons",
            "mailbox",
            "no_license_left",
            "cases",
        )
    )
    run_columns = TextOf(
        ("person", "address", "product", "product_id", "what", "why", "request_id", "time")
    )

    def file_name(self, number: int) -> str:
        """What the table of a receipt is called as a file."""
        return self.say("file_name", number=str(number))

    actions = TextOf(PlannedAction)

    def action(self, action: PlannedAction) -> str:
        """What the plan does with one product of one person."""
        return self.actions[action]

    def yes_no(self, yes: bool) -> str:
        """Yes or no."""
        return self.say("yes_no", yes=yes)
