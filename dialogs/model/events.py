"""Events from people, already authenticated and parsed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from licensing.tenant.person_language import PersonLanguage

#: No verb, token or argument of ours is longer. Inputs may be long (a pasted list); the edge bounds
#: the whole request.
LONGEST_WORD = 200


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts, and where: authenticated ids of Entra and Teams."""

    tenant: str
    #: Entra object id.
    person: str
    name: str
    conversation: str
    #: False in a channel or a group chat.
    personal: bool = True
    language: PersonLanguage = PersonLanguage()  # noqa: RUF009 - it is frozen
    #: IANA name, as the client reports it.
    timezone: str = "UTC"
    #: In a channel: the id of its team.
    team: str = ""
    #: What Teams calls the person.
    teams_id: str = ""

    @property
    def channel(self) -> str:
        """The conversation itself, where `conversation` is a thread of a channel."""
        return self.conversation.partition(";")[0]


@dataclass(frozen=True, slots=True)
class Said:
    """A typed message."""

    text: str
    #: The message was too long to be read; `text` is empty.
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class Arrived:
    """The bot was installed, or the chat was opened for the first time."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press of a button. Only the state that the server stores for the token is trusted."""

    verb: str
    token: str
    #: Which one of several like buttons: a page, say.
    arg: str = ""
    #: The inputs of the card by id.
    inputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Searched:
    """Letters typed into a search box of a card."""

    dataset: str
    text: str
    limit: int = 15


def read_press(value: object) -> Pressed | None:
    """Read the `value` of an `adaptiveCard/action` invoke or of a submitted message.

    None when it is not of one of our buttons.
    """
    if not isinstance(value, Mapping):
        return None
    action = value.get("action")
    data = action.get("data") if isinstance(action, Mapping) else value
    if not isinstance(data, Mapping):
        return None
    ours = data.get("unassign")
    if not isinstance(ours, Mapping):
        return None
    verb, token, arg = (_word(ours.get(key)) for key in ("verb", "token", "arg"))
    if not verb or not token:
        return None
    inputs = {
        key: text
        for key, raw in data.items()
        if isinstance(key, str) and key != "unassign" and (text := _text(raw)) is not None
    }
    return Pressed(verb, token, arg, inputs)


def _word(raw: object) -> str:
    return raw[:LONGEST_WORD] if isinstance(raw, str) else ""


def _text(raw: object) -> str | None:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return raw if isinstance(raw, str) else None
