"""What happened to a request and why, and the policy in words."""

from collections.abc import Mapping

from cards.kit.escaping import plain
from cards.words.groups.phrases import Phrases
from licensing.policy.verdicts import Verdict
from licensing.requests.events import EventType


class TrailTexts(Phrases):
    """What happened to a request and why, and the policy in words."""

    group = "trail"

    empty = "Nothing has happened yet."
    back = "Back to the request"
    the_bot = "Unassign"
    happened: Mapping[EventType, str] = {
        EventType.OPENED: "asked",
        EventType.CHANGED: "changed what is asked",
        EventType.VOIDED: "voided the approvals, because the policy changed",
        EventType.RULES_ADDED: "found that more rules of the policy apply now",
        EventType.STUCK: "found that no one is left who can approve",
        EventType.APPROVED: "approved",
        EventType.COMPLETED: "carries it out: all approvals are there, it runs in their name",
        EventType.REJECTED: "rejected",
        EventType.WITHDRAWN: "withdrew the request",
        EventType.EXPIRED: "ended the request, because its time was over",
        EventType.ASKED: "asked a question",
        EventType.ANSWERED: "answered",
        EventType.REFUSED: "was not allowed to decide",
        EventType.DRIFTED: "found people who changed since the preview",
        EventType.REMINDED: "reminded the approvers",
        EventType.ESCALATED: "let the second list approve",
        EventType.POSTED: "posted the request in the channel",
        EventType.UNREACHABLE: "could not reach the channel",
    }

    def undo_permission(self, said: str) -> str:
        """Who may undo what a request removed."""
        return f"Who may give it back: {said}."

    def title(self, number: int) -> str:
        """The title of a trail."""
        return f"Request {number}: what happened and why"

    def based_on(self, rule: str, listed: str) -> str:
        """What a decision is based on."""
        return f"Based on {self.listed([part for part in (rule, listed) if part])}."

    def list_line(self, verdict: Verdict) -> str:
        """The line of a list that counted."""
        listed = verdict.listed
        if listed is None:
            return ""
        return f"the list line {self.number(listed.line)} ({plain(listed.name)})"

    def cut(self, count: int) -> str:
        """That only the newest entries are shown."""
        return f"Only the last {self.number(count)} entries are shown."
