"""What people are told about requests in single sentences, and why something can't be done."""

from collections.abc import Sequence

from cards.kit.escaping import plain
from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases
from licensing.policy.verdicts import Verdict, Why
from licensing.requests.steps import StepProblem

#: Maximum number of characters repeated from what someone wrote.
LONGEST_WORDS = 300
#: Maximum number of people named who may undo.
_GIVERS = 8


class RequestMessagesTexts(Phrases):
    """What people are told about requests in single sentences, and why something can't be done."""

    group = "request_messages"

    decided = Text()
    question_sent = Text()
    continued_below = Text()
    needs_approval = Text()

    verdicts = TextOf(Why)
    #: The same as told to someone else, in a trail.
    whys_to_others = TextOf(Why)
    trail_denied = Text()
    trail_elsewhere = Text()
    troubles = TextOf(StepProblem)

    def by_rule(self, verdict: Verdict) -> str:
        """The part of the policy that a decision is based on; empty where there is none."""
        if verdict.rule is None:
            return ""
        return self.say("by_rule", rule=plain(verdict.rule.name), line=verdict.rule.line or 0)

    def verdict(self, verdict: Verdict) -> str:
        """What the policy says, and by which rule."""
        rule = self.by_rule(verdict)
        said = self.verdicts[verdict.why]
        return self.say("verdict", said=said, rule=rule) if rule else said

    no_undo_approver = Text()

    def ask_someone_else(self, names: Sequence[str], receipt: int) -> str:
        """Whom to ask instead, and for what."""
        return self.say(
            "ask_someone_else",
            names=self.and_more(names[:_GIVERS], len(names)),
            receipt=str(receipt),
        )

    def wrong_reason(self, hint: str) -> str:
        """What a reason lacks; `hint` says what the policy expects."""
        if not hint:
            return self.verdicts[Why.WRONG_JUSTIFICATION]
        return self.say("wrong_reason", hint=plain(hint, LONGEST_WORDS))

    def notify_completed(self, number: int, approver: str, comment: str, name: str) -> str:
        """To the requester: approved by whom, and in whose name it is carried out."""
        return self.say(
            "notify_completed",
            number=str(number),
            approver=approver,
            commented=bool(comment),
            comment=plain(comment, LONGEST_WORDS),
            name=name,
        )

    def notify_rejected(self, number: int, name: str, comment: str) -> str:
        """To the requester: a no."""
        return self.say(
            "notify_rejected",
            name=name,
            number=str(number),
            commented=bool(comment),
            comment=plain(comment, LONGEST_WORDS),
        )

    def notify_expired(self, number: int) -> str:
        """To the requester: no one decided."""
        return self.say("notify_expired", number=str(number))

    def notify_question(self, number: int, name: str, text: str) -> str:
        """To the requester: a question."""
        return self.say(
            "notify_question", name=name, number=str(number), text=plain(text, LONGEST_WORDS)
        )

    def notify_voided(self, number: int, called: str = "") -> str:
        """To everyone: the policy changed."""
        return self.say("notify_voided", number=str(number), any=bool(called), called=called)

    def notify_rules_added(self, number: int, rules: Sequence[str], called: str = "") -> str:
        """To everyone: more rules apply than when the request was sent."""
        names = self.listed([self.say("rule_name", name=plain(rule)) for rule in rules])
        return self.say(
            "notify_rules_added",
            count=len(rules),
            number=str(number),
            names=names,
            any=bool(called),
            called=called,
        )

    def notify_stuck(self, number: int, rule: str) -> str:
        """To everyone: no one is left who can approve."""
        return self.say("notify_stuck", number=str(number), rule=plain(rule))

    def notify_drifted(self, number: int, people: int) -> str:
        """To the requester: people changed since the preview."""
        return self.say("notify_drifted", people=people, number=str(number))

    def notify_unreachable(self, number: int, known: bool) -> str:
        """To the requester: the channel can't be reached, or no longer exists."""
        return self.say("notify_unreachable", known=known, number=str(number))

    def notify_posted(self, number: int) -> str:
        """To the requester: the channel was reached after all."""
        return self.say("notify_posted", number=str(number))

    def notify_done(self, number: int, removed: int, others: int) -> str:
        """To the requester and in the thread: it was carried out."""
        return self.say("notify_done", number=str(number), removed=removed, others=others)

    def notify_waits(self, number: int, receipt: int) -> str:
        """To the requester and in the thread: the rest waits for a click."""
        return self.say("notify_waits", number=str(number), receipt=str(receipt))

    def thread_opened(self, number: int, name: str, called: str) -> str:
        """In the thread: someone asks. `called` are the people whom it concerns, or empty."""
        return self.say(
            "thread_opened", name=name, number=str(number), any=bool(called), called=called
        )

    def thread_changed(self, number: int, name: str, void: int, called: str) -> str:
        """In the thread: what is asked has changed."""
        return self.say(
            "thread_changed",
            name=name,
            number=str(number),
            void=void,
            any=bool(called),
            called=called,
        )

    def thread_answered(self, number: int, name: str, text: str, called: str) -> str:
        """In the thread: an answer."""
        return self.say(
            "thread_answered",
            name=name,
            number=str(number),
            text=plain(text, LONGEST_WORDS),
            any=bool(called),
            called=called,
        )

    def thread_reminded(
        self, number: int, missing: int, left: str, called: str = "", *, more: bool
    ) -> str:
        """In the thread: it still waits, perhaps for more approvals than are given."""
        return self.say(
            "thread_reminded",
            number=str(number),
            more=more,
            count=missing,
            left=left,
            any=bool(called),
            called=called,
        )

    def thread_escalated(self, number: int, called: str) -> str:
        """In the thread: others may approve too."""
        return self.say("thread_escalated", number=str(number), any=bool(called), called=called)

    def reminded(self, number: int) -> str:
        """To the person who reminded by hand."""
        return self.say("reminded", number=str(number))
