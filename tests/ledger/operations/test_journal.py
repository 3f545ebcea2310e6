import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ledger import Ledger
from ledger.runs.items import Item
from licensing.errors import Answer
from licensing.journal import Break, Entry, EntryKind, Fault, Head, Note
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome
from licensing.tenant.roles import ActingMode
from tests.support.ledger import CHAT, NOW, OWNER, TENANT, later, plan_of, start
from tests.support.people import SALES, assignment, person

LEASE = timedelta(minutes=5)
#: Damage that PostgreSQL's column types refuse by themselves.
UNTYPED = ("UPDATE journal SET what = '{'", "UPDATE journal SET at = 'soon'")


async def chain(ledger: Ledger, tenant: str = TENANT) -> list[Entry]:
    async with ledger.read() as unit:
        return [entry async for entry in unit.journal.entries(tenant)]


async def fault(ledger: Ledger) -> Break | None:
    async with ledger.read() as unit:
        return await unit.journal.verify(TENANT)


async def write(ledger: Ledger, number: int, tenant: str = TENANT) -> None:
    for place in range(number):
        async with ledger.begin() as unit:
            await unit.journal.append(tenant, later(place), Note(EntryKind.SIGNED_IN, f"p{place}"))


async def tamper(ledger: Ledger, *statements: str) -> None:
    """Change the tables as someone can who may drop the triggers."""
    async with ledger._database.writer.begin() as connection:
        on = " ON journal" if connection.dialect.name == "postgresql" else ""
        for name in ("update", "delete", "replace", "change"):
            await connection.execute(text(f"DROP TRIGGER IF EXISTS journal_no_{name}{on}"))
        for statement in statements:
            await connection.execute(text(statement))


def _skip_others(ledger: Ledger, statement: str) -> None:
    """Leave out what only the other database can be told, or would take."""
    foreign = ("TRUNCATE",) if not ledger.shared else ("INSERT OR", *UNTYPED)
    if statement.startswith(foreign):
        pytest.skip("the other database's own")


async def test_what_is_written_is_read_back_in_one_chain(ledger: Ledger) -> None:
    note = Note(
        EntryKind.PERSON,
        "alex",
        ActingMode.APP,
        "adele",
        "run",
        "hash",
        {"a": [1, "é"]},
        "200",
        "request",
    )
    with structlog.contextvars.bound_contextvars(correlation_id="click"):
        async with ledger.begin() as unit:
            await unit.journal.append(TENANT, NOW, Note(EntryKind.SIGNED_IN, "alex"), note)
    first, second = await chain(ledger)
    assert (second.note, second.at, second.correlation) == (note, NOW, "click")
    assert (first.number, second.number, second.previous) == (1, 2, first.hash)
    assert await fault(ledger) is None


async def test_each_tenant_has_a_chain_of_its_own(ledger: Ledger) -> None:
    await write(ledger, 2)
    await write(ledger, 3, "other")
    async with ledger.read() as unit:
        assert await unit.journal.tenants() == ["other", TENANT]
        assert (await unit.journal.head("other")).number == 3
        assert await unit.journal.head("nobody") == Head()
    assert [entry.number for entry in await chain(ledger)] == [1, 2]


async def test_what_is_rolled_back_leaves_no_gap(ledger: Ledger) -> None:
    async def fail() -> None:
        async with ledger.begin() as unit:
            await unit.journal.append(TENANT, NOW, Note(EntryKind.SIGNED_IN, "alex"))
            raise RuntimeError

    await write(ledger, 1)
    with pytest.raises(RuntimeError):
        await fail()
    await write(ledger, 1)
    assert [entry.number for entry in await chain(ledger)] == [1, 2]
    assert await fault(ledger) is None


