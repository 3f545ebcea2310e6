"""A connection for MSAL that does not wait for ever."""

from typing import Any

import requests
from requests.adapters import HTTPAdapter

#: Seconds for one call to Entra, or to the managed identity of a machine.
TIMEOUT = 10.0


class _Patient(HTTPAdapter):
    def send(self, request: Any, *args: Any, **options: Any) -> requests.Response:
        # `requests` names every option.
        options["timeout"] = options.get("timeout") or TIMEOUT
        return super().send(request, *args, **options)


def patient_session() -> requests.Session:
    """Make a session whose calls end after `TIMEOUT`, which MSAL itself does not ask for."""
    session = requests.Session()
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Patient())
    return session
