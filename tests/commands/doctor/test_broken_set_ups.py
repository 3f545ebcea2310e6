"""A correct setup, and setups with one fault each: the doctor names the fault itself."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from cryptography.fernet import Fernet

from commands.doctor.checks.settings import look_at_settings
from commands.doctor.findings import Check, Code, Level
from commands.doctor.permissions import CASES, DELEGATED
from commands.doctor.report import page
from commands.doctor.world import World
from licensing.tenant.checks import CaseAccess
from sandbox.organization.personas import ALEX, MEGAN, TENANT
from tests.commands.doctor.conftest import Patient, only
from tests.support.certificates import certificate_and_key
from tests.support.ports import free_port

NOBODY = "00000000-1111-4222-8333-444444444444"


async def test_a_correct_setup_is_well(patient: Patient) -> None:
    findings = await patient.look(person=ALEX.oid)
    assert {finding.level for finding in findings} == {Level.GOOD}
    assert {finding.check for finding in findings} == set(Check)


async def test_a_wrong_secret(patient: Patient) -> None:
    assert await patient.bad(app_password="other") == {Code.SECRET_WRONG, Code.CHANNEL_TOKEN}


async def test_an_app_that_the_tenant_does_not_have(patient: Patient) -> None:
    assert await patient.bad(app_id=NOBODY) >= {Code.APP_UNKNOWN}


async def test_a_tenant_that_is_none(patient: Patient) -> None:
    findings = await patient.look(tenant_id=NOBODY)
    assert Code.TENANT_UNKNOWN in {one.code for one in findings}
    token = next(one for one in findings if one.code is Code.CHANNEL_TOKEN)
    assert token.facts["said"].startswith("AADSTS90002")


async def test_a_second_tenant_that_is_none(patient: Patient) -> None:
    findings = await patient.look(tenant_id=f"{TENANT},{NOBODY}")
    unknown = next(one for one in findings if one.code is Code.TENANT_UNKNOWN)
    assert unknown.facts["tenant"] == NOBODY


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (90, []),
        (20, [Code.CERTIFICATE_ENDS]),
        (0, [Code.CERTIFICATE_EXPIRED]),
    ],
)
async def test_a_certificate_that_the_app_does_not_list_and_its_end(
    patient: Patient, days: int, code: list[Code]
) -> None:
    pem = certificate_and_key(days)
    findings = await patient.look(app_password="", app_certificate=pem)
    assert only(findings, Check.CREDENTIAL) == [Code.CERTIFICATE_UNKNOWN, *code]
    assert "PRIVATE KEY" not in page(findings)


async def test_a_token_file_that_is_not_there(patient: Patient, tmp_path: Path) -> None:
    away = tmp_path / "token"
    findings = await patient.look(app_password="", federated_token_file=away)
    assert only(findings, Check.CREDENTIAL) == [Code.IDENTITY_UNKNOWN]


async def test_where_settings_are_read_from_is_said(
    patient: Patient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text("CLIENT_SECRET=s\n", encoding="utf-8")
    monkeypatch.setattr("settings.read.ENV_FILE", file)
    monkeypatch.delenv("UNASSIGN_APP_PASSWORD", raising=False)
    world = cast("World", SimpleNamespace(settings=patient.env.settings))
    source, second = await look_at_settings(world)
    assert source.facts == {"source": f"the environment and {file}"}
    assert second.code is Code.SETTINGS_SECOND_NAME
    assert second.facts == {"used": "CLIENT_SECRET", "setting": "UNASSIGN_APP_PASSWORD"}


async def test_no_key_for_links(patient: Patient) -> None:
    here = patient.env.settings
    settings = here.model_copy(update={"rehearsal_url": ""})
    world = cast("World", SimpleNamespace(settings=settings))
    codes = [one.code for one in await look_at_settings(world)]
    assert codes == [Code.SETTINGS_GOOD, Code.LINK_KEY_MISSING]
    shared = settings.model_copy(update={"database_url": "postgresql+psycopg://host/name"})
    world = cast("World", SimpleNamespace(settings=shared))
    assert [one.code for one in await look_at_settings(world)] == [
        Code.SETTINGS_GOOD,
        Code.LINK_KEY_SHARED,
    ]


async def test_no_one_consented(patient: Patient) -> None:
    await patient.env.control("entra/people/alex", {"consent": False}, "PATCH")
    assert await patient.bad() == {Code.CONSENT_MISSING}


async def test_a_permission_that_is_not_granted(patient: Patient) -> None:
    granted = ["User.Read", "User.Read.All", "LicenseAssignment.Read.All"]
    await patient.env.control("entra/people/alex", {"consent": granted}, "PATCH")
    findings = await patient.look()
    missing = {one.facts["permission"]: one.code for one in findings if "permission" in one.facts}
    assert missing == {
        "LicenseAssignment.ReadWrite.All": Code.PERMISSION_MISSING,
        "GroupMember.Read.All": Code.PERMISSION_USEFUL,
        "RoleEligibilitySchedule.Read.Directory": Code.PERMISSION_USEFUL,
        "RoleManagement.Read.Directory": Code.PERMISSION_USEFUL,
        "Organization.Read.All": Code.PERMISSION_USEFUL,
        "eDiscovery.Read.All": Code.PERMISSION_USEFUL,
    }


@pytest.mark.parametrize("looking", list(CaseAccess))
async def test_what_no_one_makes_use_of_is_not_missed(
    patient: Patient, looking: CaseAccess
) -> None:
    everything = [permission.name for permission in DELEGATED if permission is not CASES]
    await patient.env.control("entra/people/alex", {"consent": everything}, "PATCH")
    await patient.env.control("entra", {"app": ["User.Read.All"]}, "PATCH")
    findings = await patient.look(ediscovery=looking)
    missing = {
        (one.facts["kind"], one.facts["permission"])
        for one in findings
        if "permission" in one.facts
    }
    kind = {CaseAccess.ASKER: "delegated", CaseAccess.APP: "application"}.get(looking)
    cases = {(kind, CASES.name)} if kind else set()
    assert missing == {("application", "MailboxSettings.Read")} | cases


async def test_a_key_that_was_changed_and_thrown_away(patient: Patient) -> None:
    findings = await patient.look(token_keys=Fernet.generate_key().decode())
    assert only(findings, Check.KEYS) == [Code.KEYS_LOST]
    assert only(findings, Check.PERMISSIONS) == [Code.PERMISSIONS_UNKNOWN]


@pytest.mark.parametrize(
    ("ahead", "code", "direction"),
    [
        (timedelta(minutes=6), Code.CLOCK_WRONG, "ahead of"),
        (timedelta(minutes=-6), Code.CLOCK_WRONG, "behind"),
        (timedelta(seconds=90), Code.CLOCK_OFF, "ahead of"),
    ],
)
async def test_a_clock_that_is_off(
    patient: Patient, ahead: timedelta, code: Code, direction: str
) -> None:
    patient.clock.ahead = ahead
    found = next(one for one in await patient.look() if one.check is Check.CLOCK)
    assert (found.code, found.facts["direction"]) == (code, direction)
    assert abs(int(found.facts["seconds"]) - abs(ahead.total_seconds())) <= 2


async def test_a_bot_that_is_stopped(patient: Patient) -> None:
    await patient.env.stop_bot()
    assert await patient.bad() == {Code.BOT_STOPPED}


async def test_a_tenant_out_of_reach(patient: Patient) -> None:
    away = f"http://127.0.0.1:{free_port()}"
    findings = await patient.look(rehearsal_url=away, link_key="k" * 32)
    bad = {one.code for one in findings if one.level is Level.FAULT}
    assert bad == {
        Code.ENTRA_UNREACHABLE,
        Code.CHANNEL_KEYS,
        Code.CHANNEL_UNREACHABLE,
        Code.CHANNEL_TOKEN,
    }
    assert only(findings, Check.CLOCK) == [Code.CLOCK_UNKNOWN]


async def test_a_file_that_is_no_ledger(patient: Patient, tmp_path: Path) -> None:
    (tmp_path / "other.db").write_text("this is a letter, and no database at all\n" * 200)
    address = f"sqlite+aiosqlite:///{tmp_path}/other.db"
    assert await patient.bad(database_url=address) == {Code.DATABASE_FILE}


async def test_a_folder_that_is_a_file(patient: Patient, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("x")
    address = f"sqlite+aiosqlite:///{tmp_path}/letter/ledger.db"
    assert await patient.bad(database_url=address) == {Code.DATABASE_FOLDER}


async def test_a_database_of_another_kind(patient: Patient) -> None:
    assert await patient.bad(database_url="mysql://host/name") == {Code.DATABASE_KIND}


async def test_a_person_without_a_role(patient: Patient) -> None:
    await patient.env.role(ALEX, "License Administrator", "eligible")
    findings = await patient.look(person=ALEX.oid)
    assert only(findings, Check.ROLES) == [Code.ROLE_NOT_ACTIVE]
    await patient.env.role(ALEX, "License Administrator", "none")
    findings = await patient.look(person=ALEX.oid)
    assert only(findings, Check.ROLES) == [Code.ROLE_MISSING]


async def test_a_person_who_is_not_signed_in(patient: Patient) -> None:
    findings = await patient.look(person=MEGAN.oid)
    assert only(findings, Check.ROLES) == [Code.PERSON_SIGNED_OUT]


async def test_no_one_is_signed_in_any_longer(patient: Patient) -> None:
    await patient.env.control("entra/people/alex/revoke", {})
    findings = await patient.look()
    assert only(findings, Check.PERMISSIONS) == [Code.PERMISSIONS_UNKNOWN]


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_looking_changes_nothing(patient: Patient, tmp_path: Path) -> None:
    before = files(tmp_path)
    writes = await patient.env.writes()
    await patient.look(person=ALEX.oid)
    await patient.look(database_url=f"sqlite+aiosqlite:///{tmp_path}/new/ledger.db")
    assert files(tmp_path) == before
    assert await patient.env.writes() == writes
