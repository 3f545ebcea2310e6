"""The app authenticates with the token of an identity that its registration trusts.

Source: Microsoft Entra, "Workload identity federation".
"""

from pathlib import Path

from bot.auth.credentials.app_token import ClientCredential
from bot.auth.credentials.shared import TokenSource
from bot.errors import NoToken


def from_file(path: Path) -> ClientCredential:
    """Take the token from a file. It is read again for each call: Kubernetes replaces it hourly."""

    def read() -> str:
        token = path.read_text(encoding="ascii").strip()
        if not token:
            raise OSError("the token file is empty")
        return token

    return {"client_assertion": read}


def from_identity(identity: TokenSource) -> ClientCredential:
    """Take the token of a managed identity.

    `identity` asks for the cloud's token exchange (`Addresses.token_exchange`).
    """

    def ask() -> str:
        try:
            return identity().token
        except NoToken as error:
            # MSAL calls this in the middle of a call of its own, which fails with OSErrors.
            raise ConnectionError(f"no token of the managed identity: {error.code}") from error

    return {"client_assertion": ask}
