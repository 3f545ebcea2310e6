"""Every card as it was last looked at. `UPDATE_GOLDEN=1 pytest tests/cards` writes them again."""

import json
import os
from pathlib import Path

import pytest

from tests.cards.samples import every_card

GOLDEN = Path(__file__).parent / "golden"
CARDS = every_card()


@pytest.mark.parametrize("name", CARDS)
def test_card_is_as_it_was_last_looked_at(name: str) -> None:
    written = json.dumps(CARDS[name], ensure_ascii=False, indent=1) + "\n"
    file = GOLDEN / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(written, encoding="utf-8")
    assert json.loads(file.read_text(encoding="utf-8")) == CARDS[name]


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.json")} == set(CARDS)
