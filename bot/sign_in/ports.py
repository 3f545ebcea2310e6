"""What bot needs from the sign-in service."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class SignIn(Protocol):
    """Requests to sign in and their results. All methods may raise `TenantError`."""

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
        """Whether the person has an open request in a conversation."""

    async def signed_in(self, tenant: str, person: str) -> bool:
        """Whether tokens of a person are stored."""

    async def exchange(self, id: str, tenant: str, person: str, assertion: str) -> None:  # noqa: A002
        """Accept the client's single sign-on token, once for each request."""

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
    """The stored tokens of people."""

    async def people(self) -> Sequence[tuple[str, str]]:
        """People with stored tokens: pairs of tenant and person."""

    async def check(self, tenant: str, person: str) -> bool:
        """Delete the stored tokens of a person if Entra no longer accepts them.

        False when nothing is kept. Raises `TenantError` when Entra does not say.
        """
