"""Microsoft's own client of Graph for tests. It warns about itself when it is imported."""

import warnings
from typing import Any

import httpx

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from kiota_abstractions.authentication import (
        AccessTokenProvider,
        AllowedHostsValidator,
        BaseBearerTokenAuthenticationProvider,
    )
    from kiota_abstractions.base_request_configuration import RequestConfiguration
    from msgraph.generated.models.o_data_errors.o_data_error import ODataError
    from msgraph.generated.users.item.assign_license.assign_license_post_request_body import (
        AssignLicensePostRequestBody,
    )
    from msgraph.generated.users.users_request_builder import UsersRequestBuilder
    from msgraph.graph_request_adapter import GraphRequestAdapter, options
    from msgraph.graph_service_client import GraphServiceClient
    from msgraph_core import GraphClientFactory  # type: ignore[import-untyped]

__all__ = [
    "AssignLicensePostRequestBody",
    "GraphServiceClient",
    "ODataError",
    "RequestConfiguration",
    "UsersRequestBuilder",
    "adapter_for",
]


class _Tokens(AccessTokenProvider):
    """One token for every call."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def get_authorization_token(
        self, uri: str, additional_authentication_context: dict[str, Any] | None = None
    ) -> str:
        return self._token

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator([])


def adapter_for(graph: str, token: str, transport: httpx.AsyncHTTPTransport) -> GraphRequestAdapter:
    """The client's way to a Graph at this address. The client does not close the transport."""
    client = GraphClientFactory.create_with_default_middleware(
        client=httpx.AsyncClient(transport=transport), options=options
    )
    adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(_Tokens(token)), client)
    adapter.base_url = graph
    return adapter
