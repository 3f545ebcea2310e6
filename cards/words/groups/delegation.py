"""Delegating the right to approve, for a while."""

from datetime import datetime, time, timedelta

from cards.words.catalog import Text
from cards.words.groups.phrases import Phrases
from licensing.tenant.time_zones import zone_of


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

    def approves_for(self, name: str, ends_at: datetime, zone: str) -> str:
        """Someone delegated their approvals to the reader."""
        return self.say("approves_for", name=name, end=self._end(ends_at, zone))

    def line(self, name: str, starts_at: datetime, ends_at: datetime, zone: str) -> str:
        """A delegation."""
        start, end = self._start(starts_at, zone), self._end(ends_at, zone)
        return self.say("line", name=name, start=start, end=end)

    def done(self, name: str, ends_at: datetime, zone: str) -> str:
        """The delegation is stored."""
        return self.say("done", name=name, end=self._end(ends_at, zone))

    def told_delegate(self, name: str, starts_at: datetime, ends_at: datetime, zone: str) -> str:
        """To the other person."""
        start, end = self._start(starts_at, zone), self._end(ends_at, zone)
        return self.say("told_delegate", name=name, start=start, end=end)

    def _start(self, at: datetime, zone: str) -> str:
        return self.day(at.astimezone(zone_of(zone)).date())

    def _end(self, at: datetime, zone: str) -> str:
        """The last day, as the delegator chose it; the moment where another time zone has none."""
        local = at.astimezone(zone_of(zone))
        if local.time() == time():
            return self.say("through", day=self.day(local.date() - timedelta(days=1)))
        return self.say("until", moment=self.full_moment(at, zone))

    def told_revoked(self, name: str) -> str:
        """To the other person: it is over."""
        return self.say("told_revoked", name=name)
