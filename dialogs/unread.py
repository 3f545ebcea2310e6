"""Inputs that could not be looked up: kept in the draft before anything is said about them."""

from dataclasses import replace

from cards.kit.actions import Field, Verb
from dialogs.model.events import Pressed
from licensing.plans.draft import CHOOSING, Draft, Step, UnreadInputs

#: Steps at which a list can be typed into the chat.
_LISTS = frozenset({Step.PEOPLE, Step.PERSON, Step.UNDO})


def with_unread_press(draft: Draft, pressed: Pressed) -> Draft | None:
    """The draft that keeps a press which could not be answered; None where nothing is entered."""
    if draft.step not in CHOOSING:
        return None
    pressed = tried_again(draft, pressed)
    inputs = tuple((key, text) for key, text in pressed.inputs.items() if text)
    return replace(draft, unread=UnreadInputs(pressed.verb, pressed.arg, inputs))


def with_unread_text(draft: Draft, text: str) -> Draft | None:
    """The draft that keeps a typed list; None where none can be typed."""
    if draft.step not in _LISTS:
        return None
    return with_unread_press(draft, Pressed(Verb.ADD, draft.token, inputs={Field.PASTE: text}))


def tried_again(draft: Draft, pressed: Pressed) -> Pressed:
    """A press together with what was kept; "Try again" does what was wanted then."""
    if draft.unread is None:
        return pressed
    inputs = dict(draft.unread.inputs)
    for key, text in pressed.inputs.items():
        old = inputs.get(key, "")
        both = key == Field.PASTE and old and text and text != old
        inputs[key] = f"{old}\n\n{text}" if both else text or old
    if pressed.verb == Verb.REFRESH:
        pressed = replace(pressed, verb=draft.unread.verb, arg=draft.unread.arg)
    return replace(pressed, inputs=inputs)
