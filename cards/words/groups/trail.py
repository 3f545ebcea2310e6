"""What happened to a request and why, and the policy in words."""

from cards.kit.escaping import plain
from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases
from licensing.policy.verdicts import Verdict
from licensing.requests.events import EventType


class TrailTexts(Phrases):
    """What happened to a request and why, and the policy in words."""

    group = "trail"

    empty = Text()
    back = Text()
    the_bot = Text()
    happened = TextOf(EventType)

    def undo_permission(self, said: str) -> str:
        """Who may undo what a request removed."""
        return self.say("undo_permission", said=said)

    def title(self, number: int) -> str:
        """The title of a trail."""
        return self.say("title", number=str(number))

    def reason(self, said: str, rule: str, listed: str) -> str:
        """Why something was decided, and the rule and the list that it is based on."""
        parts = self.clauses([rule, listed])
        return self.say("based_on", said=said, parts=parts) if parts else self.sentence(said)

    def list_line(self, verdict: Verdict) -> str:
        """The line of a list that counted."""
        listed = verdict.listed
        if listed is None:
            return ""
        return self.say("list_line", line=listed.line, name=plain(listed.name))

    def cut(self, count: int) -> str:
        """That only the newest entries are shown."""
        return self.say("cut", count=count)
