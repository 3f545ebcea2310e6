"""`app.py doctor` as an operator types it."""

import json
import os
import sys
from argparse import Namespace
from asyncio.subprocess import PIPE, create_subprocess_exec
from pathlib import Path

import pytest

from commands.doctor.command import doctor as run_doctor
from commands.rehearsed import keep_environment
from sandbox.organization.personas import ALEX, TENANT
from tests.commands.doctor.conftest import Patient
from tests.support.bot_fixture import BotFixture

ROOT = Path(__file__).parents[3]


async def doctor(*words: str, **settings: str) -> tuple[int, str, str]:
    ours = {k: v for k, v in os.environ.items() if not k.startswith("UNASSIGN_")}
    command = (sys.executable, str(ROOT / "app.py"), "doctor", *words)
    process = await create_subprocess_exec(
        *command, env={**ours, **settings}, stdout=PIPE, stderr=PIPE
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


def environment(env: BotFixture) -> dict[str, str]:
    settings = env.settings
    return {
        "UNASSIGN_PORT": str(settings.port),
        "UNASSIGN_REHEARSAL_URL": settings.rehearsal_url,
        "UNASSIGN_TENANT_ID": TENANT,
        "UNASSIGN_DATABASE_URL": settings.database_url,
        "UNASSIGN_APP_ID": settings.app_id,
        "UNASSIGN_APP_PASSWORD": settings.app_password.get_secret_value(),
        "UNASSIGN_TOKEN_KEYS": settings.token_keys.get_secret_value(),
    }


async def test_a_missing_setting_is_named(tmp_path: Path) -> None:
    code, out, err = await doctor()
    assert (code, err) == (1, "")
    assert "UNASSIGN_APP_ID is missing." in out
    assert "--rehearsal" in out


async def test_a_rehearsal_is_looked_at_while_it_runs(patient: Patient, tmp_path: Path) -> None:
    keep_environment(tmp_path / "rehearsal", environment(patient.env))
    folder = ("--rehearsal", "--folder", str(tmp_path / "rehearsal"))
    code, out, err = await doctor(*folder, "--json", "--person", ALEX.oid, "--skip", "clock")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["well"] is True
    codes = [one["code"] for one in told["findings"]]
    assert codes[:3] == ["settings-good", "check-skipped", "credential-good"]
    secrets = environment(patient.env)
    assert secrets["UNASSIGN_APP_PASSWORD"] not in out
    assert secrets["UNASSIGN_TOKEN_KEYS"] not in out


def test_a_rehearsal_that_was_never_started(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_doctor(Namespace(rehearsal=True, folder=tmp_path)) == 2
    assert "unassign rehearse" in capsys.readouterr().err
