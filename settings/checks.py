"""Checks across settings. Each error names the setting."""

import ipaddress
from collections.abc import Sequence
from importlib.util import find_spec
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.fernet import Fernet

from licensing.tenant.clouds import ADDRESSES
from settings.choices import AppCredential, SignIn
from settings.errors import SettingsError
from settings.fields import SettingsFields

#: Links are signed with HS256, which needs a key of 256 bits
#: (https://www.rfc-editor.org/rfc/rfc7518#section-3.2).
_KEY_LENGTH = 32


def check(settings: SettingsFields) -> None:
    """Raise `SettingsError` if the settings are unsafe or can't work."""
    _check_cloud(settings)
    _check_traces(settings.traces_to)
    if settings.rehearsal_url and not _is_loopback(urlsplit(settings.rehearsal_url).hostname):
        raise SettingsError(
            "UNASSIGN_REHEARSAL_URL must be an address of this machine, "
            "such as http://127.0.0.1:3979."
        )
    if settings.rehearsal_speed != 1 and not settings.rehearsal_url:
        raise SettingsError("UNASSIGN_REHEARSAL_SPEED is for rehearsals only. Remove it.")
    if not settings.app_id:
        _check_unsigned(settings)
    _check_shared(settings)
    _check_database_owner(settings)
    if not settings.tenants:
        raise SettingsError("UNASSIGN_TENANT_ID is missing: it names the tenant to serve.")
    if settings.app_id:
        _check_registered(settings)
    _check_policy(settings)


def _check_cloud(settings: SettingsFields) -> None:
    closed = ADDRESSES[settings.cloud].closed
    if closed and not settings.force_closed_cloud:
        raise SettingsError(
            f"UNASSIGN_CLOUD is {settings.cloud}, which was closed in {closed:%B %Y}; its tenants "
            "moved to the worldwide cloud. To start anyway, set "
            "UNASSIGN_FORCE_CLOSED_CLOUD=true."
        )


def _check_traces(address: str) -> None:
    if not address:
        return
    if urlsplit(address).scheme not in {"http", "https"}:
        raise SettingsError(
            "UNASSIGN_TRACES_TO must be the address of an OpenTelemetry collector that accepts "
            "OTLP over HTTP, such as http://localhost:4318."
        )
    if not can_send_traces():
        raise SettingsError(
            "UNASSIGN_TRACES_TO needs packages that are not installed: "
            'pip install "opentelemetry-exporter-otlp-proto-http".'
        )


def can_send_traces() -> bool:
    """Whether the packages that send traces are installed."""
    try:
        return find_spec("opentelemetry.exporter.otlp.proto.http") is not None
    except ModuleNotFoundError:
        return False


def _check_unsigned(settings: SettingsFields) -> None:
    if not settings.rehearsal_url:
        raise SettingsError(
            "UNASSIGN_APP_ID is missing. "
            "To try the bot without an account, start it with `unassign rehearse`."
        )
    if settings.signs_in is not SignIn.REHEARSAL:
        raise SettingsError(
            f"UNASSIGN_APP_ID is missing. UNASSIGN_SIGN_IN={settings.signs_in} needs it."
        )
    if not _is_loopback(settings.host):
        raise SettingsError(
            "UNASSIGN_APP_ID is missing. Without it the bot listens on this machine only: "
            "remove UNASSIGN_HOST, or set it to 127.0.0.1."
        )


def _check_registered(settings: SettingsFields) -> None:
    _check_ids("UNASSIGN_APP_ID", [settings.app_id])
    _check_ids("UNASSIGN_TENANT_ID", settings.tenants)
    _check_proof(settings)
    if settings.signs_in is SignIn.REHEARSAL:
        raise SettingsError(
            "UNASSIGN_SIGN_IN=rehearsal is for rehearsals without UNASSIGN_APP_ID only. "
            "Remove it, or set it to delegated or app."
        )
    if settings.signs_in is SignIn.DELEGATED:
        _check_delegated(settings)
    if settings.public_url and not settings.rehearsal_url:
        _check_public(settings.public_url)


def _check_shared(settings: SettingsFields) -> None:
    """Replicas that share PostgreSQL must accept each other's links."""
    key = settings.link_key.get_secret_value()
    if key and len(key) < _KEY_LENGTH:
        raise SettingsError(
            f"UNASSIGN_LINK_KEY is too short: it must be {_KEY_LENGTH} or more random characters."
        )
    shared = urlsplit(settings.database_url).scheme.startswith("postgresql")
    if shared and not key:
        raise SettingsError(
            "UNASSIGN_LINK_KEY is missing: replicas that share a PostgreSQL database must sign "
            "download links with the same key. `unassign keys` makes one."
        )


