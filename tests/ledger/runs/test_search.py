"""Receipts are found by person, admin, approver, product and day, also after people have left."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ledger import Ledger, Unit
from ledger.queries import LedgerQueries
from licensing.journal import EntryKind, Note
from licensing.plans.receipt_search import ReceiptSearch, SearchField
from licensing.requests.model import Participant, State
from licensing.tenant.people import PersonRef
from tests.ledger.runs.test_store import LEASE, outcome_of
from tests.support.ledger import CHAT, TENANT, later, plan_of
from tests.support.people import person
from tests.support.requests import opened as opened_request

GUID = "12345678-0000-4000-8000-0000000000aa"
PEOPLE = {
    1: PersonRef("p1", "Adele Vance", "adelev@contoso.com"),
    2: PersonRef("p2", "Zoë \N{LATIN SMALL LETTER SHARP S}trich", "zoe@contoso.com"),
    3: PersonRef(GUID, '100% O\'Brien_x "Q"', "sean.o'brien@contoso.com"),
}


async def fill(unit: Unit) -> None:
    """Three receipts on three days: of Adele by Alex, of Zoë by Megan, of Sean by Alex."""
    for number, one in PEOPLE.items():
        run, product = f"run-{number}", "e3"
        plan = plan_of(replace(person(one.id, product), name=one.name), id=run)
        people = tuple(replace(p, name=one.name, address=one.address) for p in plan.people)
        products = {product: f"Office 365 E{number}"}
        await unit.plans.save(replace(plan, people=people, products=products))
        at = later(0) + timedelta(days=number)
        owner = "megan" if number == 2 else "alex"
        await unit.runs.start(run, run, TENANT, owner, at, run, CHAT, owner_name=owner.title())
        (item,) = await unit.run_items.claim(run, at, LEASE, 1)
        await unit.run_outcomes.finish([(item, outcome_of(item))], at)
        await unit.run_lifecycle.complete(run, at)
    request = opened_request(number=7, tenant=TENANT, plan="run-2", state=State.APPROVED)
    asked = replace(request, requester=Participant("diego", "Diego Siciliani"))
    await unit.requests.save(asked, None)
    await unit.people.note(TENANT, [PersonRef("lee", "Lee Gu", "")])
    what = {"request": asked.id, "number": 7}
    await unit.journal.append(TENANT, later(0), Note(EntryKind.REQUEST_APPROVED, "lee", what=what))


async def found(ledger: Ledger, person: str | None = None, **search: object) -> list[int]:
    queries = LedgerQueries(ledger)
    wanted = ReceiptSearch(**search)  # type: ignore[arg-type]
    receipts, total = await queries.receipts(TENANT, person, 0, 10, wanted)
    assert total == len(receipts)
    return [one.number for one in receipts]


@pytest.fixture
async def filled(ledger: Ledger) -> Ledger:
    async with ledger.begin() as unit:
        await fill(unit)
    return ledger


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("adele", [1]),
        ("VANCE ade", [1]),
        ("adelev@", [1]),
        ("dele", []),
        ("zoë", [2]),
        ("Zoe\N{COMBINING DIAERESIS} STRICH", []),
        ("ZOE\N{COMBINING DIAERESIS} sstrich", [2]),
        ("o'brien_", [3]),
        ("100%", [3]),
        ("10_%", []),
        ('"Q"', [3]),
        (GUID.upper(), [3]),
        ("alex", [3, 1]),
        ("megan", [2]),
        ("lee", [2]),
        ("office 365 e2", [2]),
        ("E3", [3, 2, 1]),
        ("365 e1", [1]),
        ("office", [3, 2, 1]),
        ("nobody", []),
        ("\x00\ud800", []),
        ("'; drop table runs --", []),
    ],
)
async def test_words_find_whom_and_what_they_begin(
    filled: Ledger, text: str, numbers: list[int]
) -> None:
    assert await found(filled, text=text) == numbers


@pytest.mark.parametrize(
    ("field", "numbers"),
    [
        (SearchField.PERSON, []),
        (SearchField.ADMIN, [3, 1]),
        (SearchField.APPROVER, []),
        (SearchField.PRODUCT, []),
    ],
)
async def test_a_field_searches_in_nothing_else(
    filled: Ledger, field: SearchField, numbers: list[int]
) -> None:
    assert await found(filled, text="alex", field=field) == numbers
    assert await found(filled, text="lee", field=field) == (
        [2] if field is SearchField.APPROVER else []
    )


async def test_a_day_begins_where_the_viewer_is(filled: Ledger) -> None:
    queries = LedgerQueries(filled)
    second = later(0) + timedelta(days=2)
    assert await found(filled, day=second.date()) == [2]
    assert await found(filled, day=second.date(), text="adele") == []
    assert await found(filled, day=date(2020, 1, 1)) == []
    midnight = datetime.combine(second.date(), datetime.min.time(), UTC)
    wanted = ReceiptSearch(day=second.date())
    hours = (second - midnight).total_seconds() / 3600
    east, west = ("Pacific/Kiritimati", "Etc/GMT+12")
    for zone, ahead in ((east, 14), (west, -12)):
        receipts, _ = await queries.receipts(TENANT, None, 0, 10, wanted, zone)
        assert ([one.number for one in receipts] == [2]) == (0 <= hours + ahead < 24)


async def test_one_searches_in_what_one_may_see(filled: Ledger) -> None:
    assert await found(filled, person="megan", text="office") == [2]
    assert await found(filled, person="diego", text="zoë") == [2]
    assert await found(filled, person="stranger", text="office") == []
    receipts, total = await LedgerQueries(filled).receipts(
        "elsewhere", None, 0, 10, ReceiptSearch("adele")
    )
    assert (receipts, total) == ((), 0)


async def test_a_forgotten_person_is_found_by_id_only(filled: Ledger) -> None:
    async with filled.begin() as unit:
        await unit.forgetting.forget(TENANT, GUID, later(0))
    assert await found(filled, text="o'brien_") == []
    assert await found(filled, text=GUID) == [3]


async def test_the_journal_is_read_with_names_as_long_as_they_are_known(filled: Ledger) -> None:
    queries = LedgerQueries(filled)
    entries, total, names = await queries.entries(TENANT, 0, 4)
    assert [one.number for one in entries] == [total, total - 1, total - 2, total - 3]
    assert names["lee"].name == "Lee Gu"
    async with filled.begin() as unit:
        await unit.forgetting.forget(TENANT, GUID, later(0))
    entries, total, names = await queries.entries(TENANT, 0, 100)
    assert len(entries) == total
    assert {one.note.subject for one in entries} >= {"p1", "p2", GUID}
    assert set(names) == {"p1", "p2", "alex", "megan", "lee"}
    assert await queries.entries(TENANT, total, 5) == ((), total, {})


async def test_a_name_without_an_address_replaces_none_with_one(filled: Ledger) -> None:
    async with filled.begin() as unit:
        await unit.people.note(TENANT, [PersonRef("p1", "Someone", "")])
        assert (await unit.people.names(TENANT, ["p1"]))["p1"].name == "Adele Vance"
        await unit.people.note(TENANT, [PersonRef("p1", "Adele Smith", "adele@contoso.com")])
        await unit.people.note(TENANT, [PersonRef("p1", "p1", "p1"), PersonRef("x", "", "")])
        assert await unit.people.search(TENANT, "smith", 5) == ("p1",)
        assert await unit.people.search(TENANT, "vance", 5) == ()
        assert await unit.people.names(TENANT, ["x"]) == {}
