"""The policy in words."""

from collections.abc import Mapping
from datetime import timedelta

from cards.kit.escaping import plain
from cards.words.groups.phrases import Phrases
from licensing.policy.model import Reminders, When


class PolicyTexts(Phrases):
    """The policy in words."""

    group = "policy"

    title = "The policy"
    none = (
        "There is no policy. People with a role that may remove licenses act for themselves, and "
        "no one else can ask."
    )
    none_hint = (
        "To let others ask and have someone approve, the person who runs Unassign sets "
        "UNASSIGN_POLICY_FILE. The file policy.example.yaml shows how."
    )
    may_request = "May ask without a role"
    self_approval = "Self-approval"
    self_approval_values: Mapping[bool, str] = {True: "allowed", False: "not allowed"}
    undo = "Undo"
    undo_by_anyone = "anyone with a role that may remove licenses, without approval"
    undo_by_no_one = "no one"
    expires = "A request expires after"
    reminders = "Reminders"
    reason = "Reason"
    fresh = "Fresh sign-in"
    channel = "Channel"
    channel_words: Mapping[bool, str] = {
        True: "chosen; “approvals here” in another one moves it",
        False: "none yet: mention me in a channel and write “approvals here”",
    }
    rules = "When approval is needed"
    no_rules = "Never: no rule asks for it."
    always = "always"

    def undo_only(self, who: str) -> str:
        """Who gives back, where the policy lists them."""
        return f"only {who}, with a role that may remove licenses"

    def source(self, source: str) -> str:
        """Where the policy stands."""
        return f"Read from {plain(source)} when I started."

    def line_of(self, line: int) -> str:
        """A line of the policy file."""
        return f"line {self.number(line)}"

    def when(self, when: When, groups: str) -> str:
        """When a rule applies."""
        parts = []
        if when.without_role:
            parts.append("the requester has no role")
        if when.people_from > 1:
            parts.append(f"from {self.people(when.people_from)} on")
        if when.mailboxes_from:
            parts.append(f"from {self.mailboxes(when.mailboxes_from)} lost on")
        if when.on_hold_from:
            parts.append(f"from {self.people(when.on_hold_from)} under eDiscovery hold on")
        if groups:
            parts.append(f"for people in {groups}")
        return self.listed(parts) if parts else self.always

    def stage(self, number: int, stages: int, need: str, who: str) -> str:
        """One stage of a rule."""
        prefix = f"Stage {self.number(number)}: " if stages > 1 else ""
        return f"{prefix}{need} from {who}"

    need_all = "one from each"

    def need_from(self, people: int, approvals: int) -> str:
        """How many approvals are needed, and from how many people on."""
        need = self.some(approvals, "approval", "approvals")
        return need if people <= 1 else f"{need} from {self.people(people)} on"

    def then_also(self, after: timedelta, who: str) -> str:
        """A second list."""
        return f"After {self.span(after)} also {who}"

    def reminder_schedule(self, reminders: Reminders) -> str:
        """When approvers are reminded."""
        if not reminders.at_most:
            return "none"
        times = self.some(reminders.at_most, "time", "times")
        factor = "twice" if reminders.factor == 2 else f"{self.number(reminders.factor)} times"
        growing = f", each interval {factor} as long as the last"
        return (
            f"after {self.span(reminders.first_after)}"
            f"{growing if reminders.factor > 1 else ''}, at most {times}"
        )

    def reason_words(self, hint: str, *, required: bool) -> str:
        """Whether a reason is needed, and in which form."""
        needed = "needed" if required else "optional"
        return f"{needed}: {plain(hint, 200)}" if hint else needed

    def fresh_words(self, people: int, within: timedelta) -> str:
        """When approvers must sign in again."""
        return f"within {self.span(within)} before, from {self.people(people)} on"
