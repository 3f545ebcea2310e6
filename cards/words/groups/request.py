"""Asking for approval, and the request in everyone's chats."""

from collections.abc import Sequence
from datetime import date, datetime

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases
from licensing.policy.lists import ListEntry, ManagerOf, PrincipalType
from licensing.requests.model import State


class RequestTexts(Phrases):
    """Asking for approval, and the request in everyone's chats."""

    group = "request"

    step_request = Text()
    new_title = Text()
    reason_label = Text()
    change_title = Text()
    note = Text()
    send_button = Text()
    change_button = Text()
    select_boxes = Text()
    states = TextOf(State)
    requested_by = Text()
    reason = Text()
    requested_at = Text()
    plan = Text()
    time_until = Text()
    question_open = Text()
    approvers = Text()
    comment_label = Text()
    comment_hint = Text()
    answer_label = Text()
    no_approver = Text()
    stuck = Text()
    role_wanted = Text()
    reject = Text()
    ask_question = Text()
    send_answer = Text()
    withdraw = Text()
    remind = Text()
    change = Text()
    my_part = Text()
    why_button = Text()
    request_again = Text()
    nothing_removed = Text()
    not_posted = Text()
    moved_title = Text()
    moved = Text()
    expired_text = Text()
    no_one = Text()
    managers_named = TextOf[str](ManagerOf)

    def listed_line(self, line: ListEntry, name: str) -> str:
        """A line of a list of people."""
        if line.type is PrincipalType.MANAGER:
            return self.managers_named.get(line.value, name)
        return self.say("listed_line", type=line.type, name=name)

    def title(self, number: int, licenses: int, people: int) -> str:
        """What a request is about."""
        return self.say("title", number=str(number), licenses=licenses, people=people)

    def summary(self, licenses: int, people: int, approvals: int, *, more: bool) -> str:
        """What is about to be asked; `more` where it may be more approvals than that."""
        return self.say("summary", licenses=licenses, people=people, more=more, count=approvals)

    def required_by(self, rules: Sequence[str]) -> str:
        """Which rules of the policy want it."""
        return self.say("required_by", rules=self.listed(rules))

    def approve_button(self, licenses: int, people: int) -> str:
        """The button that approves."""
        return self.say("approve_button", licenses=licenses, people=people)

    def approvals_missing(self, count: int, *, more: bool) -> str:
        """How many approvals are missing; `more` where it may be more than that."""
        return self.say("approvals_missing", count=count, more=more)

    def rule_progress(self, have: int, need: int, stage: int, stages: int) -> str:
        """How far a rule is."""
        return self.say(
            "rule_progress", have=have, need=need, staged=stages > 1, stage=stage, stages=stages
        )

    rule_done = Text()

    def approved_by(self, name: str, at: datetime, zone: str, in_place_of: str) -> str:
        """One approval."""
        return self.say(
            "approved_by",
            delegated=bool(in_place_of),
            name=name,
            in_place_of=in_place_of,
            at=self.full_moment(at, zone),
        )

    def ends_at(self, at: datetime, now: datetime, zone: str) -> str:
        """When an open request ends."""
        return self.say("ends_at", at=self.full_moment(at, zone), left=self.span(at - now))

    def skipped_people(self, names: str, count: int) -> str:
        """People who changed since the preview."""
        return self.say("skipped_people", count=count, names=names)

    def asks(self, name: str, text: str) -> str:
        """A question."""
        return self.say("asks", name=name, text=text)

    def answers(self, name: str, text: str) -> str:
        """An answer."""
        return self.say("answers", name=name, text=text)

    def quoted(self, text: str) -> str:
        """What someone wrote with a decision."""
        return self.say("quoted", text=text)

    def watch_run(self, receipt: int) -> str:
        """How an approver opens the run."""
        return self.say("watch_run", receipt=str(receipt))

    def waiting_run(self, receipt: int) -> str:
        """How a run that waits is let go on, and by whom."""
        return self.say("waiting_run", receipt=str(receipt))

    def ended_by(self, state: State, name: str, at: datetime, zone: str) -> str:
        """Who ended a request, and when."""
        return self.say(
            "ended_by", state=self.states[state], name=name, at=self.full_moment(at, zone)
        )

    def approved_runs_as(self, name: str) -> str:
        """In whose name an approved request is carried out."""
        return self.say("approved_runs_as", name=name)

    def revised(self, times: int) -> str:
        """How often a request was changed."""
        return self.say("revised", times=times)

    def spoken(self, title: str, state: State) -> str:
        """A request in a sentence."""
        return self.say("spoken", title=title, state=self.states[state])

    def dates_for(self, day: date) -> str:
        """The day the dates of a request are for."""
        return self.say("dates_for", day=self.day(day))

    def more_questions(self, count: int) -> str:
        """Questions that are not shown."""
        return self.say("more_questions", count=count)
