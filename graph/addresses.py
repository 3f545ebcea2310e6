"""The one place that calls may go to."""

from urllib.parse import SplitResult, urlsplit

from licensing.errors import Answer, UnreadAnswer

_PORTS = {"http": 80, "https": 443}


class Root:
    """Graph's base address, such as https://graph.microsoft.com/v1.0."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._parts = urlsplit(self.address)

    def check(self, address: str) -> None:
        """Raise UnreadAnswer for an address elsewhere: a link to a next page may not lead away."""
        parts = urlsplit(address)
        inside = parts.path.startswith(f"{self._parts.path}/")
        if _origin(parts) != _origin(self._parts) or not inside:
            raise UnreadAnswer(Answer(message="a link leads to another host"))


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)
