"""Every setting, its default, what it is for, and what follows from it."""

from dataclasses import replace
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from licensing.policy.model import Policy
from licensing.reminders.schedule import ReminderSchedule, Telling
from licensing.runs.control import CanaryRule
from licensing.tenant.checks import Looking
from licensing.tenant.clouds import ADDRESSES, Addresses, Cloud, rehearsed
from licensing.tenant.prices import Prices
from settings.choices import Logs, Proof, SignIn
from settings.pem import pem_text
from settings.policy import read_policy
from settings.price_file import read_prices
from settings.reminders import read_schedule

#: The identity that Azure gives a machine, where it has no identity by name.
SYSTEM_IDENTITY = "system"


class SettingsFields(BaseSettings):
    """Every setting, read from UNASSIGN_ and its name in capitals; two have a second name."""

    model_config = SettingsConfigDict(
        env_prefix="UNASSIGN_",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        validate_by_name=True,
    )

    host: str = Field(default="127.0.0.1", description="Where the bot listens.")
    port: int = Field(
        default=3978,
        ge=0,
        le=65535,
        validation_alias=AliasChoices("UNASSIGN_PORT", "PORT"),
        description="The port it listens on.",
    )
    public_url: str = Field(
        default="", description="Where a browser reaches the bot: for sign-in and downloads."
    )
    cloud: Cloud = Field(default=Cloud.WORLDWIDE, description="The cloud of the tenant.")
    force_closed_cloud: bool = Field(
        default=False, description="Whether to start for a cloud that was closed."
    )
    tenant_id: str = Field(
        default="", description="The tenants that are served, by id; the first is the app's own."
    )
    app_id: str = Field(
        default="", description="The app registration's id. Without it: rehearsals only."
    )
    app_password: SecretStr = Field(
        default=SecretStr(""), description="A client secret of the app."
    )
    app_certificate: SecretStr = Field(
        default=SecretStr(""),
        description="A certificate of the app with its private key: PEM, or the path of a file.",
    )
    managed_identity: str = Field(
        default="",
        description="The managed identity: its client id, or `system` for the machine's own.",
    )
    federated_token_file: Path | None = Field(
        default=None,
        validation_alias=AliasChoices(
            "UNASSIGN_FEDERATED_TOKEN_FILE", "AZURE_FEDERATED_TOKEN_FILE"
        ),
        description="A file with a token that the app registration trusts.",
    )
    sign_in: SignIn | None = Field(
        default=None, description="In whose name Graph is called: `delegated` or `app`."
    )
    token_keys: SecretStr = Field(
        default=SecretStr(""),
        description="Keys that the stored tokens are encrypted with; the first encrypts.",
    )
    link_key: SecretStr = Field(
        default=SecretStr(""),
        description="Signs download links; needed on PostgreSQL. Without it they end at a restart.",
    )
    policy_file: Path | None = Field(
        default=None, description="The policy: who may ask, when approval is needed, and whose."
    )
    database_url: str = Field(
        default="sqlite+aiosqlite:///unassign.db", description="Where the ledger lies."
    )
    ediscovery: Looking | None = Field(
        default=None,
        description="Whose rights look at eDiscovery cases: `asker`, `app`, or `off`.",
    )
    mailbox_delay: bool = Field(
        default=False,
        description="Whether Exchange Online keeps mailboxes for 30 days first.",
    )
    prices: Path | None = Field(default=None, description="A table of what licenses cost, in TOML.")
    remind_days: str = Field(
        default="7,1",
        description="So many days before a mailbox or Cloud PC goes people are reminded, or `off`.",
    )
    remind_onedrive_days: str = Field(
        default="7",
        description="The same before a OneDrive is read-only, and before it is archived.",
    )
    quiet_hours: str = Field(
        default="18:00-08:00", description="When no reminder is sent, by the local clock, or `off`."
    )
    quiet_days: str = Field(
        default="off", description="Days of the week without reminders, such as `sat,sun`."
    )
    time_zone: str = Field(
        default="UTC", description="Where people are whose time zone Teams did not tell."
    )
    tell_people: Telling = Field(
        default=Telling.OFF,
        description="Who else is told when something is lost: `off`, `person` or `manager`.",
    )
    ask_people: bool = Field(
        default=False,
        description="Whether people are asked if they still need what a request would take.",
    )
    canary_from: int = Field(
        default=50,
        ge=0,
        description="From so many people the first five are done and checked first; 0: never.",
    )
    canary_asks: bool = Field(
        default=False,
        description="Whether the rest waits for a click even if the first five went well.",
    )
    rehearsal_url: str = Field(default="", description="A rehearsal tenant on this machine.")
    rehearsal_speed: float = Field(
        default=1.0, gt=0, description="How much faster than life a rehearsal's tenant is."
    )
    drain_seconds: float = Field(
        default=0.0,
        ge=0,
        le=60,
        description="For how long the bot still answers, though not ready, once told to end.",
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="What reads GET /metrics must show. Without it: this machine only.",
    )
    traces_to: str = Field(
        default="",
        validation_alias=AliasChoices("UNASSIGN_TRACES_TO", "OTEL_EXPORTER_OTLP_ENDPOINT"),
        description="The OpenTelemetry collector that traces are sent to. Without it: none.",
    )
    traces_share: float = Field(
        default=1.0, ge=0, le=1, description="The share of clicks that are traced, from 0 to 1."
    )
    logs: Logs = Field(default=Logs.JSON, description="How the log is written: `json` or `text`.")

    @property
    def tenants(self) -> tuple[str, ...]:
        """The ids of the tenants that are served; the first is the app's own."""
        ids = (part.strip().lower() for part in self.tenant_id.split(","))
        return tuple(dict.fromkeys(id_ for id_ in ids if id_))

    @property
    def addresses(self) -> Addresses:
        """Where the cloud is reached, or in its place the rehearsal tenant."""
        addresses = ADDRESSES[self.cloud]
        return rehearsed(addresses, self.rehearsal_url) if self.rehearsal_url else addresses

    @property
    def signs_in(self) -> SignIn:
        """In whose name Graph is called: as set, else as the people where there is an app id."""
        return self.sign_in or (SignIn.DELEGATED if self.app_id else SignIn.REHEARSAL)

    @property
    def looks_at_cases(self) -> Looking:
        """Whose rights look at eDiscovery cases: as set, else as whoever calls Graph."""
        usual = Looking.APP if self.signs_in is SignIn.APP else Looking.ASKER
        return self.ediscovery or usual

    def price_table(self) -> Prices:
        """What licenses cost. Raises `SettingsError` with the line that is wrong."""
        return read_prices(self.prices) if self.prices else Prices()

    @property
    def schedule(self) -> ReminderSchedule:
        """When people are reminded. Raises `SettingsError`."""
        schedule = read_schedule(
            self.remind_days, self.remind_onedrive_days, self.quiet_hours, self.quiet_days
        )
        return replace(schedule, telling=self.tell_people)

    @property
    def proof(self) -> Proof:
        """How the bot proves that it is the app."""
        if self.app_password.get_secret_value():
            return Proof.SECRET
        if self.app_certificate.get_secret_value():
            return Proof.CERTIFICATE
        if self.managed_identity:
            itself = self.managed_identity.lower() == self.app_id.lower()
            return Proof.MANAGED_IDENTITY if itself else Proof.TRUSTED_IDENTITY
        return Proof.TRUSTED_FILE if self.federated_token_file else Proof.NONE

    @property
    def identity(self) -> str | None:
        """The client id of the managed identity; None for the machine's own."""
        return None if self.managed_identity == SYSTEM_IDENTITY else self.managed_identity

    @property
    def canary(self) -> CanaryRule:
        """When the first people of a run go first."""
        return CanaryRule(from_people=self.canary_from, asks=self.canary_asks)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that stored tokens are encrypted with; the first encrypts."""
        return tuple(k.strip() for k in self.token_keys.get_secret_value().split(",") if k.strip())

    def certificate(self) -> str:
        """The certificate and its private key as PEM. Raises `SettingsError`."""
        return pem_text(self.app_certificate.get_secret_value())

    def policy(self) -> Policy:
        """The policy of the file, or that of a tenant without one. Raises `SettingsError`."""
        return read_policy(self.policy_file)
