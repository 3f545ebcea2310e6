"""The same as a table for a spreadsheet."""

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases
from licensing.plans.planned_person import PlannedAction
from licensing.tenant.roles import ActingMode


class TablesTexts(Phrases):
    """The same as a table for a spreadsheet."""

    group = "tables"

    plan_columns = TextOf(
        (
            "person",
            "address",
            "object_id",
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
        (
            "person",
            "address",
            "object_id",
            "product",
            "product_id",
            "what",
            "why",
            "groups",
            "group_ids",
            "answer",
            "request_id",
            "time",
        )
    )
    upcoming_columns = TextOf(
        (
            "day",
            "person",
            "address",
            "object_id",
            "what",
            "happens",
            "receipt",
            "removed_on",
            "looked_up",
        )
    )
    findings_columns = TextOf(
        (
            "person",
            "address",
            "object_id",
            "product",
            "product_id",
            "why",
            "kept_by",
            "kept_by_ids",
            "source",
            "read_by",
        )
    )
    findings_source = Text()
    evidence_columns = TextOf(("fact", "value"))
    #: What is known of a run as a whole, one row for each.
    facts = TextOf(
        (
            "receipt",
            "undoes",
            "undone_by",
            "state",
            "started",
            "ended",
            "by",
            "by_id",
            "acting_as",
            "people",
            "licenses",
            "run",
            "plan",
            "plan_hash",
            "request",
            "requester",
            "requester_id",
            "requested_at",
            "reason",
            "approver",
            "approver_id",
            "approved_at",
            "rule",
            "delegator",
            "comment",
            "policy_hash",
            "approval",
        )
    )
    #: The names of the sheets of a file.
    sheets = TextOf(("preview", "receipt", "people", "upcoming", "findings"))
    acting = TextOf(ActingMode)
    no_approval = Text()

    def rule_line(self, rule: str, line: int) -> str:
        """A rule of the policy, and the line of its file that names an approver."""
        return self.say("rule_line", rule=rule, line=str(line), known=line > 0)

    def still_assigned(self, groups: str) -> str:
        """What became of a direct assignment of a product that a group still gives."""
        return self.say("still_assigned", groups=groups)

    actions = TextOf(PlannedAction)

    def action(self, action: PlannedAction) -> str:
        """What the plan does with one product of one person."""
        return self.actions[action]

    def yes_no(self, yes: bool) -> str:
        """Yes or no."""
        return self.say("yes_no", yes=yes)
