"""Requests in a list, everyone in one, delegation, and the channel."""

from collections.abc import Mapping

from cards.words.groups.phrases import Phrases


class RequestListTexts(Phrases):
    """Requests in a list, everyone in one, delegation, and the channel."""

    group = "request_list"

    title = "Requests"
    #: By the value of `cards.approvals.list.RequestTab`.
    tab_titles: Mapping[str, str] = {
        "waiting": "Waiting for me",
        "asked": "Asked by me",
        "ended": "Ended",
    }
    empty: Mapping[str, str] = {
        "waiting": "Nothing is waiting for you.",
        "asked": "You have asked for nothing yet.",
        "ended": "Nothing that concerns you has ended yet.",
    }
    cut = (
        "More requests are open than I looked through for this list. The channel shows all of them."
    )
    sign_in_by_button = "Please press “What can I do here?” on the card first, to sign in."
    too_slow = "The tenant takes too long to answer. Please try again."
    own_chat = "Please ask me that in our own chat."

    def no_request(self, number: int) -> str:
        """There is no such request."""
        return f"There is no request {self.number(number)}."

    def which_request(self) -> str:
        """Why, but of what."""
        return "Please write “why” and the number of the request."

    def open(self, number: int) -> str:
        """The button that opens a request."""
        return f"Open {self.number(number)}"

    def tab_button(self, tab: str, count: int) -> str:
        """The button to another list."""
        return f"{self.tab_titles[tab]} ({self.number(count)})"
