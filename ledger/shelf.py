"""The shelf: what the conversations only read, each look in a transaction of its own."""

from dataclasses import dataclass

from ledger.engine import Ledger
from licensing.draft import Draft
from licensing.outcome import PersonOutcome, Tally
from licensing.plan import Plan, PlannedPerson


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
