"""The shelf: what the conversations only read, each look in a transaction of its own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.ledger import Ledger, Unit
from licensing.losses.services import Data
from licensing.plans.draft import Draft
from licensing.plans.plan import Plan
from licensing.plans.planned_person import PlannedPerson
from licensing.reminders.calendar import Calendar
from licensing.reminders.upcoming import Forecast
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
        return await self.ledger.look(lambda unit: unit.drafts.by_token(token), brief=True)

    async def open_walk(self, tenant: str, conversation: str, owner: str) -> Draft | None:
        """Find the unfinished walk of a person in a conversation."""
        return await self.ledger.look(
            lambda unit: unit.drafts.open_in(tenant, conversation, owner), brief=True
        )

    async def left_open(
        self, tenant: str, conversation: str, owner: str
    ) -> tuple[Draft | None, int]:
        """Find a person's unfinished walk in a conversation, and count runs that have not ended."""

        async def work(unit: Unit) -> tuple[Draft | None, int]:
            walk = await unit.drafts.open_in(tenant, conversation, owner)
            return walk, await unit.receipts.count_open(tenant, owner)

        return await self.ledger.look(work, brief=True)

    async def plan(self, id: str) -> Plan:  # noqa: A002 - the plan's own word
        """Read a plan without its people."""
        return await self.ledger.look(lambda unit: unit.plans.header(id), brief=True)

    async def plan_people(self, plan: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        """Read a page of a plan, in its order."""
        return await self.ledger.look(lambda unit: unit.plans.people(plan, offset, limit))

    async def tally(self, run: str) -> RunProgress:
        """Count how far a run is."""
        return await self.ledger.look(lambda unit: unit.run_views.tally(run))

    async def outlook(self, run: str) -> Forecast | None:
        """What is ahead by the calendar of a run; None where there is none."""

        async def work(unit: Unit) -> Forecast | None:
            calendar = await unit.calendars.get(run)
            return await _outlook(unit, calendar) if calendar else None

        return await self.ledger.look(work)

    async def outlooks(self, tenant: str, owner: str | None) -> tuple[Forecast, ...]:
        """What is ahead by all calendars that are not over, oldest first; None: everybody's."""

        async def work(unit: Unit) -> tuple[Forecast, ...]:
            found = await unit.calendars.ahead(tenant, owner)
            return tuple([await _outlook(unit, calendar) for calendar in found])

        return await self.ledger.look(work)

    async def unwritten(self, tenant: str, owner: str | None, since: datetime) -> bool:
        """Whether a run ended since then whose calendar is not full; of one owner, or all."""
        return await self.ledger.look(lambda unit: unit.calendars.unwritten(tenant, owner, since))

    async def newer(
        self, tenant: str, people: Sequence[str], ended_at: datetime
    ) -> Mapping[str, frozenset[Data]]:
        """What runs that ended later took from these people."""
        return await self.ledger.look(lambda unit: unit.calendars.newer(tenant, people, ended_at))

    async def reachable(self, tenant: str, people: Sequence[str]) -> int:
        """How many of these people have a chat of their own with the bot."""
        chats = await self.ledger.look(lambda unit: unit.conversations.chats_of(tenant, people))
        return len(chats)

    async def names(self, plan: str, positions: Sequence[int]) -> Mapping[int, PersonRef]:
        """What people of a plan were called, by place."""
        return await self.ledger.look(lambda unit: unit.calendars.names(plan, positions))

    async def outcomes(self, run: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read a page of a run's outcomes, in the plan's order."""
        return await self.ledger.look(lambda unit: unit.run_views.outcomes(run, offset, limit))

    async def worst(self, run: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read a page of a run's outcomes, worst first."""
        return await self.ledger.look(lambda unit: unit.run_views.worst(run, offset, limit))

    async def taken(self, run: str, among: Collection[str] | None) -> tuple[RemovedLicenses, ...]:
        """What a run took and nobody gave back since, perhaps only of some people by id."""

        async def work(unit: Unit) -> list[tuple[RemovedLicenses, ...]]:
            return [page async for page in unit.undoing.taken(run, among)]

        return tuple(one for page in await self.ledger.look(work) for one in page)

    async def search_taken(self, run: str, text: str, limit: int) -> tuple[PersonRef, ...]:
        """The first people to whom something can be given back, with a word that begins so."""

        async def work(unit: Unit) -> list[PersonRef]:
            found: list[PersonRef] = []
            async for page in unit.undoing.taken(run):
                found += [one.person for one in page if starts_with(one.person, text)]
                if len(found) >= limit:
                    break
            return found

        return tuple((await self.ledger.look(work))[:limit])

    async def live_card(self, run: str, conversation: str, owner: str) -> Draft | None:
        """Find the card by which a person follows a run in a conversation."""
        return await self.ledger.look(
            lambda unit: unit.drafts.following(run, conversation, owner), brief=True
        )

    async def receipt(self, tenant: str, number: int) -> Receipt | None:
        """Find a receipt by its number."""
        return await self.ledger.look(lambda unit: unit.receipts.by_number(tenant, number))

    async def receipt_of(self, run: str) -> Receipt:
        """The receipt of a run."""
        return await self.ledger.look(lambda unit: unit.receipts.of_run(run))

    async def receipts(
        self, tenant: str, person: str | None, offset: int, limit: int
    ) -> tuple[tuple[Receipt, ...], int]:
        """Read a page of the receipts, newest first, and how many there are in all."""

        async def work(unit: Unit) -> tuple[tuple[Receipt, ...], int]:
            page = await unit.receipts.page(tenant, person, offset, limit)
            return page, await unit.receipts.count(tenant, person)

        return await self.ledger.look(work)

    async def open_receipts(
        self, tenant: str, person: str | None, limit: int, *, own: bool = False
    ) -> tuple[Receipt, ...]:
        """Read the newest receipts of runs that have not ended."""
        return await self.ledger.look(
            lambda unit: unit.receipts.open(tenant, person, limit, own=own)
        )


async def _outlook(unit: Unit, calendar: Calendar) -> Forecast:
    terms = (await unit.plans.header(calendar.plan)).terms
    return Forecast(calendar, terms, await unit.calendars.everybody(calendar.run))
