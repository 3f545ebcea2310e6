"""Puts a person's token on a call, and on no call to another host."""

from collections.abc import Mapping
from typing import Any

from kiota_abstractions.authentication import AuthenticationProvider
from kiota_abstractions.request_information import RequestInformation

from graph.client.base_url import Root
from graph.client.tokens import TokenSource
from graph.sign_in.refusals import read_challenge

_HEADER = "Authorization"


class ActingAs(AuthenticationProvider):
    """The SDK asks this for each call."""

    def __init__(self, root: Root, tokens: TokenSource, tenant: str, person: str) -> None:
        self._root = root
        self._tokens = tokens
        self.tenant = tenant
        self.person = person

    @property
    def root(self) -> str:
        """Graph's base address, without a slash at the end."""
        return self._root.address

    async def authenticate_request(
        self,
        request: RequestInformation,
        additional_authentication_context: Mapping[str, Any] | None = None,
    ) -> None:
        """Set the token; raise UnreadAnswer for a link that leads away from Graph.

        The SDK comes back with "claims" when Graph wants another one.
        """
        link = request.path_parameters.get(RequestInformation.RAW_URL_KEY)
        if isinstance(link, str):
            self._root.check(link)
        if additional_authentication_context and "claims" in additional_authentication_context:
            self._forget(request, str(additional_authentication_context["claims"]))
        token = await self.token()
        request.headers.remove(_HEADER)
        request.headers.add(_HEADER, f"Bearer {token}")

    async def token(self) -> str:
        """The token that the next call would carry."""
        return await self._tokens.token(self.tenant, self.person)

    def refused(self, header: str, challenge: str = "") -> None:
        """Graph answered 401 to a call with this Authorization header.

        `challenge` is what its WWW-Authenticate said, or the claims of it.
        """
        token = header.removeprefix("Bearer ")
        self._tokens.refused(self.tenant, self.person, token, read_challenge(challenge))

    def _forget(self, request: RequestInformation, claims: str) -> None:
        for header in request.headers.get(_HEADER) or ():
            self.refused(header, claims)
