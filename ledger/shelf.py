"""The shelf: what the conversations only read, each look in a transaction of its own."""

from collections.abc import Collection
from dataclasses import dataclass

from ledger.engine import Ledger, Unit
from licensing.draft import Draft
from licensing.matching import begins
from licensing.outcome import PersonOutcome, Tally
from licensing.people import PersonRef
from licensing.plan import Plan, PlannedPerson
from licensing.receipt import Receipt
from licensing.restoration import Taken


@dataclass(frozen=True, slots=True)
class LedgerShelf:
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

    async def tally(self, run: str) -> Tally:
        """Count how far a run is."""
        return await self.ledger.look(lambda unit: unit.runs.tally(run))

    async def outcomes(self, run: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read a page of a run's outcomes, in the plan's order."""
        return await self.ledger.look(lambda unit: unit.runs.outcomes(run, offset, limit))

    async def worst(self, run: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read a page of a run's outcomes, worst first."""
        return await self.ledger.look(lambda unit: unit.runs.worst(run, offset, limit))

    async def taken(self, run: str, among: Collection[str] | None) -> tuple[Taken, ...]:
        """What a run took and nobody gave back since, perhaps only of some people by id."""

        async def work(unit: Unit) -> list[tuple[Taken, ...]]:
            return [page async for page in unit.undoing.taken(run, among)]

        return tuple(one for page in await self.ledger.look(work) for one in page)

    async def search_taken(self, run: str, text: str, limit: int) -> tuple[PersonRef, ...]:
        """The first people to whom something can be given back, with a word that begins so."""

        async def work(unit: Unit) -> list[PersonRef]:
            found: list[PersonRef] = []
            async for page in unit.undoing.taken(run):
                found += [one.person for one in page if begins(one.person, text)]
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
