"""Asking for approval, and the request in everyone's chats."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from cards.words.groups.phrases import Phrases
from licensing.policy.lists import ListEntry, ManagerOf, PrincipalType
from licensing.requests.model import State


class RequestTexts(Phrases):
    """Asking for approval, and the request in everyone's chats."""

    group = "request"

    step_request = "Ask"
    new_title = "Ask for approval"
    reason_label = "Why should these licenses go?"
    change_title = "Change the request"
    note = "Nothing is removed before it is approved. You'll get updates here."
    send_button = "Send the request"
    change_button = "Send the change"
    select_boxes = "Please read and tick each box: the approvers see that you know."
    states: Mapping[State, str] = {
        State.OPEN: "Waiting for approval",
        State.APPROVED: "Approved",
        State.REJECTED: "Rejected",
        State.WITHDRAWN: "Withdrawn",
        State.EXPIRED: "Expired",
    }
    requested_by = "Asked by"
    reason = "Why"
    requested_at = "Asked on"
    plan = "Plan"
    time_until = "Open until"
    question_open = "A question needs an answer"
    approvers = "May approve"
    comment_label = "Comment"
    comment_hint = "Needed to reject or to ask, and shown to the requester"
    answer_label = "Your answer"
    no_approver = "No one can approve this now: the policy has no rule for it."
    stuck = (
        "No one can approve this any longer: no one is left who could give what a rule still "
        "needs. The requester can change or withdraw it."
    )
    role_wanted = (
        "All approvals are there, but none is from someone who may remove licenses. Someone on "
        "the list with such a role is still needed."
    )
    reject = "Reject"
    ask_question = "Ask a question"
    send_answer = "Send the answer"
    withdraw = "Withdraw"
    remind = "Remind"
    change = "Change"
    my_part = "What can I do here?"
    show_everyone = "Show everyone"
    why_button = "Why?"
    request_again = "Ask again for those held back"
    nothing_removed = "Nothing was removed."
    not_posted = (
        "No channel for approvals has been chosen yet. A license admin mentions me in a channel "
        "and writes “approvals here”; then this is posted there. Your request is kept."
    )
    moved_title = "Moved"
    moved = "Requests for approval are posted in another channel now, this one too."
    expired_text = "No one decided in time."
    no_one = "no one"
    managers_named: Mapping[str, str] = {
        ManagerOf.REQUESTER: "the manager of the requester",
        ManagerOf.AFFECTED: "the manager of everyone who loses something",
    }

    def listed_line(self, line: ListEntry, name: str) -> str:
        """A line of a list of people."""
        match line.type:
            case PrincipalType.GROUP:
                return f"the group {name}"
            case PrincipalType.ROLE:
                return f"the role {name}"
            case PrincipalType.MANAGER:
                return self.managers_named.get(line.value, name)
            case PrincipalType.EVERYONE:
                return "everyone"
        return name

    def title(self, number: int, licenses: int, people: int) -> str:
        """What a request is about."""
        what = self.licenses_from_people(licenses, people)
        return f"Request {number}: remove {what}"

    def summary(self, licenses: int, people: int, approvals: int, *, more: bool) -> str:
        """What is about to be asked; `more` where it may be more approvals than that."""
        need = self.some(approvals, "approval", "approvals")
        need = f"at least {need}" if more else need
        return f"{self.licenses_from_people(licenses, people)}. This needs {need}."

    def required_by(self, rules: Sequence[str]) -> str:
        """Which rules of the policy want it."""
        return f"Wanted by the policy: {self.listed(rules)}."

    def approve_button(self, licenses: int, people: int) -> str:
        """The button that approves."""
        return f"Approve: remove {self.licenses_from_people(licenses, people)}"

    def approvals_missing(self, count: int, *, more: bool) -> str:
        """How many approvals are missing; `more` where it may be more than that."""
        said = f"{self.some(count, 'approval is', 'approvals are')} still needed."
        return f"At least {said}" if more else said

    def rule_progress(self, have: int, need: int, stage: int, stages: int) -> str:
        """How far a rule is."""
        said = f"{self.number(have)} of {self.some(need, 'approval', 'approvals')}"
        if stages > 1:
            said += f", stage {self.number(stage)} of {self.number(stages)}"
        return said

    rule_done = "all approvals are there"

    def approved_by(self, name: str, at: datetime, zone: str, in_place_of: str) -> str:
        """One approval."""
        instead = f" in the place of {in_place_of}" if in_place_of else ""
        return f"Approved by {name}{instead} on {self.full_moment(at, zone)}"

    def ends_at(self, at: datetime, now: datetime, zone: str) -> str:
        """When an open request ends."""
        return f"{self.full_moment(at, zone)} ({self.span(at - now)} left)"

    def skipped_people(self, names: str, count: int) -> str:
        """People who changed since the preview."""
        verb = (
            "has changed since the preview and is"
            if count == 1
            else ("have changed since the preview and are")
        )
        return f"{names} {verb} left alone. To include them, send a new request."

    def asks(self, name: str, text: str) -> str:
        """A question."""
        return f"{name} asks: “{text}”"

    def answers(self, name: str, text: str) -> str:
        """An answer."""
        return f"{name} answers: “{text}”"

    def quoted(self, text: str) -> str:
        """What someone wrote with a decision."""
        return f"“{text}”"

    def watch_run(self, receipt: int) -> str:
        """How an approver opens the run."""
        return f"Receipt {receipt}. Write “receipt {receipt}” to me to watch, pause or stop it."

    def waiting_run(self, receipt: int) -> str:
        """How a run that waits is let go on, and by whom."""
        return (
            f"Receipt {receipt}. Someone who can remove licenses writes “receipt {receipt}” to me "
            "to let it go on or to stop it."
        )

    def ended_by(self, state: State, name: str, at: datetime, zone: str) -> str:
        """Who ended a request, and when."""
        return f"{self.states[state]} by {name} on {self.full_moment(at, zone)}"

    def approved_runs_as(self, name: str) -> str:
        """In whose name an approved request is carried out."""
        return f"Approved. The licenses are removed in the name of {name}."

    def revised(self, times: int) -> str:
        """How often a request was changed."""
        return (
            "changed once since it was asked"
            if times == 1
            else f"changed {self.number(times)} times since it was asked"
        )

    def spoken(self, title: str, state: State) -> str:
        """A request in a sentence."""
        return f"{title}. {self.states[state]}."

    def dates_for(self, day: date) -> str:
        """The day the dates of a request are for."""
        return f"The dates are for a removal on {self.day(day)}."

    def more_questions(self, count: int) -> str:
        """Questions that are not shown."""
        return f"{self.some(count, 'earlier question', 'earlier questions')} with answers."

    people_ended = "Results for everyone."

    def people_planned(self, day: date) -> str:
        """What a list of people shows."""
        return f"Who loses what. The dates are reckoned for {self.day(day)}."

    def people_title(self, number: int) -> str:
        """The title of the dialog."""
        return f"Request {self.number(number)}: everyone"
