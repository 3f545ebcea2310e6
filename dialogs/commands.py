"""Words that can be typed instead of pressing a button, for everybody and every host."""

from enum import StrEnum

from licensing.draft import Journey


class Command(StrEnum):
    """What typed words can ask for, wherever a walk stands."""

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
    Command.CANCEL: ("cancel", "stop", "quit", "never mind"),
    Command.START_OVER: ("start over", "restart", "begin again"),
    Command.BY_PRODUCT: ("by product", "product", "1"),
    Command.BY_USER: ("by user", "by person", "one user", "one person", "2"),
    Command.MANY_USERS: ("many users", "many people", "users", "people", "3"),
    Command.UPCOMING: ("upcoming", "upcoming losses", "what is ahead", "what will be lost"),
    Command.NEXT: ("next", "continue", "preview"),
    Command.BACK: ("back",),
    Command.REMOVE: ("remove",),
}
_MEANING = {word: command for command, words in _WORDS.items() for word in words}


def read_command(text: str) -> Command | None:
    """Read typed text as a command; None when it is none."""
    return _MEANING.get(" ".join(text.casefold().split()).rstrip("!.").strip())
