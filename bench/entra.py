"""Leads what MSAL sends to Entra to the measured cloud: MSAL itself insists on https."""

from typing import Any
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter


def lead_entra_to(cloud: str) -> None:
    """From now on, in this process."""
    send = HTTPAdapter.send

    def led(self: HTTPAdapter, request: Any, *args: Any, **options: Any) -> Any:
        parts = urlsplit(request.url)
        if parts.hostname == "login.microsoftonline.com":
            request.url = f"{cloud}/microsoft{parts.path}"
        return send(self, request, *args, **options)

    HTTPAdapter.send = led  # type: ignore[method-assign]
