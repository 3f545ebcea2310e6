"""The ledger of the workers, on the selected database: `make test-postgresql` takes the other."""

from pathlib import Path

import pytest

from tests.support.ledger import url, with_tables


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh ledger."""
    if request.config.getoption("--database") == "sqlite":
        return url(with_tables(tmp_path / "ledger.db"))
    found: str = request.getfixturevalue("postgres")
    return found
