"""The same as a table for a spreadsheet."""

from collections.abc import Mapping

from cards.words.groups.phrases import Phrases
from licensing.plans.planned_person import PlannedAction


class TablesTexts(Phrases):
    """The same as a table for a spreadsheet."""

    group = "tables"

    plan_columns = (
        *("Person", "Address", "Product", "Product id", "What", "Groups", "Mailbox lost"),
        *("Mailbox deleted on", "Loses", "Keeps", "Add-ons", "Mailbox", "No license left", "Cases"),
    )
    run_columns = (
        "Person",
        "Address",
        "Product",
        "Product id",
        "What",
        "Why",
        "Request id",
        "Time (UTC)",
    )

    def file_name(self, number: int) -> str:
        """What the table of a receipt is called as a file."""
        return f"unassign-receipt-{number}.csv"

    actions: Mapping[PlannedAction, str] = {
        PlannedAction.REMOVE: "Goes",
        PlannedAction.STAYS_BY_GROUP: "Goes, still assigned by group",
        PlannedAction.INHERITED: "Stays by group",
        PlannedAction.UNEXPLAINED: "Unclear, left as it is",
        PlannedAction.NOT_HELD: "Not held",
        PlannedAction.RESTORE: "Comes back",
        PlannedAction.ALREADY_HELD: "Has it again already",
        PlannedAction.NO_SEAT: "No license is free",
        PlannedAction.NO_LOCATION: "No usage location",
        PlannedAction.NOT_OWNED: "The tenant no longer has it",
        PlannedAction.ACCOUNT_GONE: "The account is gone",
    }

    def action(self, action: PlannedAction) -> str:
        """What the plan does with one product of one person."""
        return self.actions[action]

    def yes_no(self, yes: bool) -> str:
        """Yes or no."""
        return "yes" if yes else "no"
