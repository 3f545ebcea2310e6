"""What the dialogs read, each query in a transaction of its own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.ledger import Ledger, Unit
from ledger.requests.channels import ChannelMember
from licensing.losses.services import Data
from licensing.plans.draft import Draft
from licensing.plans.plan import Plan
from licensing.plans.planned_person import PlannedPerson
from licensing.reminders.calendar import Calendar
from licensing.reminders.upcoming import Forecast
from licensing.requests.consultation import Consultation
from licensing.requests.delegation import Delegation
from licensing.requests.events import Event
from licensing.requests.model import Request
from licensing.runs.outcome import PersonOutcome, RunProgress
from licensing.runs.receipt import Receipt
from licensing.runs.undo import RemovedLicenses
from licensing.tenant.matching import starts_with
from licensing.tenant.people import PersonRef


@dataclass(frozen=True, slots=True)
class LedgerQueries:
    """Reads drafts, plans and runs. Plans and runs raise `PlanMissing` where there is none."""

    ledger: Ledger

    async def by_token(self, token: str) -> tuple[Draft, bool] | None:
        """Find the draft of a button, and whether the button is of its newest card."""
        return await self.ledger.query(lambda unit: unit.drafts.by_token(token), brief=True)

    async def open_draft(self, tenant: str, conversation: str, owner: str) -> Draft | None:
        """Find the unfinished walk of a person in a conversation."""
        return await self.ledger.query(
            lambda unit: unit.drafts.open_in(tenant, conversation, owner), brief=True
        )

    async def open_work(
        self, tenant: str, conversation: str, owner: str
    ) -> tuple[Draft | None, int]:
        """Find a person's unfinished walk in a conversation, and count runs that have not ended."""

        async def work(unit: Unit) -> tuple[Draft | None, int]:
            walk = await unit.drafts.open_in(tenant, conversation, owner)
            return walk, await unit.receipts.count_open(tenant, owner)

        return await self.ledger.query(work, brief=True)

    async def plan(self, id: str) -> Plan:  # noqa: A002 - the plan's own word
        """Read a plan without its people."""
        return await self.ledger.query(lambda unit: unit.plans.header(id), brief=True)

    async def plan_people(self, plan: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        """Read a page of a plan, in its order."""
        return await self.ledger.query(lambda unit: unit.plans.people(plan, offset, limit))

    async def tally(self, run: str) -> RunProgress:
        """Count how far a run is."""
        return await self.ledger.query(lambda unit: unit.run_views.tally(run))

    async def forecast(self, run: str) -> Forecast | None:
        """What is ahead by the calendar of a run; None where there is none."""

        async def work(unit: Unit) -> Forecast | None:
            calendar = await unit.calendars.get(run)
            return await _forecast(unit, calendar) if calendar else None

        return await self.ledger.query(work)

    async def forecasts(self, tenant: str, owner: str | None) -> tuple[Forecast, ...]:
        """What is ahead by all calendars that are not over, oldest first; None: everyone's."""

        async def work(unit: Unit) -> tuple[Forecast, ...]:
            found = await unit.calendars.ahead(tenant, owner)
            return tuple([await _forecast(unit, calendar) for calendar in found])

        return await self.ledger.query(work)

    async def has_pending_calendar(self, tenant: str, owner: str | None, since: datetime) -> bool:
        """Whether a run ended since then whose calendar is not full; of one owner, or all."""
        return await self.ledger.query(
            lambda unit: unit.calendars.has_pending(tenant, owner, since)
        )

    async def newer(
        self, tenant: str, people: Sequence[str], ended_at: datetime
    ) -> Mapping[str, frozenset[Data]]:
        """What runs that ended later took from these people."""
        return await self.ledger.query(lambda unit: unit.calendars.newer(tenant, people, ended_at))

    async def reachable(self, tenant: str, people: Sequence[str]) -> int:
        """How many of these people have a chat of their own with the bot."""
        chats = await self.ledger.query(lambda unit: unit.conversations.chats_of(tenant, people))
        return len(chats)

    async def names(self, plan: str, positions: Sequence[int]) -> Mapping[int, PersonRef]:
        """What people of a plan were called, by place."""
        return await self.ledger.query(lambda unit: unit.calendars.names(plan, positions))

    async def outcomes(self, run: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read a page of a run's outcomes, in the plan's order."""
        return await self.ledger.query(lambda unit: unit.run_views.outcomes(run, offset, limit))

    async def worst(self, run: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read a page of a run's outcomes, worst first."""
        return await self.ledger.query(lambda unit: unit.run_views.worst(run, offset, limit))

    async def removed(self, run: str, among: Collection[str] | None) -> tuple[RemovedLicenses, ...]:
        """What a run took and no one gave back since, perhaps only of some people by id."""

        async def work(unit: Unit) -> list[tuple[RemovedLicenses, ...]]:
            return [page async for page in unit.undo.removed(run, among)]

        return tuple(one for page in await self.ledger.query(work) for one in page)

    async def search_removed(self, run: str, text: str, limit: int) -> tuple[PersonRef, ...]:
        """The first people to whom something can be given back, with a word that begins so."""

        async def work(unit: Unit) -> list[PersonRef]:
            found: list[PersonRef] = []
            async for page in unit.undo.removed(run):
                found += [one.person for one in page if starts_with(one.person, text)]
                if len(found) >= limit:
                    break
            return found

        return tuple((await self.ledger.query(work))[:limit])

    async def live_card(self, run: str, conversation: str, owner: str) -> Draft | None:
        """Find the card by which a person follows a run in a conversation."""
        return await self.ledger.query(
            lambda unit: unit.drafts.following(run, conversation, owner), brief=True
        )

    async def receipt(self, tenant: str, number: int) -> Receipt | None:
        """Find a receipt by its number."""
        return await self.ledger.query(lambda unit: unit.receipts.by_number(tenant, number))

    async def receipt_of(self, run: str) -> Receipt:
        """The receipt of a run."""
        return await self.ledger.query(lambda unit: unit.receipts.of_run(run))

    async def receipts(
        self, tenant: str, person: str | None, offset: int, limit: int
    ) -> tuple[tuple[Receipt, ...], int]:
        """Read a page of the receipts, newest first, and how many there are in all."""

        async def work(unit: Unit) -> tuple[tuple[Receipt, ...], int]:
            page = await unit.receipts.page(tenant, person, offset, limit)
            return page, await unit.receipts.count(tenant, person)

        return await self.ledger.query(work)

    async def open_receipts(
        self, tenant: str, person: str | None, limit: int, *, own: bool = False
    ) -> tuple[Receipt, ...]:
        """Read the newest receipts of runs that have not ended."""
        return await self.ledger.query(
            lambda unit: unit.receipts.open(tenant, person, limit, own=own)
        )


@dataclass(frozen=True, slots=True)
class LedgerRequestQueries:
    """Reads requests. What is not there raises `RequestMissing`."""

    ledger: Ledger

    async def get(self, id: str) -> Request:  # noqa: A002 - the request's own word
        """Read a request."""
        return await self.ledger.query(lambda unit: unit.requests.get(id))

    async def by_number(self, tenant: str, number: int) -> Request:
        """Read a tenant's request by its number."""
        return await self.ledger.query(lambda unit: unit.requests.by_number(tenant, number))

    async def by_token(self, token: str) -> tuple[Request, int] | None:
        """Find the request of a button, and the revision that the button is of."""
        return await self.ledger.query(lambda unit: unit.requests.by_token(token))

    async def new_number(self, tenant: str) -> int:
        """Give a number for a new request; the only look that writes."""
        async with self.ledger.begin() as unit:
            return await unit.requests.next_number(tenant)

    async def open_in(self, tenant: str, after: int, limit: int) -> Sequence[Request]:
        """Read open requests with a number above `after`, oldest first."""
        return await self.ledger.query(lambda unit: unit.requests.open_in(tenant, after, limit))

    async def open_outside(self, tenant: str, channel: str, limit: int) -> Sequence[Request]:
        """Read open requests that are not posted in this channel, oldest first."""
        return await self.ledger.query(
            lambda unit: unit.requests.open_outside(tenant, channel, limit)
        )

    async def requested_by(self, tenant: str, person: str, limit: int) -> Sequence[Request]:
        """Read what a person asked, newest first."""
        return await self.ledger.query(
            lambda unit: unit.requests.requested_by(tenant, person, limit)
        )

    async def was_approved(self, tenant: str, person: str, plan: str) -> bool:
        """Whether a person asked for a plan to be approved, and it was."""
        return await self.ledger.query(
            lambda unit: unit.requests.was_approved(tenant, person, plan)
        )

    async def ended_in(self, tenant: str, limit: int) -> Sequence[Request]:
        """Read what has ended in a tenant, newest first."""
        return await self.ledger.query(lambda unit: unit.requests.ended_in(tenant, limit))

    async def count_open(self, tenant: str) -> int:
        """How many wait in a tenant."""
        return await self.ledger.query(lambda unit: unit.requests.count_open(tenant))

    async def trail(self, id: str, limit: int) -> Sequence[Event]:  # noqa: A002
        """Read the newest entries of a request's trail, in their order."""
        return await self.ledger.query(lambda unit: unit.requests.trail(id, limit))

    async def affected(self, plan: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        """Read a page of those from whom a plan removes something."""
        return await self.ledger.query(lambda unit: unit.plans.affected(plan, offset, limit))

    async def draft(self, id: str) -> Draft | None:  # noqa: A002
        """Find a walk."""
        return await self.ledger.query(lambda unit: unit.drafts.get(id))

    async def channel(self, tenant: str) -> str:
        """The conversation in which a tenant's requests are posted; empty before one is chosen."""
        async with self.ledger.read() as unit:
            found = await unit.channels.of(tenant)
        return found.conversation if found else ""

    async def members(self, conversation: str) -> Sequence[ChannelMember]:
        """Who is in a channel, as far as is known."""
        return await self.ledger.query(lambda unit: unit.channels.members(conversation))

    async def has_unsent(self, slot: str) -> bool:
        """Whether something for a card is still to be sent."""
        return await self.ledger.query(lambda unit: unit.outbox.has_unsent(slot))

    async def personal_chat(self, tenant: str, person: str) -> str | None:
        """The conversation of a person's own chat with the bot."""
        return await self.ledger.query(lambda unit: unit.conversations.personal(tenant, person))

    async def chats_of(self, tenant: str, people: Sequence[str]) -> Mapping[str, str]:
        """The own chats of these people with the bot, by person."""
        return await self.ledger.query(lambda unit: unit.conversations.chats_of(tenant, people))

    async def consultations(self, request: str) -> Sequence[Consultation]:
        """Everyone who was asked whether they still need what a request would take."""
        return await self.ledger.query(lambda unit: unit.consultations.of(request))

    async def consultation(self, token: str) -> Consultation | None:
        """Whom a button asks; the button counts if its token is still the one there."""
        return await self.ledger.query(lambda unit: unit.consultations.by_token(token))

    async def delegated_to(self, tenant: str, person: str, now: datetime) -> Sequence[Delegation]:
        """Rights that others lent to a person, and that hold now."""
        return await self.ledger.query(lambda unit: unit.delegations.to(tenant, person, now))

    async def delegated_by(self, tenant: str, person: str, now: datetime) -> Sequence[Delegation]:
        """Rights that a person has lent and that have not ended."""
        return await self.ledger.query(lambda unit: unit.delegations.of(tenant, person, now))

    async def signed_in_at(self, tenant: str, person: str) -> datetime | None:
        """When a person last proved in a window who they are."""
        return await self.ledger.query(lambda unit: unit.fresh_sign_ins.last(tenant, person))


async def _forecast(unit: Unit, calendar: Calendar) -> Forecast:
    terms = (await unit.plans.header(calendar.plan)).terms
    return Forecast(calendar, terms, await unit.calendars.all_periods(calendar.run))
