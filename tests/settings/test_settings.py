"""What the settings come to."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from licensing.reminders.schedule import ReminderSchedule, next_allowed
from licensing.tenant.clouds import ADDRESSES, Cloud
from settings import AppCredential, Settings, SettingsError, SignIn, read_settings
from tests.settings.samples import APP, OTHER, PRODUCTION, REHEARSAL, TENANT, without

MakePem = Callable[[], tuple[str, str]]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_a_rehearsal_is_served_on_this_machine_without_an_app_id(host: str) -> None:
    settings = Settings(**REHEARSAL, host=host)
    assert (settings.host, settings.signs_in, settings.app_credential) == (
        host,
        SignIn.REHEARSAL,
        AppCredential.NONE,
    )


def test_port_is_read_from_its_own_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "4000")
    assert Settings(**REHEARSAL).port == 4000


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNASSIGN_CLOUD", "")
    monkeypatch.setenv("UNASSIGN_TENANT_ID", TENANT)
    monkeypatch.setenv("UNASSIGN_REHEARSAL_URL", "http://127.0.0.1:3979")
    assert read_settings().cloud is Cloud.WORLDWIDE


def test_people_sign_in_unless_the_app_is_to_act_by_itself() -> None:
    assert Settings(**PRODUCTION).signs_in is SignIn.DELEGATED
    assert Settings(**without("token_keys", sign_in="app")).signs_in is SignIn.APP


def test_several_tenants_may_be_served_and_the_first_is_the_apps_own() -> None:
    given = f"{TENANT.upper()}, {OTHER},{TENANT}"
    assert Settings(**without(tenant_id=given)).tenants == (TENANT, OTHER)


@pytest.mark.parametrize(
    ("given", "app_credential"),
    [
        ({"app_password": "p"}, AppCredential.SECRET),
        ({"managed_identity": "system"}, AppCredential.TRUSTED_IDENTITY),
        ({"managed_identity": OTHER}, AppCredential.TRUSTED_IDENTITY),
        ({"managed_identity": APP, "sign_in": "app"}, AppCredential.MANAGED_IDENTITY),
    ],
)
def test_there_is_one_credential(given: dict[str, Any], app_credential: AppCredential) -> None:
    assert Settings(**without("app_password", **given)).app_credential is app_credential


def test_the_machines_own_identity_has_no_id() -> None:
    assert Settings(**without("app_password", managed_identity="system")).identity is None
    assert Settings(**without("app_password", managed_identity=OTHER)).identity == OTHER


@pytest.mark.parametrize("name", ["UNASSIGN_FEDERATED_TOKEN_FILE", "AZURE_FEDERATED_TOKEN_FILE"])
def test_a_token_file_counts_where_nothing_else_is_set(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "/var/run/token")
    assert Settings(**without("app_password")).app_credential is AppCredential.TRUSTED_FILE
    assert Settings(**without("app_password")).federated_token_file == Path("/var/run/token")
    assert Settings(**PRODUCTION).app_credential is AppCredential.SECRET


def test_a_certificate_is_read_from_text_or_from_a_file(make_pem: MakePem, tmp_path: Path) -> None:
    pem = "".join(make_pem())
    (tmp_path / "app.pem").write_text(pem)
    for given in (pem, str(tmp_path / "app.pem")):
        settings = Settings(**without("app_password", app_certificate=given))
        assert settings.app_credential is AppCredential.CERTIFICATE
        assert settings.certificate() == pem


def test_a_certificate_needs_its_own_key(make_pem: MakePem) -> None:
    (key, certificate), (other, _) = make_pem(), make_pem()
    for given, says in (
        (certificate, "must contain"),
        (key, "must contain"),
        (other + certificate, "does not belong"),
    ):
        with pytest.raises(SettingsError, match=f"UNASSIGN_APP_CERTIFICATE.* {says}"):
            Settings(**without("app_password", app_certificate=given))


@pytest.mark.parametrize("cloud", [cloud for cloud in Cloud if cloud is not Cloud.GERMANY])
def test_one_setting_chooses_the_cloud(cloud: Cloud) -> None:
    assert Settings(**without(cloud=cloud.value)).addresses == ADDRESSES[cloud]


def test_a_closed_cloud_starts_when_forced() -> None:
    forced = Settings(**without(cloud="germany", force_closed_cloud=True))
    assert forced.addresses == ADDRESSES[Cloud.GERMANY]


@pytest.mark.parametrize("cloud", ["worldwide", "dod", "china"])
def test_a_rehearsal_reaches_nothing_but_the_rehearsal_tenant(cloud: str) -> None:
    addresses = Settings(**REHEARSAL, cloud=Cloud(cloud)).addresses
    sandbox = "http://127.0.0.1:3979"
    assert addresses.graph_root == f"{sandbox}/graph"
    assert addresses.login_authority == "https://login.rehearsal.invalid"
    assert addresses.openid_metadata == f"{sandbox}/botframework/.well-known/openidconfiguration"
    assert addresses.service_hosts == ()
    assert addresses.onedrive_rule is ADDRESSES[Cloud(cloud)].onedrive_rule


def test_secrets_stay_out_of_what_is_printed(make_pem: MakePem) -> None:
    settings = Settings(**PRODUCTION, link_key=SecretStr("let-me-in" * 4))
    assert "let-me-in" not in repr(settings)
    assert PRODUCTION["token_keys"] not in repr(settings)
    pem = "".join(make_pem())
    assert "PRIVATE" not in repr(Settings(**without("app_password", app_certificate=pem)))


def test_the_habits_of_reminders_are_read() -> None:
    usual = Settings(**REHEARSAL).schedule
    assert usual == ReminderSchedule()
    own = Settings(
        **REHEARSAL,
        remind_days="1, 14,7",
        remind_onedrive_days="off",
        quiet_hours="20:30 - 7:15",
        quiet_days="Saturday, sun",
    ).schedule
    assert own == ReminderSchedule((14, 7, 1), (), time(20, 30), time(7, 15), frozenset({5, 6}))
    always = Settings(**REHEARSAL, quiet_hours="off").schedule
    assert next_allowed(datetime(2026, 12, 24, 3, tzinfo=UTC), always, ZoneInfo("UTC")).hour == 3


def test_replicas_share_a_database_and_a_key_for_links() -> None:
    url = "postgresql+psycopg://unassign@db/unassign"
    settings = Settings(**without(database_url=url, link_key="k" * 32))
    assert settings.database_url == url
    assert Settings(**REHEARSAL, rehearsal_speed=4).rehearsal_speed == 4
