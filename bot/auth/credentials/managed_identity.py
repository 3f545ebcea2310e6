"""The token of a managed identity, which Azure gives the machine that the bot runs on."""

from msal.managed_identity import (
    ManagedIdentityClient,
    SystemAssignedManagedIdentity,
    UserAssignedManagedIdentity,
)

from bot.auth.credentials.answers import issued
from bot.auth.credentials.http import patient_session
from bot.auth.credentials.shared import Issued
from bot.errors import NoToken


class ManagedIdentity:
    """A `TokenSource` without any secret.

    `resource` is the audience of the token; `client_id` names a user-assigned identity, None is the
    machine's own.
    """

    def __init__(self, resource: str, client_id: str | None = None) -> None:
        self._resource = resource
        self._identity = (
            UserAssignedManagedIdentity(client_id=client_id)  # type: ignore[no-untyped-call]
            if client_id
            else SystemAssignedManagedIdentity()  # type: ignore[no-untyped-call]
        )
        self.forget()

    def forget(self) -> None:
        """Drop MSAL's own copy with its client."""
        self._client = ManagedIdentityClient(self._identity, http_client=patient_session())

    def __call__(self) -> Issued:
        """Ask the machine, or MSAL's own copy while that is good."""
        try:
            answer = self._client.acquire_token_for_client(resource=self._resource)
        except (OSError, ValueError) as error:
            raise NoToken(code=type(error).__name__) from error
        return issued(answer)
