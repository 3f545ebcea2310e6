from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ledger import Ledger
from tests.support.ledger import opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "ledger.db"


@pytest.fixture
async def ledger(address: str) -> AsyncIterator[Ledger]:
    async with opened(address) as ledger:
        yield ledger
