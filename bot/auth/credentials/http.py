"""A connection for MSAL that does not wait for ever."""

from typing import Any

import requests
from requests.adapters import HTTPAdapter

from licensing.tenant.clouds import REHEARSAL_AUTHORITY

#: Seconds for one call to Entra, or to the managed identity of a machine.
TIMEOUT = 10.0


class _Patient(HTTPAdapter):
    def send(self, request: Any, *args: Any, **options: Any) -> requests.Response:
        # `requests` names every option.
        options["timeout"] = options.get("timeout") or TIMEOUT
        return super().send(request, *args, **options)


class _Rehearsal(_Patient):
    """Leads to the Entra of a rehearsal, since MSAL insists on an authority with https."""

    def __init__(self, entra: str) -> None:
        super().__init__()
        self._entra = entra

    def send(self, request: Any, *args: Any, **options: Any) -> requests.Response:
        request.url = self._entra + request.url.removeprefix(REHEARSAL_AUTHORITY)
        response = super().send(request, *args, **options)
        # What Entra publishes about itself names its own address, which MSAL would not take.
        published = response.content.replace(self._entra.encode(), REHEARSAL_AUTHORITY.encode())
        response._content = published  # noqa: SLF001
        return response


def patient_session(rehearsal_url: str = "") -> requests.Session:
    """Make a session whose calls end after `TIMEOUT`, which MSAL itself does not ask for.

    With the address of a rehearsal tenant it calls that one where MSAL means
    `REHEARSAL_AUTHORITY`.
    """
    session = requests.Session()
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Patient())
    if rehearsal_url:
        session.mount(f"{REHEARSAL_AUTHORITY}/", _Rehearsal(f"{rehearsal_url.rstrip('/')}/entra"))
    return session
