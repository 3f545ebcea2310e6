"""Redirects MSAL's calls to the measured Entra, as MSAL itself requires https."""

from typing import Any
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter


def redirect_entra(cloud: str) -> None:
    """Redirect all later calls of this process."""
    send = HTTPAdapter.send

    def led(self: HTTPAdapter, request: Any, *args: Any, **options: Any) -> Any:
        parts = urlsplit(request.url)
        if parts.hostname == "login.microsoftonline.com":
            request.url = f"{cloud}/microsoft{parts.path}"
        return send(self, request, *args, **options)

    HTTPAdapter.send = led  # type: ignore[method-assign]
