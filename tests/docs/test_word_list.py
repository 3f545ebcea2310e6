"""The word list refuses what it should, and lets foreign names through."""

import pytest

from tests.support.word_list import PLACES, ROOT, hits


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Ask somebody, whoever it is.", ["somebody", "whoever"]),
        ("class SalesDesk:", ["Desk"]),
        ("sales_desk = 1", ["desk"]),
        ("#: So many rows.", ["#: So many"]),
        ("It is worked off, not any more.", ["worked off", "any more"]),
        ("the organisation's colour", ["organisation", "colour"]),
        ("except asyncio.CancelledError:", []),
        ("if task.cancelled():", []),
        ("Helpdesk, bellow, lanes_of_anyone", ["lanes"]),
    ],
)
def test_words_are_refused_in_sentences_and_names(line: str, words: list[str]) -> None:
    assert [word for word, _ in hits(line)] == words


def test_every_place_exists() -> None:
    assert [place for place in PLACES if not (ROOT / place).exists()] == []
