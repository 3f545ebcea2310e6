"""What a card sends back is in the client's hands: nothing but its shape is believed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.model.events import LONGEST_WORD, Pressed, read_press

OURS = {"verb": "next", "token": "t1", "arg": "2"}


def test_a_button_of_action_execute_is_read_with_its_inputs() -> None:
    data = {"unassign": OURS, "products": "a,b", "accept_deletion": True}
    value = {
        "action": {"type": "Action.Execute", "verb": "next", "data": data},
        "trigger": "manual",
    }
    inputs = {"products": "a,b", "accept_deletion": "true"}
    assert read_press(value) == Pressed("next", "t1", "2", inputs)


def test_its_fallback_of_action_submit_says_the_same() -> None:
    assert read_press({"unassign": OURS, "paste": "x"}) == Pressed(
        "next", "t1", "2", {"paste": "x"}
    )


@pytest.mark.parametrize(
    "value",
    [
        None,
        "next",
        [],
        {},
        {"unassign": "next"},
        {"unassign": {"verb": "next"}},
        {"unassign": {"token": "t1"}},
        {"unassign": {"verb": 7, "token": "t1"}},
        {"action": {"data": None}},
        {"action": "next"},
        {"action": {"data": {"unassign": None}}},
    ],
)
def test_what_is_no_button_of_ours_is_none(value: Any) -> None:
    assert read_press(value) is None


def test_long_words_are_cut() -> None:
    pressed = read_press({"unassign": {"verb": "v" * 999, "token": "t" * 999}})
    assert pressed is not None
    assert len(pressed.verb) == len(pressed.token) == LONGEST_WORD


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["unassign", "action", "data", "x"]), json_values))
def test_no_value_of_a_client_breaks_the_reading(value: dict[str, Any]) -> None:
    read_press(value)
    read_press({"action": {"data": value}})
