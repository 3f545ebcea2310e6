"""The app's own token, from its app registration."""

from collections.abc import Mapping
from typing import Any

from msal.application import ConfidentialClientApplication

from bot.auth.credentials.answers import issued
from bot.auth.credentials.http import patient_session
from bot.auth.credentials.shared import Issued
from bot.errors import NoToken
from licensing.tenant.clouds import ADDRESSES, Addresses, Cloud

#: What MSAL takes as `client_credential`: a secret, or a mapping as the functions of this package
#: make it.
ClientCredential = str | Mapping[str, Any]


class AppToken:
    """A `TokenSource`: the app asks in its own name.

    `tenant_id` is the tenant of the app registration. `http_client` is for MSAL, instead of a
    session of its own.
    """

    def __init__(
        self,
        app_id: str,
        credential: ClientCredential,
        tenant_id: str,
        *,
        addresses: Addresses = ADDRESSES[Cloud.WORLDWIDE],
        scope: str = "",
        http_client: object = None,
    ) -> None:
        """Ask for a token of the connector API, or of another `scope`."""
        self._app_id = app_id
        self._credential = credential
        self._authority = f"{addresses.login_authority}/{tenant_id}"
        self._scope = scope or addresses.connector_scope
        self._http = http_client or patient_session()
        self._client: ConfidentialClientApplication | None = None

    def __call__(self) -> Issued:
        """Ask Entra, or MSAL's own copy while that is good."""
        try:
            answer = self._application().acquire_token_for_client(  # type: ignore[no-untyped-call]
                scopes=[self._scope]
            )
        # An OSError is a connection that failed, or a credential that could not be read.
        except (OSError, ValueError) as error:
            raise NoToken(code=type(error).__name__) from error
        return issued(answer)

    def forget(self) -> None:
        """Drop MSAL's own copy with its client."""
        self._client = None

    def _application(self) -> ConfidentialClientApplication:
        # Made here and not in the constructor: making it calls Entra.
        if self._client is None:
            self._client = ConfidentialClientApplication(  # type: ignore[no-untyped-call]
                self._app_id,
                client_credential=self._credential,
                authority=self._authority,
                # The authority comes from the table of clouds: no one else need confirm it.
                instance_discovery=False,
                http_client=self._http,
            )
        return self._client
