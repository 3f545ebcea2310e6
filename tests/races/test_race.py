"""A short race; `make race` runs fifty rounds against two processes."""

from pathlib import Path

import pytest

from engine import scheduler as scheduler
from tests.races.bot import OFTEN
from tests.races.replicas import open_replicas
from tests.races.rounds import race
from tests.support.crowd import office
from tests.support.requesting import POLICY

pytestmark = pytest.mark.long

ROUNDS = 3


async def test_whatever_is_pressed_at_once_a_request_has_one_end_and_one_run_or_none(
    tmp_path: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "_POLL", OFTEN)
    async with open_replicas(
        tmp_path, postgres, office(2 * ROUNDS), processes=False, policy_file=POLICY
    ) as replicas:
        found = await race(replicas, ROUNDS)
    assert found.rounds == ROUNDS
    assert found.good, found
