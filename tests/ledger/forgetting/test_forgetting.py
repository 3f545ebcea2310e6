"""Forgetting in the ledger, on each database."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import JSON, LargeBinary

from ledger import Ledger, Unit
from ledger.errors import RunUnderWay
from ledger.lookups.finding_scans import ScanRow
from ledger.operations.forgetting import PERSONAL_DATA, PersonalData
from ledger.tables import metadata
from licensing.errors import StaleDraft
from licensing.findings.scan import Scan, ScanState
from licensing.findings.unused import FoundPerson, UnusedKind
from licensing.plans.draft import Step
from licensing.tenant.matching import UnmatchedEntry, UnmatchedReason
from licensing.tenant.people import Person, PersonRef
from tests.ledger.plans.test_drafts import DRAFT
from tests.ledger.test_small_stores import ROW
from tests.support.ledger import CHAT, NOW, OWNER, TENANT, later, opened, plan_of, start
from tests.support.people import person
from tests.support.traces import everything, traces

SEAN = PersonRef(
    "5ea00000-0000-4000-8000-000000000001", "Seán O'Brien", "sean.o'brien@contoso.example"
)
ADELE = PersonRef("ade1e000-0000-4000-8000-000000000002", "Adele Vance", "adele@contoso.example")
TWIN = PersonRef("07e00000-0000-4000-8000-000000000003", SEAN.name, "sean2@contoso.example")
CALLED = (SEAN.name, SEAN.address)

#: Columns with JSON of tables that hold ids only.
IDS_IN_JSON = {
    ("run_items", "lines"): "products, groups and outcomes of a person",
    ("run_items", "calls"): "products of each call, and which of them Graph refused",
    ("runs", "marks"): "when a run was how far",
}


def licensed(ref: PersonRef) -> Person:
    return replace(person(ref.id, "e3", name=ref.name), address=ref.address)


async def fill(unit: Unit) -> None:
    """Sean stands in all that people can stand in: as one of many, and as one who used the bot."""
    problem = UnmatchedEntry("sean", UnmatchedReason.AMBIGUOUS, (SEAN, ADELE))
    await unit.drafts.save(replace(DRAFT, people=(ADELE, SEAN, TWIN), problems=(problem,)), None)
    await start(unit, plan_of(*map(licensed, (SEAN, ADELE, TWIN))))
    card = {
        "text": f"**{SEAN.name}** and Adele Vance lose a mailbox",
        "facts": [SEAN.address.upper()],
    }
    await unit.outbox.say(CHAT, card, NOW)
    await unit.inbox.arrive("a", CHAT, NOW, {"text": f"take all from {SEAN.address}"})
    await unit.inbox.arrive("b", CHAT, NOW, {"text": "hi"})
    await unit.inbox.end("b", CHAT, "", {"card": card})
    own = {"conversation": "sean's", "person": SEAN.id}
    await unit.conversations.keep(**_kept(own))
    await unit.inbox.arrive(
        "c", "sean's", NOW, {"from": {"name": SEAN.name, "aadObjectId": SEAN.id}}
    )
    await unit.inbox.arrive("d", "channel", NOW, {"from": {"name": SEAN.name}})
    await unit.inbox.wait_for("d", "channel", f"{TENANT}/{SEAN.id}")
    await unit.outbox.say("sean's", {"text": "Hello"}, NOW)
    await unit.person_languages.keep_locale(TENANT, SEAN.id, "de-AT")
    await unit.person_languages.keep_locale(TENANT, ADELE.id, "en-US")
    scan = ScanRow(Scan(ScanState.DONE, NOW, NOW), "draft")
    found = {(UnusedKind.COVERED, "visio"): [FoundPerson(one, ("e3",)) for one in (ADELE, SEAN)]}
    await unit.finding_scans.save(TENANT, SEAN.id, scan)
    await unit.finding_scans.add(TENANT, OWNER, 1, found)
    await unit.tokens.replace(TENANT, SEAN.id, b"sealed")
    await unit.tokens.replace(TENANT, ADELE.id, b"sealed")


def _kept(own: dict[str, Any]) -> dict[str, Any]:
    return {field: own.get(field, getattr(ROW, field)) for field in ROW.__slots__}


async def forget(ledger: Ledger, who: PersonRef = SEAN) -> dict[str, int]:
    async with ledger.begin() as unit:
        return dict(await unit.forgetting.forget(TENANT, who.id, later(60)))


def test_each_table_is_known_and_holds_of_people_what_is_said() -> None:
    assert set(PERSONAL_DATA) == set(metadata.tables)
    for table in metadata.sorted_tables:
        holds = PERSONAL_DATA[table.name]
        json = {column.name for column in table.columns if isinstance(column.type, JSON)}
        binary = {c.name for c in table.columns if isinstance(c.type, LargeBinary)}
        if holds is PersonalData.OWN:
            assert "person" in table.columns, table.name
            continue
        assert "person" not in table.columns, f"{table.name}: whose rows are they?"
        assert not binary or holds is PersonalData.PACKED, f"{table.name}: what is in {binary}?"
        if holds is PersonalData.OWNER:
            assert {"tenant", "owner", "owner_name"} <= set(table.columns.keys()), table.name
            json.remove("owner_name")
        if holds in {PersonalData.IDS, PersonalData.OWNER}:
            unknown = {name for name in json if (table.name, name) not in IDS_IN_JSON}
            assert not unknown, f"{table.name}: can a name stand in {unknown}?"


async def test_nothing_says_who_it_was(address: str) -> None:
    async with opened(address) as ledger:
        async with ledger.begin() as unit:
            await fill(unit)
        assert set(await traces(ledger, *CALLED)) >= {
            "drafts", "draft_people", "plans", "plan_people", "outbox", "inbox", "finding_parts",
        }  # fmt: skip
        rows = await forget(ledger)
        # The twin keeps the name, which is theirs too.
        assert set(await traces(ledger, SEAN.name)) <= {"plan_people", "draft_people"}
        assert await traces(ledger, SEAN.address) == {}
        assert rows == {
            "conversations": 1, "drafts": 1, "finding_parts": 1, "finding_scans": 1, "inbox": 4,
            "outbox": 2,
            "person_languages": 1, "plan_people": 1, "plans": 1, "tokens": 1,
        }  # fmt: skip


async def test_others_and_the_plan_stay_as_they_were(address: str) -> None:
    async with opened(address) as ledger:
        async with ledger.begin() as unit:
            await fill(unit)
        await forget(ledger)
        async with ledger.read() as unit:
            draft = await unit.drafts.get(DRAFT.id)
            plan = await unit.plans.header("plan")
            first, *others = await unit.plans.people("plan", 0, 10)
            assert await unit.tokens.get(TENANT, ADELE.id)
            assert not await unit.tokens.get(TENANT, SEAN.id)
            parts = await unit.finding_scans.part(TENANT, OWNER, 1)
    assert [one.person for one in parts[UnusedKind.COVERED, "visio"]] == [
        ADELE,
        PersonRef(SEAN.id, SEAN.id, SEAN.id),
    ]
    assert draft
    assert draft.people == (ADELE, PersonRef(SEAN.id, SEAN.id, SEAN.id), TWIN)
    assert draft.problems[0].candidates == (PersonRef(SEAN.id, SEAN.id, SEAN.id), ADELE)
    assert draft.step is Step.PEOPLE
    assert (first.id, first.name, first.address) == (SEAN.id,) * 3
    assert [(p.name, p.address) for p in others] == [(p.name, p.address) for p in (ADELE, TWIN)]
    assert plan.hash == plan_of(*map(licensed, (SEAN, ADELE, TWIN))).hash


async def test_the_journal_tells_it_and_stays_whole(address: str) -> None:
    async with opened(address) as ledger:
        async with ledger.begin() as unit:
            await fill(unit)
        before = (await everything(ledger))["journal"]
        await forget(ledger)
        assert (await everything(ledger))["journal"].startswith(before)
        async with ledger.read() as unit:
            assert await unit.journal.verify(TENANT) is None
            *_, last = await unit.journal.page(TENANT, 0)
    assert (last.note.kind, last.note.actor, last.note.subject) == (
        "person_forgotten", "operator", SEAN.id,
    )  # fmt: skip
    assert last.note.what["rows"]["plan_people"] == 1


async def test_a_second_time_there_is_nothing_left_to_do(address: str) -> None:
    async with opened(address) as ledger:
        async with ledger.begin() as unit:
            await fill(unit)
        await forget(ledger)
        assert await forget(ledger) == {}


async def test_anyone_who_changes_a_draft_meanwhile_does_not_bring_the_name_back(
    address: str,
) -> None:
    async with opened(address) as ledger:
        async with ledger.begin() as unit:
            await fill(unit)
        async with ledger.read() as unit:
            seen = await unit.drafts.get(DRAFT.id)
        assert seen
        await forget(ledger)
        newer = replace(seen, page=2, token="next", revision=seen.revision + 1)
        async with ledger.begin() as unit:
            with pytest.raises(StaleDraft):
                await unit.drafts.save(newer, seen.revision)
        async with ledger.read() as unit:
            now = await unit.drafts.get(DRAFT.id)
        assert now
        assert now.revision == seen.revision + 1


async def test_someone_whose_run_goes_on_is_not_forgotten(address: str) -> None:
    async with opened(address) as ledger:
        async with ledger.begin() as unit:
            await fill(unit)
        with pytest.raises(RunUnderWay):
            await forget(ledger, PersonRef(OWNER, "", ""))
        async with ledger.read() as unit:
            assert await unit.journal.page(TENANT, 0, limit=10) != ()
            entries = await unit.journal.page(TENANT, 0)
        assert "person_forgotten" not in {entry.note.kind for entry in entries}


async def test_receipts_name_anyone_who_owned_the_run_by_the_id(address: str) -> None:
    async with opened(address) as ledger:
        async with ledger.begin() as unit:
            for run, owner in (("sean", SEAN), ("twin", TWIN)):
                await unit.plans.save(plan_of(person("p"), id=run))
                started = (TENANT, owner.id, NOW, run, CHAT)
                await unit.runs.start(run, run, *started, owner_name=owner.name)
                await unit.run_lifecycle.complete(run, NOW)
        assert await forget(ledger) == {"known_people": 1, "runs": 1}
        assert await forget(ledger) == {}
        async with ledger.read() as unit:
            receipts = await unit.receipts.page(TENANT, None, 0, 10)
        assert {r.owner: r.owner_name for r in receipts} == {SEAN.id: SEAN.id, TWIN.id: TWIN.name}
