"""What can be chosen by a setting."""

from enum import StrEnum


class SignIn(StrEnum):
    """In whose name the bot calls Graph."""

    #: As the person who decided; Graph holds that person to their own rights.
    DELEGATED = "delegated"
    #: As the app; the bot itself checks the person's role.
    APP = "app"
    #: As whoever asks, in a rehearsal that signs nothing.
    REHEARSAL = "rehearsal"


class Proof(StrEnum):
    """How the bot proves to Entra that it is the app."""

    NONE = "none"
    SECRET = "secret"  # noqa: S105 - the name of a kind
    CERTIFICATE = "certificate"
    #: The app is a managed identity itself.
    MANAGED_IDENTITY = "managed identity"
    #: A managed identity that the app registration trusts.
    TRUSTED_IDENTITY = "trusted managed identity"
    #: A token in a file that the app registration trusts: workload identity.
    TRUSTED_FILE = "trusted token file"


class Logs(StrEnum):
    """How the log is written."""

    #: One object a line, for machines.
    JSON = "json"
    #: For people who look on.
    TEXT = "text"
