"""Every setting with its default and description, and what is derived from the settings."""

from dataclasses import replace
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from licensing.losses.rules import ARCHIVE_DAYS
from licensing.policy.model import Policy
from licensing.reminders.schedule import AffectedNotice, ReminderSchedule
from licensing.runs.control import CanaryRule
from licensing.tenant.checks import CaseAccess
from licensing.tenant.clouds import ADDRESSES, Addresses, Cloud, rehearsed
from licensing.tenant.prices import Prices
from settings.choices import AppCredential, Logs, SignIn
from settings.pem import pem_text
from settings.policy import read_policy
from settings.price_file import read_prices
from settings.reminders import read_schedule

#: The value that selects the system-assigned managed identity.
SYSTEM_IDENTITY = "system"


class SettingsFields(BaseSettings):
    """Every setting, read from UNASSIGN_ and its name in capitals; some have a second name."""

    model_config = SettingsConfigDict(
        env_prefix="UNASSIGN_",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        validate_by_name=True,
    )

    host: str = Field(default="127.0.0.1", description="The address the bot listens on.")
    port: int = Field(
        default=3978,
        ge=0,
        le=65535,
        validation_alias=AliasChoices("UNASSIGN_PORT", "PORT"),
        description="The port it listens on.",
    )
    public_url: str = Field(
        default="",
        description="The address where browsers reach the bot, for sign-in and downloads.",
    )
    cloud: Cloud = Field(default=Cloud.WORLDWIDE, description="The cloud of the tenant.")
    force_closed_cloud: bool = Field(
        default=False, description="Start even for a cloud that was closed."
    )
    # The second names of these three are those of Microsoft's templates and CLI for Teams.
    tenant_id: str = Field(
        default="",
        validation_alias=AliasChoices("UNASSIGN_TENANT_ID", "TENANT_ID"),
        description="The ids of the tenants to serve; the first is the app's own.",
    )
    app_id: str = Field(
        default="",
        validation_alias=AliasChoices("UNASSIGN_APP_ID", "CLIENT_ID"),
        description="The id of the app registration. Without it, rehearsals only.",
    )
    app_password: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=AliasChoices("UNASSIGN_APP_PASSWORD", "CLIENT_SECRET"),
        description="A client secret of the app.",
    )
    app_certificate: SecretStr = Field(
        default=SecretStr(""),
        description="A certificate of the app with its private key: PEM text or a path.",
    )
    managed_identity: str = Field(
        default="",
        description="The client id of a managed identity, or `system` for the system-assigned one.",
    )
    federated_token_file: Path | None = Field(
        default=None,
        validation_alias=AliasChoices(
            "UNASSIGN_FEDERATED_TOKEN_FILE", "AZURE_FEDERATED_TOKEN_FILE"
        ),
        description="A file with a token that the app registration trusts.",
    )
    sign_in: SignIn | None = Field(
        default=None, description="The identity of calls to Graph: `delegated` or `app`."
    )
    token_keys: SecretStr = Field(
        default=SecretStr(""),
        description="The keys that encrypt stored tokens; the first encrypts, all decrypt.",
    )
    link_key: SecretStr = Field(
        default=SecretStr(""),
        description="Signs download links, which otherwise end at a restart; PostgreSQL needs it.",
    )
    policy_file: Path | None = Field(
        default=None,
        description="The policy file: who may request removals, and who approves them when.",
    )
    database_url: str = Field(
        default="sqlite+aiosqlite:///unassign.db", description="Database URL."
    )
    database_owner_url: SecretStr = Field(
        default=SecretStr(""),
        description="Database URL of the account that owns the tables, for `migrate` only.",
    )
    ediscovery: CaseAccess | None = Field(
        default=None,
        description="Whose rights read eDiscovery cases: `asker`, `app` or `off`.",
    )
    mailbox_delay: bool = Field(
        default=False,
        description="Exchange Online keeps mailboxes for 30 days first.",
    )
    onedrive_archive_day: int = Field(
        default=ARCHIVE_DAYS[0],
        ge=ARCHIVE_DAYS[0],
        le=ARCHIVE_DAYS[1],
        description="Days after which your organization archives a OneDrive without a license.",
    )
    prices: Path | None = Field(default=None, description="Path of a price table in TOML.")
    remind_days: str = Field(
        default="7,1",
        description="Days before a mailbox or Cloud PC is deleted to send reminders, or `off`.",
    )
    remind_onedrive_days: str = Field(
        default="7",
        description="The same before a OneDrive is read-only, archived or not found by eDiscovery.",
    )
    quiet_hours: str = Field(
        default="18:00-08:00",
        description="Hours without reminders, in the recipient's local time, or `off`.",
    )
    quiet_days: str = Field(
        default="off", description="Days of the week without reminders, such as `sat,sun`."
    )
    time_zone: str = Field(
        default="UTC", description="The time zone of people whose time zone Teams did not provide."
    )
    channel_language: str = Field(
        default="en", description="The language of cards in channels and group chats, as a tag."
    )
    tell_people: AffectedNotice = Field(
        default=AffectedNotice.OFF,
        description="Who else is notified of losses: `off`, `person` or `manager`.",
    )
    ask_people: bool = Field(
        default=False,
        description="Ask the people in a request whether they still need their licenses.",
    )
    canary_from: int = Field(
        default=50,
        ge=0,
        description="Number of people from which a run processes five first; 0 for never.",
    )
    canary_asks: bool = Field(
        default=False,
        description="Wait for a click after the first five, even if they succeeded.",
    )
    rehearsal_url: str = Field(
        default="", description="The address of a rehearsal tenant on this machine."
    )
    rehearsal_speed: float = Field(
        default=1.0, gt=0, description="How many times faster than real time a rehearsal is."
    )
    drain_seconds: float = Field(
        default=0.0,
        ge=0,
        le=60,
        description="Seconds that the bot keeps answering after SIGTERM while not ready.",
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="Bearer token for GET /metrics. Without it, only this machine may read them.",
    )
    traces_to: str = Field(
        default="",
        validation_alias=AliasChoices("UNASSIGN_TRACES_TO", "OTEL_EXPORTER_OTLP_ENDPOINT"),
        description="The OpenTelemetry collector to send traces to.",
    )
    traces_share: float = Field(
        default=1.0, ge=0, le=1, description="The share of clicks that are traced, from 0 to 1."
    )
    logs: Logs = Field(default=Logs.JSON, description="Log format: `json` or `text`.")

    @property
    def tenants(self) -> tuple[str, ...]:
        """The ids of the tenants to serve; the first is the app's own."""
        ids = (part.strip().lower() for part in self.tenant_id.split(","))
        return tuple(dict.fromkeys(id_ for id_ in ids if id_))

    @property
    def addresses(self) -> Addresses:
        """The addresses of the cloud, or of the rehearsal tenant."""
        addresses = ADDRESSES[self.cloud]
        return rehearsed(addresses, self.rehearsal_url) if self.rehearsal_url else addresses

    @property
    def signs_in(self) -> SignIn:
        """The identity of calls to Graph; by default the people's if there is an app id."""
        return self.sign_in or (SignIn.DELEGATED if self.app_id else SignIn.REHEARSAL)

    @property
    def looks_at_cases(self) -> CaseAccess:
        """Whose rights read eDiscovery cases; by default those that call Graph."""
        usual = CaseAccess.APP if self.signs_in is SignIn.APP else CaseAccess.ASKER
        return self.ediscovery or usual

    def price_table(self) -> Prices:
        """Prices of licenses. Raises `SettingsError`, which names the wrong line."""
        return read_prices(self.prices) if self.prices else Prices()

    @property
    def schedule(self) -> ReminderSchedule:
        """When reminders are sent. Raises `SettingsError`."""
        schedule = read_schedule(
            self.remind_days, self.remind_onedrive_days, self.quiet_hours, self.quiet_days
        )
        return replace(schedule, notice=self.tell_people)

    @property
    def app_credential(self) -> AppCredential:
        """How the bot authenticates as the app."""
        if self.app_password.get_secret_value():
            return AppCredential.SECRET
        if self.app_certificate.get_secret_value():
            return AppCredential.CERTIFICATE
        if self.managed_identity:
            itself = self.managed_identity.lower() == self.app_id.lower()
            return AppCredential.MANAGED_IDENTITY if itself else AppCredential.TRUSTED_IDENTITY
        return AppCredential.TRUSTED_FILE if self.federated_token_file else AppCredential.NONE

    @property
    def identity(self) -> str | None:
        """The client id of the managed identity; None for the system-assigned one."""
        return None if self.managed_identity == SYSTEM_IDENTITY else self.managed_identity

    @property
    def canary(self) -> CanaryRule:
        """When a run processes its first people alone."""
        return CanaryRule(from_people=self.canary_from, confirm=self.canary_asks)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that encrypt stored tokens; the first encrypts, all decrypt."""
        return tuple(k.strip() for k in self.token_keys.get_secret_value().split(",") if k.strip())

    def certificate(self) -> str:
        """The certificate and its private key as PEM. Raises `SettingsError`."""
        return pem_text(self.app_certificate.get_secret_value())

    def policy(self) -> Policy:
        """The policy file, or the default policy without one. Raises `SettingsError`."""
        return read_policy(self.policy_file)
