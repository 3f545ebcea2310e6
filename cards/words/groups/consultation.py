"""Asking people whether they still need what a request would take, and what they answered."""

from collections.abc import Mapping, Sequence
from datetime import date

from cards.words.groups.phrases import Phrases
from licensing.requests.consultation import Reply, ReplyCounts
from licensing.requests.model import State


class ConsultationTexts(Phrases):
    """Asking people whether they still need what a request would take, and what they answered."""

    group = "consultation"

    title = "Do you still need this?"
    late_title = "This has been decided"
    over_title = "This question is over"
    still_button = "I still need it"
    not_button = "I don't need it"
    your_answers: Mapping[Reply, str] = {
        Reply.STILL_NEEDED: "Your answer: you still need it.",
        Reply.NOT_NEEDED: "Your answer: you don't need it.",
    }
    answer_counts = "It can be changed here as long as the request waits."
    their_answers: Mapping[Reply | None, str] = {
        Reply.STILL_NEEDED: "Asked: still needs it",
        Reply.NOT_NEEDED: "Asked: does not need it",
        None: "Asked: no answer",
    }
    not_asked = "Not asked"
    over = (
        "What was asked for has changed. If something is still to be taken from you, there is a "
        "newer question below."
    )

    def asks(self, name: str, products: Sequence[str]) -> str:
        """Who wants to have what taken."""
        return f"{name} asked to have {self.listed(products)} taken from you."

    def loses(self, losses: str, day: date) -> str:
        """What would be lost with it."""
        return f"You would lose {losses}. The dates are for a removal on {self.day(day)}."

    def until(self, moment: str) -> str:
        """Until when it can be decided, and what an answer is good for."""
        return (
            f"Nothing has been decided. Others can approve it until {moment}, and then it goes at "
            "once. They see your answer, and decide themselves."
        )

    def spoken(self, name: str, products: Sequence[str]) -> str:
        """The card in a sentence or two."""
        return f"{self.title} {self.asks(name, products)}"

    def ended(self, state: State, name: str) -> str:
        """To everyone who was asked, once the request has ended."""
        if state is State.APPROVED:
            return (
                f"The request was approved. If you still need what is removed, tell {name}: it can "
                "be given back."
            )
        return "The request has ended, and nothing is taken from you by it."

    def late(self, state: State, name: str) -> str:
        """To someone who answers after the end."""
        if state is State.APPROVED:
            return (
                "Thank you for your answer. It came after the request was approved, so those who "
                f"approved did not see it. If you still need what was taken, tell {name}: it can "
                "be given back."
            )
        return (
            "Thank you for your answer. It is no longer needed: the request has ended, and "
            "nothing is taken from you by it."
        )

    def replies(self, replies: ReplyCounts) -> str:
        """What people answered, for those who decide."""
        if not replies.asked:
            rest = self.number(replies.not_asked)
            return f"Asked whether they still need it: no one. Not asked: {rest}."
        counts = (
            ("Asked whether they still need it", replies.asked),
            ("Still need it", replies.still_needed),
            ("Don't", replies.not_needed),
            ("No answer", replies.unanswered),
            ("Not asked", replies.not_asked),
        )
        return " ".join(f"{what}: {self.number(count)}." for what, count in counts)

    replies_names = "The names are in the list behind “Show everyone”."
