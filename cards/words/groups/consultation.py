"""Asking people whether they still need what a request would take, and what they answered."""

from datetime import date

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases
from licensing.requests.consultation import Reply, ReplyCounts
from licensing.requests.model import State


class ConsultationTexts(Phrases):
    """Asking people whether they still need what a request would take, and what they answered."""

    group = "consultation"

    title = Text()
    late_title = Text()
    over_title = Text()
    still_button = Text()
    not_button = Text()
    your_answers = TextOf(Reply)
    answer_counts = Text()

    def their_answer(self, reply: Reply | None) -> str:
        """What someone answered who was asked; None for nothing yet."""
        return self.say("their_answer", reply=reply)

    not_asked = Text()
    over = Text()

    def asks(self, name: str, products: str) -> str:
        """Who wants to have what taken."""
        return self.say("asks", name=name, products=products)

    def loses(self, losses: str, day: date) -> str:
        """What would be lost with it."""
        return self.say("loses", losses=losses, day=self.day(day))

    def until(self, moment: str) -> str:
        """Until when it can be decided, and what an answer is good for."""
        return self.say("until", moment=moment)

    def spoken(self, name: str, products: str) -> str:
        """The card in a sentence or two."""
        return self.sentences([self.title, self.asks(name, products)])

    def ended(self, state: State, name: str) -> str:
        """To everyone who was asked, once the request has ended."""
        return self.say("ended", state=state, name=name)

    def late(self, state: State, name: str) -> str:
        """To someone who answers after the end."""
        return self.say("late", state=state, name=name)

    def replies(self, replies: ReplyCounts) -> str:
        """What people answered, for those who decide."""
        return self.say(
            "replies",
            asked=replies.asked,
            still_needed=replies.still_needed,
            not_needed=replies.not_needed,
            unanswered=replies.unanswered,
            not_asked=replies.not_asked,
        )
