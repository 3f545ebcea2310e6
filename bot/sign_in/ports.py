"""What bot needs from the sign-in service."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class SignIn(Protocol):
    """Requests to sign in and what comes of them. Everything may raise `TenantError`."""

    async def ask(
        self,
        tenant: str,
        person: str,
        conversation: str,
        claims: str | None = None,
        *,
        always_new: bool = True,
    ) -> str:
        """Create a request to sign in; returns its id.

        Unless `always_new`, an open request of the conversation is returned instead.
        """

    async def awaits(self, tenant: str, person: str, conversation: str) -> bool:
        """Whether a request stands in a conversation that the person has not answered yet."""

    async def signed_in(self, tenant: str, person: str) -> bool:
        """Whether something is kept of a person."""

    async def exchange(self, id: str, tenant: str, person: str, assertion: str) -> None:  # noqa: A002
        """Take the token that the client got by itself, once for each request."""

    async def demand(self, id: str, claims: str) -> None:  # noqa: A002
        """Have the window of a request prove what the tenant asks for."""

    async def sign_out(self, tenant: str, person: str) -> bool:
        """Forget a person; False when nothing was kept."""

    async def open_window(self, id: str) -> str | None:  # noqa: A002
        """Where the browser has to go; None for a request that is too old."""

    async def end_window(self, answer: Mapping[str, str]) -> str | None:
        """Take what the browser brought; returns the code, None for a window no one opened."""

    async def confirm(
        self, tenant: str, person: str, code: str
    ) -> Sequence[tuple[str, str]] | None:
        """Take a window's code from the person; None for a wrong one.

        Else the ids and conversations of the requests that are done by it.
        """


class StoredSignIns(Protocol):
    """What is kept of people."""

    async def people(self) -> Sequence[tuple[str, str]]:
        """Of whom something is kept: tenants and persons."""

    async def check(self, tenant: str, person: str) -> bool:
        """Drop what is kept of a person where Entra does not stand behind it any longer.

        False when nothing is kept. Raises `TenantError` when Entra does not say.
        """
