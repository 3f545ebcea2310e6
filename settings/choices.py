"""Settings that are a choice of words."""

from enum import StrEnum


class SignIn(StrEnum):
    """The identity with which the bot calls Graph."""

    #: As the person who decides; Graph enforces the rights of that person.
    DELEGATED = "delegated"
    #: As the app; the bot itself checks the person's role.
    APP = "app"
    #: As the person who acts, in a rehearsal that signs nothing.
    REHEARSAL = "rehearsal"


class AppCredential(StrEnum):
    """How the bot authenticates to Entra as the app."""

    NONE = "none"
    SECRET = "secret"  # noqa: S105 - the name of a kind
    CERTIFICATE = "certificate"
    #: The app itself is a managed identity.
    MANAGED_IDENTITY = "managed identity"
    #: A managed identity that the app registration trusts.
    TRUSTED_IDENTITY = "trusted managed identity"
    #: A token in a file that the app registration trusts: workload identity.
    TRUSTED_FILE = "trusted token file"


class Logs(StrEnum):
    """How the log is written."""

    #: One JSON object per line.
    JSON = "json"
    #: Plain text for reading along.
    TEXT = "text"
