"""`app.py rotate-keys`, as an operator runs it while the bot is stopped."""

import asyncio
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from commands.rotate_keys import rotate_keys
from ledger.sign_in.encryption import Encryption
from ledger.sign_in.token_store import TokenStore
from sandbox.organization.personas import TENANT
from tests.support.bot_fixture import APP_ID
from tests.support.ledger import opened
from wiring.system import SystemClock

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = {
        "APP_ID": APP_ID,
        "APP_PASSWORD": "secret",
        "TENANT_ID": TENANT,
        "REHEARSAL_URL": "http://127.0.0.1:9",
        "TOKEN_KEYS": f"{NEW},{OLD}",
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/ledger.db",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"UNASSIGN_{name}", value)
    return tmp_path / "ledger.db"


async def _keep(path: Path) -> None:
    async with opened(path) as ledger:
        await TokenStore(ledger, Encryption([OLD]), SystemClock()).replace(TENANT, "alex", "kept")


async def _read(path: Path) -> str:
    async with opened(path) as ledger:
        kept = await TokenStore(ledger, Encryption([NEW]), SystemClock()).read(TENANT, "alex")
    return kept.text if kept else ""


def test_afterwards_the_old_key_can_go(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_keep(path))
    assert rotate_keys() == 0
    assert "1 encrypted again" in capsys.readouterr().out
    assert asyncio.run(_read(path)) == "kept"


def test_a_bot_that_runs_is_left_alone(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def while_it_runs() -> int:
        async with opened(path):
            return await asyncio.to_thread(rotate_keys)

    assert asyncio.run(while_it_runs()) == 2
    assert "Another process" in capsys.readouterr().err


def test_with_a_wrong_key_nothing_is_changed(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(_keep(path))
    monkeypatch.setenv("UNASSIGN_TOKEN_KEYS", NEW)
    assert rotate_keys() == 2
    assert "No key was changed." in capsys.readouterr().err
    monkeypatch.setenv("UNASSIGN_TOKEN_KEYS", f"{NEW},{OLD}")
    assert rotate_keys() == 0
    assert asyncio.run(_read(path)) == "kept"


def test_no_other_account_can_read_the_ledger(path: Path) -> None:
    asyncio.run(_keep(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
