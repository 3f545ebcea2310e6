"""Delegating the right to approve, for a while."""

from cards.words.catalog import Text
from cards.words.groups.phrases import Phrases


class DelegationTexts(Phrases):
    """Delegating the right to approve, for a while."""

    group = "delegation"

    open = Text()
    title = Text()
    explanation = Text()
    new = Text()
    to = Text()
    first_day = Text()
    last_day = Text()
    submit = Text()
    revoke = Text()
    revoked = Text()
    ended_already = Text()
    choose_person = Text()
    not_yourself = Text()
    person_gone = Text()
    invalid_days = Text()

    def approves_for(self, name: str, until: str) -> str:
        """Someone delegated their approvals to the reader."""
        return self.say("approves_for", name=name, until=until)

    def line(self, name: str, since: str, until: str) -> str:
        """A delegation."""
        return self.say("line", name=name, since=since, until=until)

    def done(self, name: str, until: str) -> str:
        """The delegation is stored."""
        return self.say("done", name=name, until=until)

    def told_delegate(self, name: str, since: str, until: str) -> str:
        """To the other person."""
        return self.say("told_delegate", name=name, since=since, until=until)

    def told_revoked(self, name: str) -> str:
        """To the other person: it is over."""
        return self.say("told_revoked", name=name)
