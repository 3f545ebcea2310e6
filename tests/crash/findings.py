"""What a run came to, read from the ledger and from the tenant, not from the bot."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import make_url, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.json_codec import from_json
from ledger.database.read_only import reading
from ledger.operations.journal import Journal
from ledger.tables import run_items, runs
from licensing.journal import EntryKind
from licensing.runs.outcome import LineOutcome, Outcome, RunState
from sandbox.organization.personas import ALEX
from sandbox.tenant import Tenant, Write
from tests.crash.people import CHOSEN, Crowd

_ENDED = frozenset({RunState.DONE})


@dataclass(slots=True)
class Findings:
    """Counts of what must be zero, and the number of kills, which must not."""

    kills: int = 0
    lost: int = 0
    second_writes: int = 0
    wrong_outcomes: int = 0
    journal_gaps: int = 0
    #: Some of the faults, in words.
    faults: list[str] = field(default_factory=list)

    @property
    def bad(self) -> int:
        """How much is wrong."""
        return self.lost + self.second_writes + self.wrong_outcomes + self.journal_gaps

    def fault(self, name: str, number: int, words: str) -> None:
        """Note something that is wrong."""
        if number:
            setattr(self, name, getattr(self, name) + number)
            self.faults.append(f"{name}: {words}")


@asynccontextmanager
async def looking(url: str) -> AsyncIterator[AsyncConnection]:
    """Look into a ledger, whether a bot has it or not."""
    engine = reading(make_url(url))
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()


async def newest_run(url: str) -> tuple[str, bool, int] | None:
    """The newest run: its id, whether it has ended, how many are through."""
    async with looking(url) as connection:
        # Only what every version has.
        some = select(runs.c.id, runs.c.state, runs.c.finished)
        query = some.order_by(runs.c.started_at.desc()).limit(1)
        row = (await connection.execute(query)).first()
    return (row.id, RunState(row.state) in _ENDED, row.finished) if row else None


async def held(url: str, run: str) -> dict[tuple[int, int], datetime]:
    """Whom some replica holds: until when, by place and number of the claim."""
    async with looking(url) as connection:
        item = run_items.c
        which = (item.run_id == run) & item.finished.is_(False) & item.lease_until.is_not(None)
        query = select(item.position, item.fence, item.lease_until).where(which)
        found = await connection.execute(query)
        return {(row.position, row.fence): row.lease_until for row in found}


async def judge(url: str, run: str, crowd: Crowd, tenant: Tenant, found: Findings) -> None:
    """Compare the outcomes, the tenant and the journal of a run that has ended."""
    async with looking(url) as connection:
        query = select(run_items).where(run_items.c.run_id == run).order_by(run_items.c.position)
        rows = {row.position: row for row in await connection.execute(query)}
        await _judge_journal(Journal(connection), run, crowd, found)
    missing = [n for n in range(crowd.size) if n not in rows or not rows[n].finished]
    found.fault("lost", len(missing), f"no outcome for {missing[:5]}")
    for number, person in enumerate(crowd.ids()):
        if number not in missing:
            lines = from_json(rows[number].lines, tuple[LineOutcome, ...])
            stored = {line.product: line.outcome for line in lines}
            _judge_person(number, person, stored, crowd, tenant, found)
    _judge_writes(tenant.writes, found)


def _judge_person(
    number: int,
    person: str,
    stored: dict[str, Outcome],
    crowd: Crowd,
    tenant: Tenant,
    found: Findings,
) -> None:
    expected = crowd.expected(number)
    if stored != expected:
        said = f"person {number} ({crowd.kind(number).name}): {stored}, not {expected}"
        found.fault("wrong_outcomes", 1, said)
        return
    directly = {a.product for a in tenant.actual(person) if a.group is None}
    gone = {
        product
        for product in CHOSEN
        if stored[product] in {Outcome.REMOVED, Outcome.STILL_ASSIGNED}
    }
    if gone & directly:
        found.fault("wrong_outcomes", 1, f"person {number} still holds what is said to be gone")


def _judge_writes(writes: Sequence[Write], found: Findings) -> None:
    """A call that names a product which an earlier call of ours took is one too many."""
    taken: set[tuple[str, str]] = set()
    for write in writes:
        if write.actor != ALEX.oid:
            continue
        named = {(write.person, product) for product in write.removed}
        if again := named & taken:
            found.fault("second_writes", 1, f"{again} at {write.at}, {write.status}")
        if write.status == 200:
            taken |= named


async def _judge_journal(journal: Journal, run: str, crowd: Crowd, found: Findings) -> None:
    for tenant in await journal.tenants():
        if broken := await journal.verify(tenant):
            found.fault("journal_gaps", 1, f"the chain of {tenant} is broken: {broken}")
    kinds: Counter[str] = Counter()
    people: Counter[str | None] = Counter()
    for tenant in await journal.tenants():
        async for entry in journal.entries(tenant):
            if entry.note.run == run:
                kinds[entry.note.kind] += 1
                if entry.note.kind == EntryKind.PERSON:
                    people[entry.note.subject] += 1
    wrong = [person for person in crowd.ids() if people[person] != 1]
    found.fault("journal_gaps", len(wrong), f"{wrong[:5]} are not told of exactly once")
    for kind in (EntryKind.CONFIRMED, EntryKind.RUN_STARTED, EntryKind.RUN_ENDED):
        found.fault("journal_gaps", kinds[kind] != 1, f"{kind} stands there {kinds[kind]} times")