def _check_database_owner(settings: SettingsFields) -> None:
    """The owner's address is that of the same database, with another account."""
    owner = urlsplit(settings.database_owner_url.get_secret_value())
    bot = urlsplit(settings.database_url)
    if not owner.path:
        return
    if not owner.scheme.startswith("postgresql") or not bot.scheme.startswith("postgresql"):
        raise SettingsError(
            "UNASSIGN_DATABASE_OWNER_URL is for PostgreSQL only, and so must "
            "UNASSIGN_DATABASE_URL be. Remove it."
        )
    if owner.path != bot.path:
        raise SettingsError(
            "UNASSIGN_DATABASE_OWNER_URL and UNASSIGN_DATABASE_URL must name the same database."
        )
    if not bot.username or owner.username == bot.username:
        raise SettingsError(
            "UNASSIGN_DATABASE_URL must name another account than UNASSIGN_DATABASE_OWNER_URL, "
            "which does not own the tables, such as unassign_bot. `migrate` creates it."
        )


def _check_ids(name: str, ids: Sequence[str]) -> None:
    for given in ids:
        try:
            UUID(given)
        except ValueError:
            raise SettingsError(
                f"{name} must be an id such as 72f988bf-0000-4000-8000-2d7cd011db47, "
                "as the app's page in the Entra admin center shows it."
            ) from None


def _check_proof(settings: SettingsFields) -> None:
    given = [
        name
        for name, value in (
            ("UNASSIGN_APP_PASSWORD", settings.app_password.get_secret_value()),
            ("UNASSIGN_APP_CERTIFICATE", settings.app_certificate.get_secret_value()),
            ("UNASSIGN_MANAGED_IDENTITY", settings.managed_identity),
        )
        if value
    ]
    if len(given) > 1:
        raise SettingsError(
            f"Only one of {' and '.join(given)} may be set. CLIENT_SECRET counts as "
            "UNASSIGN_APP_PASSWORD."
        )
    if settings.app_credential is AppCredential.NONE:
        raise SettingsError(
            "UNASSIGN_APP_ID needs a credential: UNASSIGN_APP_PASSWORD, UNASSIGN_APP_CERTIFICATE, "
            "UNASSIGN_MANAGED_IDENTITY or UNASSIGN_FEDERATED_TOKEN_FILE is missing."
        )
    if settings.app_credential is AppCredential.CERTIFICATE:
        settings.certificate()
    if settings.managed_identity and settings.identity:
        _check_ids("UNASSIGN_MANAGED_IDENTITY", [settings.identity])


def _check_delegated(settings: SettingsFields) -> None:
    if settings.app_credential is AppCredential.MANAGED_IDENTITY:
        raise SettingsError(
            "UNASSIGN_MANAGED_IDENTITY is UNASSIGN_APP_ID itself. People can't sign in to a "
            "managed identity: use an app registration that trusts it, or UNASSIGN_SIGN_IN=app."
        )
    if not settings.keys:
        raise SettingsError(
            "UNASSIGN_TOKEN_KEYS is missing: it encrypts the tokens of the people who sign in. "
            "`unassign keys` makes one."
        )
    for key in settings.keys:
        try:
            Fernet(key)
        except ValueError:
            raise SettingsError(
                "UNASSIGN_TOKEN_KEYS must be keys of 32 bytes in URL-safe Base64, "
                "separated by commas."
            ) from None
    if not (settings.public_url or settings.rehearsal_url):
        raise SettingsError(
            "UNASSIGN_PUBLIC_URL is missing: the sign-in window opens there, "
            "such as https://unassign.contoso.com."
        )


def _check_policy(settings: SettingsFields) -> None:
    fresh = settings.policy().fresh_sign_in
    if fresh is not None and settings.signs_in is SignIn.APP:
        raise SettingsError(
            f"UNASSIGN_POLICY_FILE requires a fresh sign-in (line {fresh.ref.line}), but with "
            "UNASSIGN_SIGN_IN=app no one signs in. Remove one of the two."
        )


def _check_public(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError(
            "UNASSIGN_PUBLIC_URL must start with https://, such as https://unassign.contoso.com."
        )


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
