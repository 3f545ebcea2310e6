"""The short form of `make crash`: the real bot is killed a few times, on each database."""

from pathlib import Path

import pytest

from tests.crash.__main__ import TAKEOVER, on_postgresql, on_sqlite


@pytest.mark.crash
@pytest.mark.timeout(240)
@pytest.mark.parametrize("on", [on_sqlite, on_postgresql], ids=["sqlite", "postgresql"])
async def test_nothing_is_lost_and_nothing_done_twice(on: object, tmp_path: Path) -> None:
    here = await on(tmp_path, 160, 2, 7)  # type: ignore[operator]
    assert here.found.kills >= 2
    assert here.found.faults == []
    assert all(seconds <= TAKEOVER for seconds in here.takeovers)
