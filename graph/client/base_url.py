"""The one place that calls may go to."""

import httpx

from licensing.errors import Answer, UnreadAnswer


class Root:
    """Graph's base address, such as https://graph.microsoft.com/v1.0."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._origin, self._path = _parts(httpx.URL(self.address))

    def check(self, address: str) -> None:
        """Raise UnreadAnswer for an address elsewhere: a link to a next page may not lead away."""
        try:
            origin, path = _parts(httpx.URL(address))
        except httpx.InvalidURL as error:
            raise UnreadAnswer(Answer(message="a link that is no address")) from error
        if origin != self._origin or not path.startswith(f"{self._path}/"):
            raise UnreadAnswer(Answer(message="a link that leads to another host"))


def _parts(url: httpx.URL) -> tuple[tuple[str, bytes, str, int | None], str]:
    """The origin, including a user name and password if any, and the path."""
    return (url.scheme, url.userinfo, url.host, url.port), url.path
