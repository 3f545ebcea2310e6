"""Words that can be typed instead of pressing a button, for everyone and every host."""

import re
from dataclasses import dataclass
from enum import StrEnum

from licensing.plans.draft import Journey
from licensing.tenant.spelling import folded


class Command(StrEnum):
    """Typed commands that are valid at any step of a flow."""

    HOME = "home"
    HELP = "help"
    WHO_AM_I = "who am i"
    SIGN_OUT = "sign out"
    CANCEL = "cancel"
    START_OVER = "start over"
    BY_PRODUCT = "by product"
    BY_USER = "by user"
    MANY_USERS = "many users"
    UPCOMING = "upcoming"
    NEXT = "next"
    BACK = "back"
    REMOVE = "remove"
    HISTORY = "history"
    STATUS = "status"
    RECEIPT = "receipt"
    DETAILS = "details"
    REQUEST_DETAILS = "details of request"
    UNDO = "undo"
    RESTORE = "give back"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A command, and the number that was typed with it."""

    command: Command
    #: Digits; empty without a number.
    number: str = ""


#: The journey that a command begins.
JOURNEYS = {
    Command.BY_PRODUCT: Journey.BY_PRODUCT,
    Command.BY_USER: Journey.BY_USER,
    Command.MANY_USERS: Journey.MANY_USERS,
}

_WORDS = {
    Command.HOME: ("hi", "hello", "hey", "home", "menu", "start", "good morning", "licenses"),
    Command.HELP: ("help", "?", "what can you do", "commands"),
    Command.WHO_AM_I: ("who am i", "who am i?", "whoami", "my roles"),
    Command.SIGN_OUT: ("sign out", "signout", "log out", "logout"),
    Command.CANCEL: ("cancel", "quit", "never mind"),
    Command.START_OVER: ("start over", "restart", "begin again"),
    Command.BY_PRODUCT: ("by product", "product", "1"),
    Command.BY_USER: ("by user", "by person", "one user", "one person", "2"),
    Command.MANY_USERS: ("many users", "many people", "users", "people", "3"),
    Command.UPCOMING: ("upcoming", "upcoming losses", "what is ahead", "what will be lost"),
    Command.NEXT: ("next", "continue", "preview"),
    Command.BACK: ("back",),
    Command.REMOVE: ("remove",),
    Command.HISTORY: ("history", "receipts"),
    Command.STATUS: ("status", "what is running", "what is running?", "progress"),
    Command.RECEIPT: ("receipt",),
    Command.DETAILS: ("details", "show details", "details receipt", "details of receipt"),
    Command.REQUEST_DETAILS: ("details request", "details of request"),
    Command.UNDO: ("undo",),
    Command.RESTORE: ("give back", "give it back"),
    Command.PAUSE: ("pause", "hold"),
    Command.RESUME: ("resume", "go on"),
    Command.STOP: ("stop", "abort"),
}
#: Commands that may have a number behind them: of a receipt, or of a page.
_NUMBERED = frozenset(
    {
        Command.HISTORY,
        Command.RECEIPT,
        Command.DETAILS,
        Command.REQUEST_DETAILS,
        Command.UNDO,
        Command.PAUSE,
        Command.RESUME,
        Command.STOP,
    }
)
#: Longer than any command.
_LONGEST = 50
_WITH_NUMBER = re.compile(r"(?P<word>[a-z ]+?)\s*(?:#|no\.?|number)?\s*(?P<number>[0-9]{1,9})")
_MEANING = {word: command for command, words in _WORDS.items() for word in words}


def read_command(text: str) -> TypedCommand | None:
    """Read typed text as a command, perhaps with a number; None when it is none."""
    words = folded(text).rstrip("!.").strip()
    if command := _MEANING.get(words):
        return TypedCommand(command)
    found = _WITH_NUMBER.fullmatch(words) if len(words) < _LONGEST else None
    command = _MEANING.get(found["word"].strip()) if found else None
    if found is None or command not in _NUMBERED:
        return None
    return TypedCommand(command, found["number"])
