"""The bot refuses a set-up that would be unsafe, and says which setting is missing."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from settings import Settings, SettingsError

REHEARSAL = {"rehearsal_url": "http://127.0.0.1:3979", "tenant_id": "t"}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "UNASSIGN_APP_ID is missing"),
        ({**REHEARSAL, "host": "0.0.0.0"}, "UNASSIGN_APP_ID is missing"),
        ({**REHEARSAL, "rehearsal_url": "http://10.0.0.1:3979"}, "UNASSIGN_REHEARSAL_URL"),
        ({"rehearsal_url": "http://127.0.0.1:3979"}, "UNASSIGN_TENANT_ID"),
        ({**REHEARSAL, "app_id": "a"}, "UNASSIGN_APP_PASSWORD"),
        ({"app_id": "a", "app_password": "p", "tenant_id": "t"}, "UNASSIGN_REHEARSAL_URL"),
    ],
)
def test_an_unsafe_set_up_is_refused_by_the_name_of_the_setting(
    given: dict[str, Any], says: str
) -> None:
    with pytest.raises(SettingsError, match=says):
        Settings(**given)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_a_rehearsal_is_served_on_this_machine_without_an_app_id(host: str) -> None:
    assert Settings(**REHEARSAL, host=host).host == host


def test_port_is_read_from_its_own_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "4000")
    assert Settings(**REHEARSAL).port == 4000


def test_the_program_ends_with_2_and_one_line(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    clean = {k: v for k, v in os.environ.items() if not k.startswith("UNASSIGN_")}
    ended = subprocess.run(
        [sys.executable, root / "app.py"],
        cwd=tmp_path,
        env=clean,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "UNASSIGN_APP_ID is missing" in ended.stderr
