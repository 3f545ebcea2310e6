"""Settings in a file `.env`, second names, and the keys that a command adds."""

import re
import stat
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from commands.keys import keys
from settings import SettingsError, read_settings
from settings.keys import KEYS, add_keys, random_key
from settings.model import Settings
from settings.read import names, second_names
from tests.settings.samples import APP, KEY, OTHER, TENANT

EXAMPLE = Path(__file__).parents[2] / ".env.example"
TEXT = f"""# A comment.
UNASSIGN_APP_ID={APP}
UNASSIGN_TENANT_ID = {TENANT}
export UNASSIGN_APP_PASSWORD='a $b "c" #d'
UNASSIGN_TOKEN_KEYS={KEY}
UNASSIGN_PUBLIC_URL=https://unassign.contoso.example
OTHER_TOOL=1
"""


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = Path(".env")
    monkeypatch.setattr("settings.read.ENV_FILE", file)
    monkeypatch.setattr("commands.keys.ENV_FILE", file)
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_settings_are_read_from_the_file_in_the_folder(file: Path, encoding: str) -> None:
    file.write_text(TEXT, encoding=encoding, newline="\r\n")
    settings = read_settings()
    assert (settings.app_id, settings.tenants) == (APP, (TENANT,))
    assert settings.app_password.get_secret_value() == 'a $b "c" #d'


def test_the_environment_precedes_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("UNASSIGN_TENANT_ID", OTHER)
    monkeypatch.setenv("UNASSIGN_APP_ID", "")
    settings = read_settings()
    assert (settings.app_id, settings.tenants) == (APP, (OTHER,))


def test_a_rehearsal_reads_no_settings_of_a_tenant(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(f"{TEXT}not a setting\n", encoding="utf-8")
    monkeypatch.setenv("UNASSIGN_REHEARSAL_URL", "http://127.0.0.1:3979")
    monkeypatch.setenv("UNASSIGN_TENANT_ID", OTHER)
    settings = read_settings()
    assert (settings.app_id, settings.tenants) == ("", (OTHER,))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"UNASSIGN_TENNANT_ID=x\n", "Unknown setting: UNASSIGN_TENNANT_ID"),
        (b"# one\nUNASSIGN_APP_ID\n", r"Line 2 of \.env can't be read"),
        (b"# one\n\nUNASSIGN_APP_ID='let-me-in\n", r"Line 3 of \.env can't be read"),
        ("UNASSIGN_APP_ID=let-me-in".encode("utf-16"), r"\.env can't be read.* UTF-8"),
    ],
)
def test_a_file_that_can_not_be_read_as_a_whole_is_refused(
    file: Path, content: bytes, says: str
) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=says) as caught:
        read_settings()
    assert "let-me-in" not in str(caught.value)


def test_the_names_of_microsofts_templates_are_read_too(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(
        f"CLIENT_ID={APP}\nCLIENT_SECRET=s\nUNASSIGN_TOKEN_KEYS={KEY}\n"
        "UNASSIGN_PUBLIC_URL=https://unassign.contoso.example\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("TENANT_ID", TENANT)
    settings = read_settings()
    assert (settings.app_id, settings.tenants) == (APP, (TENANT,))
    assert settings.app_password.get_secret_value() == "s"
    assert second_names() == {
        "CLIENT_ID": "UNASSIGN_APP_ID",
        "CLIENT_SECRET": "UNASSIGN_APP_PASSWORD",
        "TENANT_ID": "UNASSIGN_TENANT_ID",
    }
    monkeypatch.setenv("UNASSIGN_TENANT_ID", OTHER)
    assert read_settings().tenants == (OTHER,)
    assert "TENANT_ID" not in second_names()


def test_a_stray_secret_beside_another_credential_is_named(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(TEXT.replace("export UNASSIGN_APP_PASSWORD", "CLIENT_SECRET"), encoding="utf-8")
    monkeypatch.setenv("UNASSIGN_MANAGED_IDENTITY", "system")
    with pytest.raises(SettingsError, match="CLIENT_SECRET counts as"):
        read_settings()


def test_the_example_names_settings_only_and_works_when_it_is_filled_in(file: Path) -> None:
    example = EXAMPLE.read_text(encoding="utf-8")
    known = {name for field in Settings.model_fields for name in names(field)}
    assert set(re.findall(r"[A-Z]+_[A-Z_]+", example)) <= known
    filled = {
        "UNASSIGN_APP_ID": APP,
        "UNASSIGN_TENANT_ID": TENANT,
        "UNASSIGN_APP_PASSWORD": "p",
        "UNASSIGN_PUBLIC_URL": "https://unassign.contoso.example",
    }
    for name, value in filled.items():
        example = re.sub(rf"^{name}=$", f"{name}={value}", example, flags=re.MULTILINE)
    file.write_text(example, encoding="utf-8")
    assert keys() == 0
    settings = read_settings()
    assert settings.app_id == APP
    assert len(settings.keys) == 1
    assert settings.link_key.get_secret_value()


def test_keys_are_added_once_and_for_their_owner_only(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert keys() == 0
    made = file.read_text(encoding="utf-8")
    pairs = dict(line.split("=", 1) for line in made.splitlines())
    assert set(pairs) == set(KEYS)
    Fernet(pairs["UNASSIGN_TOKEN_KEYS"])
    assert len(pairs["UNASSIGN_LINK_KEY"]) >= 32
    assert len(set(pairs.values())) == 2
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keys() == 0
    assert file.read_text(encoding="utf-8") == made
    said = capsys.readouterr().out
    assert "Added UNASSIGN_TOKEN_KEYS and UNASSIGN_LINK_KEY to" in said
    assert "Nothing was added" in said
    assert not any(value in said for value in pairs.values())


def test_a_key_that_is_there_stays_and_an_empty_one_is_made(file: Path) -> None:
    file.write_text(f"UNASSIGN_LINK_KEY=\nUNASSIGN_TOKEN_KEYS={KEY}", encoding="utf-8")
    assert add_keys(file, KEYS) == ["UNASSIGN_LINK_KEY"]
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["UNASSIGN_LINK_KEY=", f"UNASSIGN_TOKEN_KEYS={KEY}"]
    assert lines[2].startswith("UNASSIGN_LINK_KEY=")


def test_keys_are_printed_for_a_vault_and_nothing_is_written(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert keys(printed=True) == 0
    assert [line.split("=")[0] for line in capsys.readouterr().out.splitlines()] == list(KEYS)
    assert not file.exists()


def test_a_file_that_is_no_text_is_left_as_it_is(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = "UNASSIGN_LINK_KEY=x".encode("utf-16")
    file.write_bytes(content)
    assert keys() == 2
    assert "can't be changed" in capsys.readouterr().err
    assert file.read_bytes() == content


def test_each_key_is_another_one() -> None:
    assert random_key() != random_key()
