"""The shelf of requests: what the conversations about them read, each look in its transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.ledger import Ledger
from ledger.requests.channels import ChannelMember
from licensing.plans.draft import Draft
from licensing.plans.planned_person import PlannedPerson
from licensing.requests.consultation import Consultation
from licensing.requests.delegation import Delegation
from licensing.requests.events import Event
from licensing.requests.model import Request


@dataclass(frozen=True, slots=True)
class LedgerRequestQueries:
    """Reads requests. What is not there raises `RequestMissing`."""

    ledger: Ledger

    async def get(self, id: str) -> Request:  # noqa: A002 - the request's own word
        """Read a request."""
        async with self.ledger.read() as unit:
            return await unit.requests.get(id)

    async def by_number(self, tenant: str, number: int) -> Request:
        """Read a tenant's request by its number."""
        async with self.ledger.read() as unit:
            return await unit.requests.by_number(tenant, number)

    async def by_token(self, token: str) -> tuple[Request, int] | None:
        """Find the request of a button, and the revision that the button is of."""
        async with self.ledger.read() as unit:
            return await unit.requests.by_token(token)

    async def new_number(self, tenant: str) -> int:
        """Give a number for a new request; the only look that writes."""
        async with self.ledger.begin() as unit:
            return await unit.requests.next_number(tenant)

    async def open_in(self, tenant: str, after: int, limit: int) -> Sequence[Request]:
        """Read open requests with a number above `after`, oldest first."""
        async with self.ledger.read() as unit:
            return await unit.requests.open_in(tenant, after, limit)

    async def open_outside(self, tenant: str, channel: str, limit: int) -> Sequence[Request]:
        """Read open requests that are not posted in this channel, oldest first."""
        async with self.ledger.read() as unit:
            return await unit.requests.open_outside(tenant, channel, limit)

    async def asked_by(self, tenant: str, person: str, limit: int) -> Sequence[Request]:
        """Read what a person asked, newest first."""
        async with self.ledger.read() as unit:
            return await unit.requests.asked_by(tenant, person, limit)

    async def asked(self, tenant: str, person: str, plan: str) -> bool:
        """Whether a person asked for a plan to be approved, and it was."""
        async with self.ledger.read() as unit:
            return await unit.requests.asked(tenant, person, plan)

    async def ended_in(self, tenant: str, limit: int) -> Sequence[Request]:
        """Read what has ended in a tenant, newest first."""
        async with self.ledger.read() as unit:
            return await unit.requests.ended_in(tenant, limit)

    async def count_open(self, tenant: str) -> int:
        """How many wait in a tenant."""
        async with self.ledger.read() as unit:
            return await unit.requests.count_open(tenant)

    async def trail(self, id: str, limit: int) -> Sequence[Event]:  # noqa: A002
        """Read the newest entries of a request's trail, in their order."""
        async with self.ledger.read() as unit:
            return await unit.requests.trail(id, limit)

    async def affected(self, plan: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        """Read a page of those from whom a plan removes something."""
        async with self.ledger.read() as unit:
            return await unit.plans.affected(plan, offset, limit)

    async def draft(self, id: str) -> Draft | None:  # noqa: A002
        """Find a walk."""
        async with self.ledger.read() as unit:
            return await unit.drafts.get(id)

    async def channel(self, tenant: str) -> str:
        """The conversation in which a tenant's requests are posted; empty before one is chosen."""
        async with self.ledger.read() as unit:
            found = await unit.channels.of(tenant)
        return found.conversation if found else ""

    async def members(self, conversation: str) -> Sequence[ChannelMember]:
        """Who is in a channel, as far as is known."""
        async with self.ledger.read() as unit:
            return await unit.channels.members(conversation)

    async def waits(self, slot: str) -> bool:
        """Whether something for a card is still to be sent."""
        async with self.ledger.read() as unit:
            return await unit.outbox.waits(slot)

    async def personal_chat(self, tenant: str, person: str) -> str | None:
        """The conversation of a person's own chat with the bot."""
        async with self.ledger.read() as unit:
            return await unit.conversations.personal(tenant, person)

    async def chats_of(self, tenant: str, people: Sequence[str]) -> Mapping[str, str]:
        """The own chats of these people with the bot, by person."""
        async with self.ledger.read() as unit:
            return await unit.conversations.chats_of(tenant, people)

    async def consultations(self, request: str) -> Sequence[Consultation]:
        """Everybody who was asked whether they still need what a request would take."""
        async with self.ledger.read() as unit:
            return await unit.consultations.of(request)

    async def consultation(self, token: str) -> Consultation | None:
        """Whom a button asks; the button counts if its token is still the one there."""
        async with self.ledger.read() as unit:
            return await unit.consultations.by_token(token)

    async def lent_to(self, tenant: str, person: str, now: datetime) -> Sequence[Delegation]:
        """Rights that others lent to a person, and that hold now."""
        async with self.ledger.read() as unit:
            return await unit.delegations.to(tenant, person, now)

    async def lent_by(self, tenant: str, person: str, now: datetime) -> Sequence[Delegation]:
        """Rights that a person has lent and that have not ended."""
        async with self.ledger.read() as unit:
            return await unit.delegations.of(tenant, person, now)

    async def signed_in_at(self, tenant: str, person: str) -> datetime | None:
        """When a person last proved in a window who they are."""
        async with self.ledger.read() as unit:
            return await unit.fresh_sign_ins.last(tenant, person)
