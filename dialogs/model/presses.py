"""Reading what a card sends back, from Action.Execute as from Action.Submit.

Everything here was in a client's hands: shapes are checked, nothing else is believed.
"""

from collections.abc import Mapping

from dialogs.model.events import Pressed

#: No verb, token or argument of ours is longer. Inputs may be long (a pasted list); the edge bounds
#: the whole request.
LONGEST_WORD = 200


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
