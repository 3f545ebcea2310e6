"""A sample of what `make hostile` sends, on both databases."""

from pathlib import Path

import pytest

from tests.hostile.attack import attack
from tests.hostile.shapes import Honest, shapes
from tests.support import bot_fixture


async def test_no_hostile_request_is_answered_with_a_fault(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot_fixture, "ledger_of", lambda _: address)
    found = await attack(tmp_path, seed=2, number=210)
    assert (found.bad, found.stored) == ([], 0)
    assert sum(found.sent.values()) == 210
    assert set(found.sent) == {
        "headers",
        "bytes",
        "bodies",
        "tokens",
        "forms",
        "queries",
        "fields",
    }


def test_the_shapes_are_the_same_each_time() -> None:
    honest = Honest(lambda **_: "aaaa.bbbb.cccc", {"type": "message", "text": "hi"})
    first, again = (list(shapes(1, 1_000, honest)) for _ in range(2))
    assert first == again
    assert len({shape.sent for shape in first}) > 600
