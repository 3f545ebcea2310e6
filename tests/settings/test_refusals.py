"""The bot refuses a set-up that would be unsafe, and says which setting is missing."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from settings import Settings, SettingsError, read_settings
from tests.settings.samples import APP, KEY, PRODUCTION, REHEARSAL, TENANT, without

POSTGRES = "postgresql+psycopg://unassign@db/unassign"
ROOT = Path(__file__).parent.parent.parent


def owned(url: str) -> dict[str, Any]:
    return without(database_url=POSTGRES, link_key="k" * 32, database_owner_url=url)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "UNASSIGN_APP_ID is missing"),
        ({**REHEARSAL, "host": "0.0.0.0"}, "UNASSIGN_APP_ID is missing"),
        ({**REHEARSAL, "sign_in": "app"}, "UNASSIGN_APP_ID is missing. UNASSIGN_SIGN_IN=app"),
        ({**REHEARSAL, "rehearsal_url": "http://10.0.0.1:3979"}, "UNASSIGN_REHEARSAL_URL"),
        ({"rehearsal_url": "http://127.0.0.1:3979"}, "UNASSIGN_TENANT_ID is missing"),
        (without("tenant_id"), "UNASSIGN_TENANT_ID is missing"),
        (without(tenant_id=" , "), "UNASSIGN_TENANT_ID is missing"),
        (without(tenant_id="contoso.onmicrosoft.com"), "UNASSIGN_TENANT_ID must be an id"),
        (without(tenant_id=f"{TENANT},contoso.com"), "UNASSIGN_TENANT_ID must be an id"),
        (without(app_id="unassign"), "UNASSIGN_APP_ID must be an id"),
        (without("app_password"), "UNASSIGN_APP_PASSWORD.*is missing"),
        (without(managed_identity="system"), "one of UNASSIGN_APP_PASSWORD and UNASSIGN_MANAGED"),
        (without(app_certificate="c.pem"), "one of UNASSIGN_APP_PASSWORD and UNASSIGN_APP_CERT"),
        (without("app_password", app_certificate="/no/such.pem"), "UNASSIGN_APP_CERTIFICATE names"),
        (without("app_password", managed_identity="mine"), "UNASSIGN_MANAGED_IDENTITY must be"),
        (without("app_password", managed_identity=APP), "People can't sign in to a managed"),
        (without("token_keys"), "UNASSIGN_TOKEN_KEYS is missing"),
        (without(token_keys="short"), "UNASSIGN_TOKEN_KEYS must be"),
        (without(token_keys=f"{KEY},short"), "UNASSIGN_TOKEN_KEYS must be"),
        (without("public_url"), "UNASSIGN_PUBLIC_URL is missing"),
        (without(traces_to="collector:4317"), "UNASSIGN_TRACES_TO must be the address"),
        (without(public_url="http://unassign.contoso.example"), "UNASSIGN_PUBLIC_URL must"),
        (without(public_url="https://"), "UNASSIGN_PUBLIC_URL must"),
        (without(sign_in="rehearsal"), "UNASSIGN_SIGN_IN=rehearsal is for rehearsals"),
        (without(cloud="germany"), "UNASSIGN_CLOUD is germany, which was closed in October 2021"),
        ({**REHEARSAL, "remind_days": "7,0"}, "UNASSIGN_REMIND_DAYS must be days from 1 to 365"),
        ({**REHEARSAL, "remind_days": "a week"}, "UNASSIGN_REMIND_DAYS must be days"),
        ({**REHEARSAL, "remind_onedrive_days": "366"}, "UNASSIGN_REMIND_ONEDRIVE_DAYS must"),
        ({**REHEARSAL, "quiet_hours": "18-8"}, "UNASSIGN_QUIET_HOURS must be two times"),
        ({**REHEARSAL, "quiet_hours": "25:00-08:00"}, "UNASSIGN_QUIET_HOURS must be two times"),
        ({**REHEARSAL, "quiet_hours": "08:00-08:00"}, "UNASSIGN_QUIET_HOURS must be two times"),
        ({**REHEARSAL, "quiet_days": "caturday"}, "UNASSIGN_QUIET_DAYS must be days of the week"),
        ({**REHEARSAL, "quiet_days": "mon,tue,wed,thu,fri,sat,sun"}, "but not all"),
        ({**REHEARSAL, "time_zone": "Berlin"}, "UNASSIGN_TIME_ZONE must be the name"),
        ({**REHEARSAL, "cloud": "germany"}, "UNASSIGN_FORCE_CLOSED_CLOUD=true"),
        (without(database_url=POSTGRES), "UNASSIGN_LINK_KEY is missing"),
        ({**REHEARSAL, "database_url": POSTGRES}, "UNASSIGN_LINK_KEY is missing"),
        (without(database_owner_url=POSTGRES), "UNASSIGN_DATABASE_OWNER_URL is for PostgreSQL"),
        (owned("sqlite:///unassign"), "UNASSIGN_DATABASE_OWNER_URL is for PostgreSQL"),
        (owned(f"{POSTGRES}2"), "must name the same database"),
        (owned(POSTGRES), "UNASSIGN_DATABASE_URL must name another account"),
        (without(link_key="short"), "UNASSIGN_LINK_KEY is too short"),
        (without(rehearsal_speed=2), "UNASSIGN_REHEARSAL_SPEED is for rehearsals only"),
    ],
)
def test_an_unsafe_set_up_is_refused_by_the_name_of_the_setting(
    given: dict[str, Any], says: str
) -> None:
    with pytest.raises(SettingsError, match=says):
        Settings(**given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("UNASSIGN_CLOUD", "mars"),
        ("UNASSIGN_PORT", "many"),
        ("PORT", "70000"),
        ("UNASSIGN_SIGN_IN", "everybody"),
        ("UNASSIGN_FORCE_CLOSED_CLOUD", "perhaps"),
    ],
)
def test_a_value_that_can_not_be_is_refused_and_not_repeated(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"{name} is wrong") as caught:
        read_settings()
    assert value not in str(caught.value)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (None, "can't be read"),
        ("[prices]\nENTERPRISEPACK = 20.10", "line 2: a price needs a currency"),
    ],
)
def test_a_wrong_table_of_prices_is_refused_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str | None, says: str
) -> None:
    path = tmp_path / "prices.toml"
    if table is not None:
        path.write_text(table)
    for name, value in {**REHEARSAL, "prices": str(path)}.items():
        monkeypatch.setenv(f"UNASSIGN_{name.upper()}", str(value))
    with pytest.raises(SettingsError, match=r"UNASSIGN_PRICES is wrong\. .*prices\.toml") as caught:
        read_settings()
    assert says in str(caught.value)


def test_a_misspelt_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNASSIGN_TENNANT_ID", TENANT)
    with pytest.raises(SettingsError, match="Unknown setting: UNASSIGN_TENNANT_ID"):
        read_settings()


@pytest.mark.parametrize("name", list(PRODUCTION))
def test_no_refusal_repeats_a_secret(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings(**without(**{name: "let-me-in"}, cloud="germany"))
    assert "let-me-in" not in str(caught.value)


def test_the_program_ends_with_2_and_one_line(tmp_path: Path) -> None:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("UNASSIGN_")}
    ended = subprocess.run(
        [sys.executable, ROOT / "app.py"],
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


def test_traces_need_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    with_traces = without(traces_to="http://localhost:4318")
    assert Settings(**with_traces).traces_to
    monkeypatch.setattr("settings.checks.can_send_traces", lambda: False)
    with pytest.raises(SettingsError, match="UNASSIGN_TRACES_TO needs packages"):
        Settings(**with_traces)
