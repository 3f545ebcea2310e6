"""What the edge needs from the ledger for requests, and nothing more."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from licensing.requests.consultation import Consultation
from licensing.requests.delegation import Delegation
from licensing.requests.events import Event
from licensing.requests.model import Request


class Requests(Protocol):
    """Requests, saved by compare-and-swap."""

    async def save(self, request: Request, expected: int | None) -> None:
        """Store a request; `StaleDraft` when its version is not the expected one any more."""

    async def expect(self, id: str, version: int) -> None:  # noqa: A002
        """Hold a request as it is until the transaction ends; `StaleDraft` if it isn't."""

    async def get(self, id: str) -> Request:  # noqa: A002
        """Read a request; `RequestMissing` if there is none."""

    async def tell(self, id: str, events: Sequence[Event]) -> None:  # noqa: A002
        """Add to the trail of a request."""


class Inquiries(Protocol):
    """Who was asked whether they still need something."""

    async def add(self, asked: Sequence[Consultation]) -> None:
        """Store new ones, after their request."""

    async def drop(self, over: Sequence[Consultation]) -> None:
        """Forget those that a change of their request made void."""

    async def answer(self, consultation: Consultation, before: str) -> None:
        """Store an answer; `StaleDraft` when `before` is not the token that counts any more."""


class Channel(Protocol):
    """Where a tenant's requests are posted."""

    @property
    def conversation(self) -> str: ...  # noqa: D102
    @property
    def team(self) -> str: ...  # noqa: D102
    @property
    def chosen_by(self) -> str: ...  # noqa: D102


class Channels(Protocol):
    """Where requests are posted, and who is there."""

    async def choose(
        self, *, tenant: str, conversation: str, team: str, chosen_by: str, chosen_at: datetime
    ) -> None:
        """Post a tenant's requests here from now on."""

    async def of(self, tenant: str) -> Channel | None:
        """Tell where a tenant's requests are posted; None before anybody chose."""

    async def forget(self, tenant: str, conversation: str) -> bool:
        """Forget a channel that is gone; False when it was not the tenant's."""

    #: A member has `person`, `teams_id`, `name` and `address`.
    async def keep_members(self, conversation: str, members: Iterable[Any]) -> None:
        """Remember who is in a channel; those who left are forgotten."""


class Delegations(Protocol):
    """Who stands in for whom."""

    async def add(self, delegation: Delegation) -> None:
        """Store a new one."""

    async def end(self, tenant: str, giver: str, id: str, at: datetime) -> bool:  # noqa: A002
        """Take one back; False when the giver has no such one that still holds."""
