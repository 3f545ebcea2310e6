"""What signing in needs from the ledger, and nothing more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol


class Kept(Protocol):
    """What is kept of a person."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> int: ...  # noqa: D102


class Caches(Protocol):
    """One text for each person, encrypted where it lies."""

    async def read(self, tenant: str, person: str) -> Kept | None:
        """Read what is kept of a person."""

    async def write(self, tenant: str, person: str, text: str, before: int) -> bool:
        """Write over the version that was read; False when another write came meanwhile."""

    async def drop(self, tenant: str, person: str, before: int | None = None) -> bool:
        """Forget a person, or only the version that was read."""

    async def people(self) -> Sequence[tuple[str, str]]:
        """People with stored tokens: pairs of tenant and person."""


class Request(Protocol):
    """One person was asked to sign in."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def tenant(self) -> str: ...  # noqa: D102
    @property
    def person(self) -> str: ...  # noqa: D102
    @property
    def claims(self) -> str | None: ...  # noqa: D102
    @property
    def exchanged(self) -> bool | None:
        """Whether the client's single sign-on token was accepted; None before it came."""


class SignInRequests(Protocol):
    """The requests, and the windows that were opened for them."""

    async def ask(
        self, new_id: str, tenant: str, person: str, conversation: str, claims: str | None
    ) -> Request:
        """Note a request."""

    async def ask_once(
        self, new_id: str, tenant: str, person: str, conversation: str, claims: str | None
    ) -> Request:
        """Store a request, unless the conversation has an open one."""

    async def open_request(self, tenant: str, person: str, conversation: str) -> Request | None:
        """Find an open request in a conversation."""

    async def find(self, id: str) -> Request | None:  # noqa: A002
        """Find a request that is not too old."""

    async def exchanged(self, id: str, good: bool) -> None:  # noqa: A002
        """Store the result of the client's single sign-on token."""

    #: A request goes back to the book that gave it, which knows its own kind.
    async def accept(self, request: Any, cache: str) -> None:
        """Make what the client's own token brought the person's token."""

    async def demand(self, id: str, claims: str) -> None:  # noqa: A002
        """Note what the window has to prove."""

    async def begin(self, request: Any, state: str, flow: str) -> None:
        """Note that the window was opened."""

    async def take(self, state: str) -> tuple[Request, str] | None:
        """Find the request whose window answers, once."""

    async def keep(self, request: Any, code: str, cache: str, proven_at: datetime | None) -> None:
        """Keep what a window brought, and when it was proven, until the same person confirms it."""

    async def confirm(self, tenant: str, person: str, code: str) -> bool:
        """Make it the person's token; False for a wrong code."""

    async def end(self, tenant: str, person: str) -> Sequence[tuple[str, str]]:
        """Delete all requests to a person; returns their ids and conversations."""
