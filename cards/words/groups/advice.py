"""Advice: what else could be done, and where Microsoft says how."""

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases
from licensing.plans.advice import Advice


class AdviceTexts(Phrases):
    """What stands behind "Before you do this"."""

    group = "advice"

    before = Text()
    advice = TextOf(Advice)
    advice_links = TextOf(Advice)
    before_by_hand = Text()
    before_powershell = Text()
    before_powershell_link = Text()
    related = Text()
    related_former = Text()
    related_inactive = Text()
    related_subscriptions = Text()
    related_fewer = Text()
    related_assign = Text()

    def advice_for(self, people: int) -> str:
        """For how many people a piece of advice is."""
        return self.say("advice_for", people=people)
