"""Where the app acts, each permission is tried at Graph, and roles are read in the app's name."""

import pytest

from commands.doctor.findings import Check, Code, Level
from commands.doctor.permissions import APPLICATION
from sandbox.organization.personas import ALEX, MEGAN
from settings import SignIn
from tests.commands.doctor.conftest import BAD, Patient, only
from tests.support.seen import Json

ALL = [permission.name for permission in APPLICATION]
NEEDED = {permission.name: permission.needed for permission in APPLICATION}
#: What also suffices for a call, so that the first one is not missed.
SUFFICES = {"LicenseAssignment.Read.All": "Organization.Read.All"}


async def test_all_is_well_without_anyone_signed_in(patient: Patient) -> None:
    findings = await patient.look(sign_in=SignIn.APP, person=ALEX.oid)
    assert {finding.level for finding in findings} == {Level.GOOD}


@pytest.mark.parametrize("missing", ALL)
async def test_each_permission_is_missed(patient: Patient, missing: str) -> None:
    gone = [name for name in ALL if name in {missing, SUFFICES.get(missing)}]
    granted = [name for name in ALL if name not in gone]
    await patient.env.control("entra", {"app": granted}, "PATCH")
    findings = await patient.look(sign_in=SignIn.APP)
    bad = {one.facts["permission"]: one for one in findings if one.level in BAD}
    assert list(bad) == gone
    code = Code.PERMISSION_MISSING if NEEDED[missing] else Code.PERMISSION_USEFUL
    assert bad[missing].code is code


async def test_nothing_is_granted_before_someone_consents(patient: Patient) -> None:
    await patient.env.control("entra", {"app": False}, "PATCH")
    findings = await patient.look(sign_in=SignIn.APP)
    assert only(findings, Check.PERMISSIONS) == [Code.CONSENT_MISSING]


async def test_the_try_to_write_changes_no_one(patient: Patient) -> None:
    await patient.look(sign_in=SignIn.APP)
    assert [write for write in await patient.env.writes() if write.get("status") == 200] == []


async def test_roles_of_someone_who_never_signed_in(patient: Patient) -> None:
    findings = await patient.look(sign_in=SignIn.APP, person=MEGAN.oid)
    assert only(findings, Check.ROLES)[0] in {Code.ROLE_MISSING, Code.ROLE_BILLING_ONLY}


async def test_an_id_that_no_one_has(patient: Patient) -> None:
    no_one = "00000000-1111-4222-8333-444444444444"
    findings = await patient.look(sign_in=SignIn.APP, person=no_one)
    assert only(findings, Check.ROLES) == [Code.PERSON_UNKNOWN]


@pytest.mark.parametrize("fault", [{"way": "drop"}, {"status": 503}])
async def test_graph_out_of_reach(patient: Patient, fault: Json) -> None:
    await patient.env.faults({"path": "/subscribedSkus", "times": 5, **fault})
    findings = await patient.look(sign_in=SignIn.APP)
    assert only(findings, Check.PERMISSIONS) == [Code.GRAPH_UNREACHABLE]
