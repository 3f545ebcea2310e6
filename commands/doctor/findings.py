"""What the doctor can find, and how bad it is. The codes stay: automation may count on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Check(StrEnum):
    """What is looked at, in the order in which it is told."""

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
    """How bad a finding is."""

    GOOD = "good"
    #: Could not be looked at, which says nothing.
    UNSEEN = "unseen"
    #: The bot works, and somebody will miss something.
    WARNING = "warning"
    #: The bot does not work, or not safely.
    FAULT = "fault"


class Code(StrEnum):
    """Each thing that can be found."""

    CHECK_FAILED = "check-failed"
    CHECK_SKIPPED = "check-skipped"
    REHEARSED = "rehearsed"

    SETTINGS_GOOD = "settings-good"
    SETTINGS_WRONG = "settings-wrong"
    LINK_KEY_MISSING = "link-key-missing"
    LINK_KEY_SHARED = "link-key-shared"

    CLOCK_GOOD = "clock-good"
    CLOCK_OFF = "clock-off"
    CLOCK_WRONG = "clock-wrong"
    CLOCK_UNSEEN = "clock-unseen"

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
    PERMISSIONS_UNSEEN = "permissions-unseen"
    PERMISSIONS_NO_TOKEN = "permissions-no-token"  # noqa: S105 - a name
    PERMISSION_MISSING = "permission-missing"
    PERMISSION_USEFUL = "permission-useful"
    CONSENT_MISSING = "consent-missing"
    GRAPH_UNREACHABLE = "graph-unreachable"

    ROLES_UNSEEN = "roles-unseen"
    ROLE_GOOD = "role-good"
    ROLE_NOT_ACTIVE = "role-not-active"
    ROLE_BILLING_ONLY = "role-billing-only"
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
    ADDRESS_SOMEBODY_ELSE = "address-somebody-else"
    ADDRESS_PATHS = "address-paths"
    BOT_STOPPED = "bot-stopped"
    BOT_NOT_READY = "bot-not-ready"
    BOT_UNSIGNED = "bot-unsigned"


#: Whatever is not here is a fault.
_LEVELS: Final[Mapping[Level, frozenset[Code]]] = {
    Level.GOOD: frozenset(
        {
            Code.REHEARSED,
            Code.SETTINGS_GOOD,
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
    Level.UNSEEN: frozenset(
        {
            Code.CHECK_SKIPPED,
            Code.CLOCK_UNSEEN,
            Code.PERMISSIONS_UNSEEN,
            Code.PERMISSIONS_NO_TOKEN,
            Code.ROLES_UNSEEN,
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
            Code.DATABASE_NEWER,
            Code.DATABASE_OPEN,
            Code.KEYS_LOST,
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found. `facts` are put into its words: ids, names of settings, hosts."""

    check: Check
    code: Code
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """How bad it is."""
        return next((level for level, codes in _LEVELS.items() if self.code in codes), Level.FAULT)


def well(findings: Iterable[Finding]) -> bool:
    """Whether nothing has to be mended. A warning may stay; what was not seen is no fault."""
    return all(finding.level is not Level.FAULT for finding in findings)
