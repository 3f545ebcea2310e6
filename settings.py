"""The settings of the bot, from environment variables, and the set-ups it refuses to start with."""

import ipaddress
from typing import Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """A set-up that the bot does not start with; the message names the setting."""


class Settings(BaseSettings):
    """Every setting, read from UNASSIGN_ and its name in capitals; PORT also stands alone."""

    model_config = SettingsConfigDict(env_prefix="UNASSIGN_", extra="ignore", frozen=True)

    #: Where the bot listens.
    host: str = "127.0.0.1"
    port: int = Field(
        default=3978, ge=0, le=65535, validation_alias=AliasChoices("UNASSIGN_PORT", "PORT")
    )
    #: The bot's app registration in Entra. Without it only rehearsals are served.
    app_id: str = ""
    app_password: SecretStr = SecretStr("")
    #: The tenant of the app registration, and the only tenant that is served.
    tenant_id: str = ""
    #: The address of a rehearsal tenant on this machine.
    rehearsal_url: str = ""
    #: Where the bot can be reached from a browser, for download links.
    public_url: str = ""
    #: Where the ledger lies.
    database_url: str = "sqlite+aiosqlite:///.rehearsal/ledger.db"
    #: Signs the download links; made anew at each start when empty.
    link_key: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        check(self)
        return self


def check(settings: Settings) -> None:
    """Refuse a set-up that would be unsafe or could not work. Raises `SettingsError`."""
    if settings.rehearsal_url and not _is_loopback(urlsplit(settings.rehearsal_url).hostname):
        raise SettingsError(
            "UNASSIGN_REHEARSAL_URL must be an address of this machine, "
            "such as http://127.0.0.1:3979."
        )
    if not settings.app_id:
        _check_rehearsal(settings)
    if not settings.tenant_id:
        raise SettingsError("UNASSIGN_TENANT_ID is missing: it says which tenant is served.")
    if settings.app_id:
        _check_registered(settings)


def _check_registered(settings: Settings) -> None:
    if not settings.app_password.get_secret_value():
        raise SettingsError("UNASSIGN_APP_PASSWORD is missing: it belongs to UNASSIGN_APP_ID.")
    if not settings.rehearsal_url:
        raise SettingsError(
            "UNASSIGN_REHEARSAL_URL is missing. This version works in a rehearsal tenant only."
        )


def _check_rehearsal(settings: Settings) -> None:
    if not settings.rehearsal_url:
        raise SettingsError(
            "UNASSIGN_APP_ID is missing. "
            "To try the bot without any account, start it with `make run`."
        )
    if not _is_loopback(settings.host):
        raise SettingsError(
            "UNASSIGN_APP_ID is missing. Without it the bot listens on this machine only: "
            "leave UNASSIGN_HOST out, or set it to 127.0.0.1."
        )


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
