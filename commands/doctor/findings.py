"""What the doctor can find, and how severe it is. Codes are stable: automation relies on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Check(StrEnum):
    """The checks, in the order of the report."""

    SETTINGS = "settings"
    CLOCK = "clock"
    CREDENTIAL = "credential"
    PERMISSIONS = "permissions"
    ROLES = "roles"
    DATABASE = "database"
    KEYS = "keys"
    CHANNEL = "channel"
    ADDRESS = "address"


class Level(StrEnum):
    """The severity of a finding."""

    GOOD = "good"
    #: Could not be checked.
    UNKNOWN = "unknown"
    #: The bot works, but something is missing.
    WARNING = "warning"
    #: The bot does not work, or not safely.
    FAULT = "fault"


class Code(StrEnum):
    """Each finding."""

    CHECK_FAILED = "check-failed"
    CHECK_SKIPPED = "check-skipped"
    REHEARSED = "rehearsed"

    SETTINGS_GOOD = "settings-good"
    SETTINGS_SECOND_NAME = "settings-second-name"
    SETTINGS_WRONG = "settings-wrong"
    LINK_KEY_MISSING = "link-key-missing"
    LINK_KEY_SHARED = "link-key-shared"

    CLOCK_GOOD = "clock-good"
    CLOCK_OFF = "clock-off"
    CLOCK_WRONG = "clock-wrong"
    CLOCK_UNKNOWN = "clock-unknown"

    CREDENTIAL_GOOD = "credential-good"
    ENTRA_UNREACHABLE = "entra-unreachable"
    TENANT_UNKNOWN = "tenant-unknown"
    APP_UNKNOWN = "app-unknown"
    APP_DISABLED = "app-disabled"
    SECRET_WRONG = "secret-wrong"  # noqa: S105 - a name
    SECRET_EXPIRED = "secret-expired"  # noqa: S105 - a name
    CERTIFICATE_UNKNOWN = "certificate-unknown"
    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_ENDS = "certificate-ends"
    IDENTITY_UNKNOWN = "identity-unknown"
    IDENTITY_NOT_TRUSTED = "identity-not-trusted"
    CREDENTIAL_REFUSED = "credential-refused"

    PERMISSIONS_GOOD = "permissions-good"
    PERMISSIONS_UNKNOWN = "permissions-unknown"
    PERMISSIONS_NO_TOKEN = "permissions-no-token"  # noqa: S105 - a name
    PERMISSION_MISSING = "permission-missing"
    PERMISSION_USEFUL = "permission-useful"
    CONSENT_MISSING = "consent-missing"
    GRAPH_UNREACHABLE = "graph-unreachable"

    ROLES_UNCHECKED = "roles-unchecked"
    ROLE_GOOD = "role-good"
    ROLE_NOT_ACTIVE = "role-not-active"
    ROLE_BILLING_ONLY = "role-billing-only"
    ROLE_SPECIAL = "role-special"
    ROLE_MISSING = "role-missing"
    PERSON_SIGNED_OUT = "person-signed-out"
    PERSON_UNKNOWN = "person-unknown"

    DATABASE_GOOD = "database-good"
    DATABASE_NEW = "database-new"
    DATABASE_OLDER = "database-older"
    DATABASE_NEWER = "database-newer"
    DATABASE_UNREACHABLE = "database-unreachable"
    DATABASE_ACCOUNT = "database-account"
    DATABASE_MISSING = "database-missing"
    DATABASE_FOLDER = "database-folder"
    DATABASE_FILE = "database-file"
    DATABASE_KIND = "database-kind"
    DATABASE_RIGHTS = "database-rights"
    DATABASE_OPEN = "database-open"
    DATABASE_OWNER = "database-owner"
    DATABASE_OWNER_KNOWN = "database-owner-known"

    KEYS_GOOD = "keys-good"
    KEYS_LOST = "keys-lost"
    KEYS_UNUSED = "keys-unused"

    CHANNEL_GOOD = "channel-good"
    CHANNEL_KEYS = "channel-keys"
    CHANNEL_UNREACHABLE = "channel-unreachable"
    CHANNEL_TOKEN = "channel-token"  # noqa: S105 - a name

    ADDRESS_GOOD = "address-good"
    ADDRESS_UNSET = "address-unset"
    ADDRESS_UNREACHABLE = "address-unreachable"
    ADDRESS_CERTIFICATE = "address-certificate"
    ADDRESS_ANOTHER_SERVER = "address-another-server"
    ADDRESS_PATHS = "address-paths"
    BOT_STOPPED = "bot-stopped"
    BOT_NOT_READY = "bot-not-ready"
    BOT_UNSIGNED = "bot-unsigned"


#: All other codes are faults.
_LEVELS: Final[Mapping[Level, frozenset[Code]]] = {
    Level.GOOD: frozenset(
        {
            Code.REHEARSED,
            Code.SETTINGS_GOOD,
            Code.SETTINGS_SECOND_NAME,
            Code.CLOCK_GOOD,
            Code.CREDENTIAL_GOOD,
            Code.PERMISSIONS_GOOD,
            Code.ROLE_GOOD,
            Code.DATABASE_GOOD,
            Code.DATABASE_NEW,
            Code.DATABASE_OLDER,
            Code.KEYS_GOOD,
            Code.KEYS_UNUSED,
            Code.CHANNEL_GOOD,
            Code.ADDRESS_GOOD,
        }
    ),
    Level.UNKNOWN: frozenset(
        {
            Code.CHECK_SKIPPED,
            Code.CLOCK_UNKNOWN,
            Code.PERMISSIONS_UNKNOWN,
            Code.PERMISSIONS_NO_TOKEN,
            Code.ROLES_UNCHECKED,
            Code.PERSON_SIGNED_OUT,
            Code.ADDRESS_UNSET,
        }
    ),
    Level.WARNING: frozenset(
        {
            Code.LINK_KEY_MISSING,
            Code.LINK_KEY_SHARED,
            Code.CLOCK_OFF,
            Code.CERTIFICATE_ENDS,
            Code.PERMISSION_USEFUL,
            Code.ROLE_SPECIAL,
            Code.DATABASE_NEWER,
            Code.DATABASE_OPEN,
            Code.DATABASE_OWNER,
            Code.DATABASE_OWNER_KNOWN,
            Code.KEYS_LOST,
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `facts` fill in its text: ids, names of settings, hosts."""

    check: Check
    code: Code
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """The severity."""
        return next((level for level, codes in _LEVELS.items() if self.code in codes), Level.FAULT)


def well(findings: Iterable[Finding]) -> bool:
    """Whether nothing has to be fixed. Warnings and what is unknown are no faults."""
    return all(finding.level is not Level.FAULT for finding in findings)
