"""The lint finds what it is there to find."""

from typing import Any

import pytest

from cards.kit.actions import Verb
from cards.kit.blocks import text
from cards.kit.card import LARGEST, Card, button, card
from cards.words.languages import english
from tests.support.card_lint import lint


def good(*body: dict[str, Any]) -> Card:
    made = card(english(), [text("Hello")], [button(Verb.HELP, "t", "Help")], speak="Hello")
    assert isinstance(made["body"], list)
    made["body"].extend(body)
    return made


def test_a_good_card_passes() -> None:
    assert lint(good()) == []


@pytest.mark.parametrize(
    ("element", "wrong"),
    [
        ({"type": "TextBlok", "text": "x"}, "unknown element"),
        ({"type": "TextBlock", "text": "x", "wrap": True, "colour": "x"}, "no property 'colour'"),
        ({"type": "TextBlock", "text": "x", "wrap": True, "size": "huge"}, "TextBlock.size"),
        ({"type": "TextBlock", "text": "x"}, "without wrap"),
        ({"type": "TextBlock", "text": " ", "wrap": True}, "without text"),
        ({"type": "Image", "url": "https://x.example/a.png"}, "without altText"),
        ({"type": "Input.Text", "id": "a"}, "without label"),
        ({"type": "Input.Text", "id": "a", "label": "A", "isRequired": True}, "does not say so"),
        ({"type": "ProgressBar", "value": 1}, "no fallback"),
        ({"type": "Table", "columns": [], "rows": []}, "Table has no fallback"),
        ({"type": "Action.Execute", "title": "x"}, "without Action.Submit"),
        ({"type": "ActionSet", "actions": [{"type": "Action.Submit"}]}, "without title"),
    ],
)
def test_a_bad_element_is_found(element: dict[str, Any], wrong: str) -> None:
    assert any(wrong in said for said in lint(good(element)))


@pytest.mark.parametrize(
    "wrong",
    [
        [
            {"type": "TextBlock", "text": "[More](https://a.example)", "wrap": True},
            {"type": "TextBlock", "text": "[More](https://b.example)", "wrap": True},
        ],
        [
            {
                "type": "ActionSet",
                "actions": [
                    {"type": "Action.Submit", "title": "More", "data": {"number": number}}
                    for number in range(2)
                ],
            }
        ],
    ],
    ids=["links", "buttons"],
)
def test_one_name_for_two_things_is_found(wrong: list[dict[str, Any]]) -> None:
    assert lint(good(*wrong)) == ["card: 'More' names 2 links or buttons that do different things"]


def test_two_inputs_with_one_id_are_found() -> None:
    one = {"type": "Input.Text", "id": "a", "label": "A"}
    assert lint(good(one, one)) == ["card: id 'a' stands 2 times"]


def test_a_fallback_with_other_data_is_found() -> None:
    made: Any = good()
    made["actions"][0]["fallback"]["data"] = {}
    assert any("differ in data" in said for said in lint(made))


def test_too_large_a_card_is_found_by_its_size_in_utf_16() -> None:
    block = {"type": "TextBlock", "text": "x" * (LARGEST // 2), "wrap": True}
    assert any("bytes" in said for said in lint(good(block)))


def test_too_many_actions_are_found() -> None:
    made: Any = good()
    made["actions"] *= 7
    assert any("7 actions" in said for said in lint(made))
