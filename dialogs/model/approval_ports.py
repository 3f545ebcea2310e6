"""What approvals need from the ledger, and nothing more."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from licensing.plans.draft import Draft
from licensing.plans.plan import PlannedPerson
from licensing.requests.consultation import Consultation
from licensing.requests.delegation import Delegation
from licensing.requests.events import Event
from licensing.requests.model import Request
from licensing.tenant.people import PersonRef


class Member(Protocol):
    """Somebody in a channel."""

    @property
    def person(self) -> str:
        """The Entra object id."""

    @property
    def teams_id(self) -> str:
        """What Teams calls them."""

    @property
    def name(self) -> str:
        """The display name."""

    @property
    def address(self) -> str:
        """The user principal name."""


class RequestQueries(Protocol):
    """Requests and all that belongs to them, each look at one moment."""

    async def get(self, id: str) -> Request:  # noqa: A002
        """Read a request; `RequestMissing` if there is none."""

    async def by_number(self, tenant: str, number: int) -> Request:
        """Read a tenant's request by its number; `RequestMissing` if there is none."""

    async def by_token(self, token: str) -> tuple[Request, int] | None:
        """Find the request of a button, and the revision that the button is of."""

    async def new_number(self, tenant: str) -> int:
        """Give a number for a new request."""

    async def open_in(self, tenant: str, after: int, limit: int) -> Sequence[Request]:
        """Read open requests with a number above `after`, oldest first."""

    async def open_outside(self, tenant: str, channel: str, limit: int) -> Sequence[Request]:
        """Read open requests that are not posted in this channel, oldest first."""

    async def asked_by(self, tenant: str, person: str, limit: int) -> Sequence[Request]:
        """Read what a person asked, newest first."""

    async def asked(self, tenant: str, person: str, plan: str) -> bool:
        """Whether a person asked for a plan to be approved, and it was."""

    async def ended_in(self, tenant: str, limit: int) -> Sequence[Request]:
        """Read what has ended in a tenant, newest first."""

    async def count_open(self, tenant: str) -> int:
        """How many wait in a tenant."""

    async def trail(self, id: str, limit: int) -> Sequence[Event]:  # noqa: A002
        """Read the newest entries of a request's trail, in their order."""

    async def affected(self, plan: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        """Read a page of those from whom a plan removes something."""

    async def draft(self, id: str) -> Draft | None:  # noqa: A002
        """Find a walk."""

    async def channel(self, tenant: str) -> str:
        """The conversation in which a tenant's requests are posted; empty before one is chosen."""

    async def members(self, conversation: str) -> Sequence[Member]:
        """Who is in a channel, as far as is known."""

    async def waits(self, slot: str) -> bool:
        """Whether something for a card is still to be sent."""

    async def personal_chat(self, tenant: str, person: str) -> str | None:
        """The conversation of a person's own chat with the bot."""

    async def chats_of(self, tenant: str, people: Sequence[str]) -> Mapping[str, str]:
        """The own chats of these people with the bot, by person."""

    async def consultations(self, request: str) -> Sequence[Consultation]:
        """Everybody who was asked whether they still need what a request would take."""

    async def consultation(self, token: str) -> Consultation | None:
        """Whom a button asks; the button counts if its token is still the one there."""

    async def lent_to(self, tenant: str, person: str, now: datetime) -> Sequence[Delegation]:
        """Rights that others lent to a person, and that hold now."""

    async def lent_by(self, tenant: str, person: str, now: datetime) -> Sequence[Delegation]:
        """Rights that a person has lent and that have not ended."""

    async def signed_in_at(self, tenant: str, person: str) -> datetime | None:
        """When a person last proved in a window who they are."""


class Org(Protocol):
    """Who stands around people, asked of the tenant at this moment. May raise `TenantError`."""

    async def groups_among(self, person: str, groups: Collection[str]) -> frozenset[str]:
        """Those of the given groups that a person is in."""

    async def roles_of(self, person: str) -> frozenset[str]:
        """Template ids of the active directory roles of a person."""

    async def manager_of(self, person: str) -> PersonRef | None:
        """The manager of a person."""

    async def reports_of(self, person: str) -> frozenset[str]:
        """Object ids of everybody whom a person leads directly."""

    async def members_of(self, group: str) -> tuple[PersonRef, ...]:
        """Everybody in a group."""
