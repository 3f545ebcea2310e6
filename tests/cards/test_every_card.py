"""What holds for every card, whatever the names in it."""

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cards.kit.card import LARGEST, size
from tests.cards.samples import PRODUCTS, Names, every_card
from tests.cards.scale_samples import scale_cards
from tests.support.card_lint import lint

CARDS = every_card() | scale_cards()

MARKDOWN = "**bold** _it_ [link](https://evil.example) `code` # head"
HTML = "<script>alert(1)</script><b>x</b><at>Alex</at>"
RIGHT_TO_LEFT = "\u202e\u05e9\u05dc\u05d5\u05dd \u0639\u0644\u064a\u202c"
EMOJI = "👩🏽‍💻" * 30
LONG = "Wolfeschlegelsteinhausenbergerdorff " * 9
DATE = "{{DATE(2017-02-14T06:08:39Z)}} a\nb\u2028c\x00"


def names(one: str) -> Names:
    return Names((one,), one, dict.fromkeys(PRODUCTS, one), one)


def parts(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


@pytest.mark.parametrize("name", CARDS)
def test_a_card_shows_values_only(name: str) -> None:
    drawn = json.dumps(CARDS[name])
    assert not re.search(r"<bound method|<function|object at 0x|[^$]\{\w+\}", drawn)


@pytest.mark.parametrize("name", CARDS)
def test_card_passes_the_lint(name: str) -> None:
    assert lint(CARDS[name]) == []


@given(st.text(min_size=1, max_size=400).filter(lambda text: text.strip()))
@example(MARKDOWN)
@example(HTML)
@example(RIGHT_TO_LEFT)
@example(EMOJI)
@example(LONG)
@example(DATE)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_people_are_called_every_card_passes_the_lint(one: str) -> None:
    for name, card in every_card(names(one)).items():
        assert lint(card) == [], name


@pytest.mark.parametrize("one", [MARKDOWN, HTML, DATE, RIGHT_TO_LEFT])
def test_no_name_stands_where_markdown_is_read(one: str) -> None:
    marker = one[:6]
    for card in every_card(names(one)).values():
        for part in parts(card):
            read = {"TextBlock": ("text",)}.get(str(part.get("type")), ())
            for key in read:
                assert marker not in str(part[key])
            if "facts" in part:
                assert marker not in json.dumps(part["facts"])


def test_no_name_turns_the_direction_of_what_stands_around_it() -> None:
    for card in every_card(names(RIGHT_TO_LEFT)).values():
        for part in parts(card):
            for key in ("text", "title", "label"):
                shown = str(part.get(key, ""))
                assert "\u202e" not in shown
                assert shown.count("\u2068") == shown.count("\u2069")
                if "\u05e9" in shown:
                    assert "\u2068" in shown


def test_no_name_is_read_as_a_date_function() -> None:
    for card in every_card(names(DATE)).values():
        assert "{{" not in json.dumps(
            [part.get("text") or part.get("title") for part in parts(card)]
        )


@pytest.mark.parametrize("one", [LONG, EMOJI, "\U0001f469" * 300, "א" * 300])
def test_long_names_do_not_make_a_card_too_large(one: str) -> None:
    sizes = {name: size(card) for name, card in every_card(names(one)).items()}
    assert max(sizes.values()) < LARGEST, sizes


def test_every_button_carries_the_token_and_a_verb() -> None:
    for card in CARDS.values():
        for part in parts(card):
            if part.get("type") in {"Action.Execute", "Action.Submit"}:
                data = part["data"]
                assert isinstance(data, dict)
                assert data["unassign"]["token"] == "t-3f9a"
                assert data["unassign"]["verb"]
