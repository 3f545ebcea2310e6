"""Asking for approval, and the request in everyone's chats."""

from collections.abc import Sequence
from datetime import date, datetime

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases
from licensing.policy.lists import ListEntry, ManagerOf, PrincipalType
from licensing.policy.progress import Progress
from licensing.requests.model import PlanChange, State


class RequestTexts(Phrases):
    """Asking for approval, and the request in everyone's chats."""

    group = "request"

    new_title = Text()
    change_title = Text()
    send_button = Text()
    change_button = Text()
    states = TextOf(State)
    requester_label = Text()
    reason = Text()
    plan = Text()
    opened_on = Text()
    changed_on = Text()
    expires_on = Text()
    changed_label = Text()
    skipped_label = Text()
    comment_label = Text()
    comment_hint = Text()
    answer_label = Text()
    no_approver = Text()
    cases_pending = Text()
    stuck = Text()
    role_wanted = Text()
    approve = Text()
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

    def changing(self, number: int) -> str:
        """The title of the flow that changes a request."""
        return self.say("changing", number=str(number))

    def state_line(self, number: int, state: State, until: date | None) -> str:
        """The number, the state and, of an open request, the day on which it expires."""
        day = self.month_day(until) if until else None
        return self.say("state_line", number=str(number), state=self.states[state], day=day)

    def asked_by(self, name: str, reason: str) -> str:
        """Who asks, and why where a reason was given."""
        return self.say("asked_by", name=name, given=bool(reason), reason=reason)

    def progress(self, have: int, need: int, by: str = "", *, more: bool) -> str:
        """How many approvals there are, and by whom; `more` where `need` is the least."""
        return self.say("progress", have=have, need=need, more=more, named=bool(by), by=by)

    def progress_line(self, progress: str, approvers: str) -> str:
        """How many approvals there are, and who can give the next."""
        return self.say("progress_line", progress=progress, approvers=approvers)

    def rule(self, name: str, progress: Progress, approvers: str) -> str:
        """How far a rule is, and who can give the next approval."""
        stages = len(progress.rule.stages)
        return self.say(
            "rule",
            name=name,
            complete=progress.complete,
            have=progress.have,
            need=progress.need,
            staged=stages > 1,
            stage=progress.stage + 1,
            stages=stages,
            approvers=approvers,
        )

    def approved_by(self, name: str, at: datetime, zone: str, in_place_of: str) -> str:
        """One approval."""
        return self.say(
            "approved_by",
            delegated=bool(in_place_of),
            name=name,
            in_place_of=in_place_of,
            at=self.full_moment(at, zone),
        )

    def approve_rest(self, people: int, *, short: bool) -> str:
        """The button that approves for everyone but those who are skipped."""
        return self.say("approve_rest", people=people, short=short)

    def approvals_line(self, names: str) -> str:
        """Who approved."""
        return self.say("approvals_line", names=names)

    def changes(
        self,
        change: PlanChange,
        added: Sequence[str],
        left_out: Sequence[str],
        products_added: Sequence[str],
        products_left_out: Sequence[str],
    ) -> str:
        """What a change changed; the names are the first of those that were added or left out."""
        products = len(change.products_added), len(change.products_left_out)
        parts = [
            *self._added(added, change.people_added),
            *self._left_out(left_out, change.people_left_out),
            *self._added(products_added, products[0]),
            *self._left_out(products_left_out, products[1]),
        ]
        if not parts and change.licenses > 0:
            parts.append(self.say("more_licenses", count=change.licenses))
        if not parts and change.licenses < 0:
            parts.append(self.say("fewer_licenses", count=-change.licenses))
        if change.new_reason:
            parts.append(self.new_reason)
        return self.listed(parts) if parts else self.nothing_changed

    def _added(self, names: Sequence[str], count: int) -> list[str]:
        return [self.say("added", names=self._few(names, count))] if count else []

    def _left_out(self, names: Sequence[str], count: int) -> list[str]:
        return [self.say("left_out", names=self._few(names, count))] if count else []

    def _few(self, names: Sequence[str], count: int) -> str:
        return self.and_more(names, count) if names else self.people(count)

    new_reason = Text()
    nothing_changed = Text()

    def skipped_people(self, names: str) -> str:
        """People who changed since the preview."""
        return self.say("skipped_people", names=names)

    def question(self, name: str, text: str, answer: str | None) -> str:
        """A question, and its answer where there is one."""
        answered = answer is not None
        return self.say("question", answered=answered, name=name, text=text, answer=answer or "")

    def quoted(self, text: str) -> str:
        """What someone wrote with a decision."""
        return self.say("quoted", text=text)

    def more_questions(self, count: int) -> str:
        """Questions that are in the details only."""
        return self.say("more_questions", count=count)

    def ended_by(self, state: State, name: str, day: date, comment: str) -> str:
        """Who ended a request, when, and what they said."""
        return self.say(
            "ended_by",
            state=self.states[state],
            name=name,
            day=self.short_day(day),
            commented=bool(comment),
            comment=comment,
        )

    def runs_as(self, name: str) -> str:
        """In whose name an approved request is carried out."""
        return self.say("runs_as", name=name)

    def watch_run(self, receipt: int) -> str:
        """How an approver opens the run."""
        return self.say("watch_run", receipt=str(receipt))

    def waiting_run(self, receipt: int) -> str:
        """How a run that waits is let go on, and by whom."""
        return self.say("waiting_run", receipt=str(receipt))

    def deleted_after(self, day: date) -> str:
        """Until when lost data can be restored."""
        return self.say("deleted_after", day=self.short_day(day))

    def spoken(self, title: str, state: State) -> str:
        """A request in a sentence."""
        return self.say("spoken", title=title, state=self.states[state])

    def reason_label(self, hint: str, *, required: bool) -> str:
        """The label of the input for the reason; `hint` is what the policy expects of it."""
        return self.say("reason_label", hinted=bool(hint), hint=hint, required=required)
