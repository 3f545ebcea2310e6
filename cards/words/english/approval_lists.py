"""Requests in a list, everybody in one, lending, and the channel."""

from collections.abc import Mapping
from datetime import date

from cards.words.english.common import Small


class RequestLists(Small):
    """Requests in a list, everybody in one, lending, and the channel."""

    requests_title = "Requests"
    #: By the value of `cards.requests_list.Shelf`.
    shelf_titles: Mapping[str, str] = {
        "waiting": "Waiting for me",
        "asked": "Asked by me",
        "ended": "Ended",
    }
    shelf_empty: Mapping[str, str] = {
        "waiting": "Nothing waits for you.",
        "asked": "You have asked for nothing yet.",
        "ended": "Nothing that concerns you has ended yet.",
    }
    requests_cut = (
        "More requests are open than I looked through for this list. In the channel are all."
    )
    lend = "Lend my right"
    lend_title = "Lend my right to approve"
    lend_explained = (
        "While you are away, another person can approve in your place. They never approve what "
        "they asked for themselves, nor what you asked for, and they can't lend it on. A role that "
        "removes licenses is not lent."
    )
    lend_new = "Lend it to somebody"
    lend_to = "To whom"
    lend_from = "First day (today if left empty)"
    lend_until = "Last day"
    lend_button = "Lend it"
    take_back = "Take it back"
    taken_back = "It is taken back."
    not_lent = "This is not lent any more."
    lend_nobody = "Please choose one person."
    lend_self = "You can't lend it to yourself."
    lend_gone = "This person is not in the directory any more, or the account is blocked."
    lend_days = (
        "Please choose a last day from today on, not before the first one and within a year."
    )
    here_title = "Approvals in this channel"
    here_explained = (
        "From now on I post requests for approval here. Somebody whose role may remove licenses "
        "presses the button."
    )
    here_button = "Post requests here"
    here_done = "Thank you. Requests for approval are posted in this channel from now on."
    here_personal = (
        "Please write this in the channel where requests for approval shall be posted: mention me "
        "there and write “approvals here”."
    )
    channel_lost = (
        "I was taken out of the channel for approvals, or it is gone. Requests are kept. Please "
        "mention me in another channel and write “approvals here”."
    )
    sign_in_by_button = "Please press “What can I do here?” on the card first, to sign in."
    too_slow = "The tenant takes too long to answer. Please try again."
    own_chat = "Please ask me that in our own chat."
    everybody_ended = "What became of everybody."

    def no_request(self, number: int) -> str:
        """There is no such request."""
        return f"There is no request {self.number(number)}."

    def which_request(self) -> str:
        """Why, but of what."""
        return "Please write “why” and the number of the request."

    def open_request(self, number: int) -> str:
        """The button that opens a request."""
        return f"Open {self.number(number)}"

    def shelf_button(self, tab: str, count: int) -> str:
        """The button to another list."""
        return f"{self.shelf_titles[tab]} ({self.number(count)})"

    def stands_in(self, name: str, until: str) -> str:
        """Somebody lent their right to the reader."""
        return f"You can approve in the place of {name} until {until}."

    def lent_line(self, name: str, since: str, until: str) -> str:
        """Something that is lent."""
        return f"To {name}, from {since} until {until}"

    def lent_done(self, name: str, until: str) -> str:
        """It is lent."""
        return f"{name} can approve in your place until {until}."

    def lent_to_you(self, name: str, since: str, until: str) -> str:
        """To the other person."""
        return (
            f"{name} has lent you their right to approve requests, from {since} until {until}. "
            "Write “requests” to see what waits."
        )

    def lent_back(self, name: str) -> str:
        """To the other person: it is over."""
        return f"{name} has taken their right to approve back."

    def everybody_planned(self, day: date) -> str:
        """What a list of people shows."""
        return f"Who loses what. The dates are reckoned for {self.day(day)}."

    def everybody_title(self, number: int) -> str:
        """The title of the dialog."""
        return f"Request {self.number(number)}: everybody"
