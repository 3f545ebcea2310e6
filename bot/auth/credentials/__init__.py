"""The bot's own token for Teams.

botbuilder makes a new MSAL client, hence a new token, for every turn, and waits for it on the event
loop. Here one client is reused, MSAL runs in a thread, and concurrent requests share one call.

A bot proves to Entra that it is its app in one of these ways (Microsoft, "Application and service
principal credentials"):

- a client secret, or a certificate: `AppToken` with the secret itself or with `from_certificate`;
- a token of an identity that the app registration trusts: `AppToken` with `from_file` (workload
  identity) or `from_identity` (a managed identity);
- by being a managed identity: `ManagedIdentity`.
"""

from bot.auth.credentials.app_token import AppToken, ClientCredential
from bot.auth.credentials.certificate import from_certificate
from bot.auth.credentials.federated import from_file, from_identity
from bot.auth.credentials.http import patient_session
from bot.auth.credentials.managed_identity import ManagedIdentity
from bot.auth.credentials.shared import (
    EARLY,
    Credentials,
    Issued,
    NoCredentials,
    SharedToken,
    TokenSource,
)

__all__ = [
    "EARLY",
    "AppToken",
    "ClientCredential",
    "Credentials",
    "Issued",
    "ManagedIdentity",
    "NoCredentials",
    "SharedToken",
    "TokenSource",
    "from_certificate",
    "from_file",
    "from_identity",
    "patient_session",
]
