"""The policy in words."""

from collections.abc import Sequence
from datetime import timedelta

from cards.kit.escaping import plain
from cards.words.catalog import Text
from cards.words.groups.phrases import Phrases
from licensing.policy.model import Reminders, When


class PolicyTexts(Phrases):
    """The policy in words."""

    group = "policy"

    title = Text()
    none = Text()
    none_hint = Text()
    may_request = Text()
    self_approval = Text()

    def self_approval_value(self, *, allowed: bool) -> str:
        """Whether people may approve their own requests."""
        return self.say("self_approval_value", allowed=allowed)

    undo = Text()
    undo_by_anyone = Text()
    undo_by_no_one = Text()
    readers = Text()
    expires = Text()
    reminders = Text()
    reason = Text()
    fresh = Text()
    channel = Text()

    def channel_words(self, *, chosen: bool) -> str:
        """Whether there is a channel for requests."""
        return self.say("channel_words", chosen=chosen)

    rules = Text()
    no_rules = Text()
    always = Text()

    def undo_only(self, who: str) -> str:
        """Who gives back, where the policy lists them."""
        return self.say("undo_only", who=who)

    def source(self, source: str) -> str:
        """Where the policy stands."""
        return self.say("source", source=plain(source))

    def line_of(self, line: int) -> str:
        """A line of the policy file."""
        return self.say("line_of", line=line)

    def when(self, when: When, groups: str) -> str:
        """When a rule applies."""
        parts = []
        if when.without_role:
            parts.append(self.without_role)
        if when.people_from > 1:
            parts.append(self.say("people_from", people=when.people_from))
        if when.mailboxes_from:
            parts.append(self.say("mailboxes_from", count=when.mailboxes_from))
        if when.on_hold_from:
            parts.append(self.say("on_hold_from", people=when.on_hold_from))
        if groups:
            parts.append(self.say("people_in", groups=groups))
        return self.listed(parts) if parts else self.always

    without_role = Text()

    def stage(self, number: int, stages: int, need: str, who: str, steps: Sequence[str]) -> str:
        """One stage of a rule; `steps` say when more approvals are needed."""
        return self.say(
            "stage",
            staged=stages > 1,
            number=number,
            need=need,
            who=who,
            stepped=bool(steps),
            steps=self.listed(steps),
        )

    def more_from(self, people: int, approvals: int) -> str:
        """How many approvals are needed from a number of people on."""
        return self.say("more_from", count=approvals, people=people)

    need_all = Text()

    def need_from(self, people: int, approvals: int) -> str:
        """How many approvals are needed, and from how many people on."""
        return self.say("need_from", count=approvals, always=people <= 1, people=people)

    def then_also(self, after: timedelta, who: str) -> str:
        """A second list."""
        return self.say("then_also", after=self.span(after), who=who)

    def reminder_schedule(self, reminders: Reminders) -> str:
        """When approvers are reminded."""
        return self.say(
            "reminder_schedule",
            at_most=reminders.at_most,
            first=self.span(reminders.first_after),
            factor=reminders.factor,
        )

    def reason_words(self, hint: str, *, required: bool) -> str:
        """Whether a reason is needed, and in which form."""
        return self.say("reason_words", required=required, hinted=bool(hint), hint=plain(hint, 200))

    def fresh_words(self, people: int, within: timedelta) -> str:
        """When approvers must sign in again."""
        return self.say("fresh_words", within=self.span(within), people=people)
