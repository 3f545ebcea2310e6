"""What happened to a request and why, and the policy in words."""

from collections.abc import Mapping
from datetime import timedelta

from cards.kit.escaping import plain
from cards.words.english.common import Small
from licensing.policy.model import Reminders, When
from licensing.policy.verdicts import Verdict
from licensing.requests.events import Happened


class Trail(Small):
    """What happened to a request and why, and the policy in words."""

    trail_empty = "Nothing has happened yet."
    trail_back = "Back to the request"
    the_bot = "Unassign"
    happened: Mapping[Happened, str] = {
        Happened.OPENED: "asked",
        Happened.CHANGED: "changed what is asked",
        Happened.VOIDED: "voided the approvals, because the policy changed",
        Happened.APPROVED: "approved",
        Happened.COMPLETED: "gave the last approval; the removal began in this name",
        Happened.REJECTED: "rejected",
        Happened.WITHDRAWN: "took the request back",
        Happened.EXPIRED: "ended the request, because its time was over",
        Happened.ASKED: "asked a question",
        Happened.ANSWERED: "answered",
        Happened.REFUSED: "was not allowed to decide",
        Happened.DRIFTED: "found people who changed since the preview",
        Happened.REMINDED: "reminded the approvers",
        Happened.ESCALATED: "let the second list approve",
        Happened.POSTED: "posted the request in the channel",
        Happened.UNREACHABLE: "could not reach the channel",
    }
    policy_title = "The policy"
    policy_none = (
        "There is no policy. People with a role that may remove licenses act for themselves, and "
        "nobody else can ask."
    )
    policy_none_hint = (
        "To let others ask and have somebody approve, whoever runs Unassign sets "
        "UNASSIGN_POLICY_FILE. The file policy.example.yaml shows how."
    )
    policy_ask = "May ask without a role"
    policy_self = "Approving one's own"
    policy_self_words: Mapping[bool, str] = {True: "allowed", False: "forbidden, by any route"}
    policy_giving = "Giving back"
    giving_free = "whoever has a role that may remove licenses, without approval"
    giving_nobody = "nobody"
    policy_expires = "A request expires after"
    policy_reminders = "Reminders"
    policy_reason = "Reason"
    policy_fresh = "Fresh sign-in"
    policy_channel = "Channel"
    policy_channel_words: Mapping[bool, str] = {
        True: "chosen; “approvals here” in another one moves it",
        False: "none yet: mention me in a channel and write “approvals here”",
    }
    policy_rules = "When approval is needed"
    policy_no_rules = "Never: no rule asks for it."
    always = "always"

    def giving_only(self, who: str) -> str:
        """Who gives back, where the policy lists them."""
        return f"only {who}, with a role that may remove licenses"

    def why_giving(self, said: str) -> str:
        """Who may undo what a request removed."""
        return f"Who may give it back: {said}."

    def trail_title(self, number: int) -> str:
        """The title of a trail."""
        return f"Request {number}: what happened and why"

    def policy_from(self, source: str) -> str:
        """Where the policy stands."""
        return f"Read from {plain(source)} when I started."

    def line_of(self, line: int) -> str:
        """A line of the policy file."""
        return f"line {self.number(line)}"

    def based_on(self, rule: str, listed: str) -> str:
        """What a decision is based on."""
        return f"Based on {self.listed([part for part in (rule, listed) if part])}."

    def list_line(self, verdict: Verdict) -> str:
        """The line of a list that counted."""
        listed = verdict.listed
        if listed is None:
            return ""
        return f"the list line {self.number(listed.line)} ({plain(listed.name)})"

    def cut_trail(self, count: int) -> str:
        """That only the newest entries are shown."""
        return f"Only the last {self.number(count)} entries are shown."

    def when(self, when: When, groups: str) -> str:
        """When a rule applies."""
        parts = []
        if when.without_role:
            parts.append("whoever asks has no role")
        if when.people_from > 1:
            parts.append(f"from {self.people(when.people_from)} on")
        if when.mailboxes_from:
            parts.append(f"from {self.mailboxes(when.mailboxes_from)} lost on")
        if when.held_from:
            parts.append(f"from {self.people(when.held_from)} under eDiscovery hold on")
        if groups:
            parts.append(f"for people in {groups}")
        return self.listed(parts) if parts else self.always

    def stage(self, number: int, stages: int, need: str, who: str) -> str:
        """One stage of a rule."""
        prefix = f"Stage {self.number(number)}: " if stages > 1 else ""
        return f"{prefix}{need} from {who}"

    need_all = "one from each"

    def need_from(self, people: int, approvals: int) -> str:
        """So many approvals from so many people on."""
        need = self.some(approvals, "approval", "approvals")
        return need if people <= 1 else f"{need} from {self.people(people)} on"

    def then_also(self, after: timedelta, who: str) -> str:
        """A second list."""
        return f"After {self.span(after)} also {who}"

    def reminders(self, reminders: Reminders) -> str:
        """When approvers are reminded."""
        if not reminders.at_most:
            return "none"
        times = self.some(reminders.at_most, "time", "times")
        growing = f", each wait {self.number(reminders.factor)} times the one before"
        return (
            f"after {self.span(reminders.first_after)}"
            f"{growing if reminders.factor > 1 else ''}, at most {times}"
        )

    def reason_words(self, hint: str, *, required: bool) -> str:
        """Whether a reason is needed, and in which form."""
        needed = "needed" if required else "optional"
        return f"{needed}: {plain(hint, 200)}" if hint else needed

    def fresh_words(self, people: int, within: timedelta) -> str:
        """When approvers sign in anew."""
        return f"within {self.span(within)} before, from {self.people(people)} on"
