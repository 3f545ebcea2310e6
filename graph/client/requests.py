"""How a request of the SDK is put: its query, its headers, and that the answer stays raw.

The SDK's models take 4 s for one page of 999 people with three licenses each, and the event loop
is blocked meanwhile. Read as JSON, the same page takes 6 ms. So every request goes out through
the SDK's builders, and its answer comes back as it is, by the SDK's own NativeResponseHandler.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.headers_collection import HeadersCollection
from kiota_abstractions.native_response_handler import NativeResponseHandler
from kiota_abstractions.request_option import RequestOption
from kiota_http.middleware.options import ResponseHandlerOption, UrlReplaceHandlerOption

RequestConfig = RequestConfiguration[Any]
#: A method of the SDK: `get` of a builder, or `post` with its body bound.
Call = Callable[[RequestConfig], Awaitable[object]]

#: How the SDK spells /me (GraphServiceClient.me).
_ME = {"/users/me-token-to-replace": "/me"}


class Listing(Protocol):
    """A builder of the SDK for something that comes in pages."""

    def get(self, request_configuration: RequestConfig | None = None) -> Awaitable[object]:
        """Ask for the first page."""

    def with_url(self, raw_url: str) -> "Listing":
        """The builder for another page, by its link."""


def request_config(
    query: object = None, *, eventual: bool = False, me: bool = False
) -> RequestConfig:
    """Put a request: `query` is the builder's own class of query parameters.

    `eventual` is needed for $search, $count and sorting together with a filter
    (https://learn.microsoft.com/graph/aad-advanced-queries), again for each page.
    """
    headers = HeadersCollection()
    if eventual:
        headers.add("ConsistencyLevel", "eventual")
    options: list[RequestOption] = [ResponseHandlerOption(NativeResponseHandler())]
    if me:
        options.append(UrlReplaceHandlerOption(enabled=True, replacement_pairs=_ME))
    return RequestConfiguration(headers=headers, options=options, query_parameters=query)