async def test_many_writers_at_once_make_one_chain(ledger: Ledger) -> None:
    await asyncio.gather(*(write(ledger, 2) for _ in range(10)))
    assert [entry.number for entry in await chain(ledger)] == [*range(1, 21)]
    assert await fault(ledger) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET actor = 'megan'",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE number = 1",
        "TRUNCATE journal",
    ],
)
async def test_the_database_itself_refuses_to_change_an_entry(
    ledger: Ledger, statement: str
) -> None:
    _skip_others(ledger, statement)
    await write(ledger, 2)
    with pytest.raises(DBAPIError, match="can only be added to"):
        async with ledger._database.writer.begin() as connection:
            await connection.execute(text(statement))
    assert await fault(ledger) is None


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE journal SET actor = 'megan' WHERE number = 3", Break(3, Fault.CHANGED)),
        ("UPDATE journal SET what = '[1]' WHERE number = 3", Break(3, Fault.CHANGED)),
        ("UPDATE journal SET what = '{' WHERE number = 3", Break(3, Fault.UNREADABLE)),
        ("UPDATE journal SET at = 'soon' WHERE number = 3", Break(3, Fault.UNREADABLE)),
        ("UPDATE journal SET previous = hash WHERE number = 3", Break(3, Fault.PREVIOUS)),
        ("UPDATE journal SET number = -4 WHERE number = 3", Break(1, Fault.NUMBER)),
        ("DELETE FROM journal WHERE number = 3", Break(3, Fault.NUMBER)),
        ("DELETE FROM journal WHERE number = 5", Break(5, Fault.END)),
        ("DELETE FROM journal", Break(1, Fault.END)),
        ("DELETE FROM journal_heads", Break(6, Fault.END)),
    ],
)
async def test_anyone_who_gets_round_that_is_found(
    ledger: Ledger, statement: str, found: Break
) -> None:
    _skip_others(ledger, statement)
    await write(ledger, 5)
    await tamper(ledger, statement)
    assert await fault(ledger) == found


async def _finish(ledger: Ledger, item: Item, lines: Sequence[LineOutcome]) -> bool:
    who = item.person
    outcome = PersonOutcome(who.id, who.name, who.address, (*lines, *item.untouched))
    async with ledger.begin() as unit:
        return bool(await unit.run_outcomes.finish([(item, outcome)], later(2)))


async def test_a_run_tells_its_start_each_person_once_and_its_end(ledger: Ledger) -> None:
    people = (person("adele", "e3"), person("grady", assignment("e3", SALES)))
    plan = plan_of(*people)
    with structlog.contextvars.bound_contextvars(correlation_id="click"):
        async with ledger.begin() as unit:
            await unit.plans.save(plan)
            await unit.runs.start("run", "plan", TENANT, OWNER, NOW, "slot", CHAT, ActingMode.APP)
            await unit.runs.start("again", "plan", TENANT, OWNER, NOW, "slot", CHAT, ActingMode.APP)
            (item,) = await unit.run_items.claim("run", NOW, LEASE, 10)
    answer = Answer(400, "Request_BadRequest", "Adele Vance does not", "request")
    line = LineOutcome("e3", Outcome.FAILED, (SALES,), "LicenseNotHeld", answer)
    assert await _finish(ledger, item, [line])
    assert not await _finish(ledger, item, [line])
    async with ledger.begin() as unit:
        assert await unit.run_lifecycle.complete("run", later(3))
        assert await unit.run_lifecycle.complete("run", later(4))
    entries = await chain(ledger)
    assert [(e.note.kind, e.note.subject) for e in entries] == [
        (EntryKind.RUN_STARTED, None),
        (EntryKind.PERSON, "grady"),
        (EntryKind.PERSON, "adele"),
        (EntryKind.RUN_ENDED, None),
    ]
    assert {(e.note.actor, e.note.acting_as, e.note.run) for e in entries} == {
        (OWNER, "app", "run")
    }
    assert {(e.note.plan_hash, e.correlation) for e in entries} == {(plan.hash, "click")}
    done = entries[2].note
    assert (done.answer, done.request_id) == ("400 Request_BadRequest", "request")
    told = {
        "product": "e3",
        "outcome": "failed",
        "groups": [SALES.id],
        "reason": "LicenseNotHeld",
    }
    assert done.what == {"lines": [told]}
    assert entries[0].note.what == {"plan": "plan", "people": 2, "receipt": 1}
    counts = {"failed": 1, "kept": 1}
    assert entries[3].note.what == {"people": 2, "outcomes": counts, "receipt": 1}
    assert await fault(ledger) is None


async def test_no_name_and_no_address_gets_into_the_journal(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(person("adele", "e3"), person("grady", assignment("e3", SALES))))
    everything = str(await chain(ledger))
    assert "@" not in everything
    assert not [name for name in ("Adele", "Grady", SALES.name) if name in everything]
