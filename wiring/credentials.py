"""The bot's own credentials: for Entra, for the connector API, and for its links."""

import secrets
import time

from bot.auth.credentials import (
    AppToken,
    ClientCredential,
    Credentials,
    ManagedIdentity,
    NoCredentials,
    SharedToken,
    from_certificate,
    from_file,
    from_identity,
    patient_session,
)
from settings import AppCredential, Settings


def own_credentials(settings: Settings) -> Credentials:
    """The bot's own token, for the connector API."""
    if not settings.app_id:
        return NoCredentials()
    addresses = settings.addresses
    if settings.app_credential is AppCredential.MANAGED_IDENTITY:
        itself = ManagedIdentity(addresses.channel_service, settings.identity)
        return SharedToken(itself, time.monotonic)
    credential = client_credential(settings)
    http = patient_session(settings.rehearsal_url)
    app = AppToken(
        settings.app_id, credential, settings.tenants[0], addresses=addresses, http_client=http
    )
    return SharedToken(app, time.monotonic)


def client_credential(settings: Settings) -> ClientCredential:
    """The credential of the app registration."""
    match settings.app_credential:
        case AppCredential.CERTIFICATE:
            return from_certificate(settings.certificate())
        case AppCredential.TRUSTED_IDENTITY:
            return from_identity(
                ManagedIdentity(settings.addresses.token_exchange, settings.identity)
            )
        case AppCredential.TRUSTED_FILE if settings.federated_token_file:
            return from_file(settings.federated_token_file)
        case _:
            return settings.app_password.get_secret_value()


def link_key(settings: Settings) -> str:
    """The key that signs download links; without the setting, links end with the process."""
    return settings.link_key.get_secret_value() or secrets.token_urlsafe(32)
