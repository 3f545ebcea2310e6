"""Requests in a list, everyone in one, delegation, and the channel."""

from datetime import date

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases

#: The values of `cards.approvals.list.RequestTab`.
_TABS = ("waiting", "asked", "open", "ended")


class RequestListTexts(Phrases):
    """Requests in a list, everyone in one, delegation, and the channel."""

    group = "request_list"

    title = Text()
    tab_titles = TextOf(_TABS)
    empty = TextOf(_TABS)
    cut = Text()
    sign_in_by_button = Text()
    too_slow = Text()
    own_chat = Text()

    def no_request(self, number: int) -> str:
        """There is no such request."""
        return self.say("no_request", number=number)

    which_request = Text()

    def open(self, number: int) -> str:
        """The button that opens a request."""
        return self.say("open", number=number)

    def tab_button(self, tab: str, count: int) -> str:
        """The button to another list."""
        return self.say("tab_button", title=self.tab_titles[tab], count=count)

    def state(self, state: str, day: date, *, open_: bool, asks: bool) -> str:
        """The state of a request: until when it can be decided, or when it ended."""
        return self.say("state", open=open_, asks=asks, state=state, day=self.short_day(day))

    def row_state(self, name: str, state: str) -> str:
        """Who asked, and the state."""
        return self.say("row_state", name=name, state=state)
