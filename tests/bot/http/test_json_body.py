import json

import pytest

from bot.http.json_body import joined, write_json

HALF = "Half a pair: \ud83d"


@pytest.mark.parametrize(
    "value", [{"a": [1, 2.5, None, True]}, {"name": "Zoë Łuć \u2028 😀"}, HALF]
)
def test_what_is_written_reads_back_the_same(value: object) -> None:
    assert json.loads(write_json(value)) == value


@pytest.mark.parametrize("second", [{}, {"text": "Zoë", "more": {"a": "}"}}, {"name": HALF}])
def test_two_objects_are_joined_to_one(second: dict[str, object]) -> None:
    first = {"from": {"id": "28:bot"}, "name": "Łuć"}
    assert json.loads(joined(first, json.dumps(second))) == first | second
