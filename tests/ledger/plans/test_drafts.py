import asyncio
import time
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from ledger import Ledger
from ledger.tables import draft_people
from licensing.errors import StaleDraft
from licensing.plans.draft import Consent, Draft, Journey, Step
from licensing.tenant.matching import UnmatchedEntry, UnmatchedReason
from licensing.tenant.people import PersonRef
from tests.support.ledger import opened

ADELE = PersonRef("adele", "Adele O'Brien 🎈", "adele@contoso.example")
JOHNS = tuple(PersonRef(f"john{n}", "John", f"john{n}@contoso.example") for n in (1, 2))
DRAFT = Draft(
    id="draft",
    tenant="tenant",
    owner="alex",
    conversation="chat",
    journey=Journey.BY_PRODUCT,
    step=Step.PEOPLE,
    token="token-3",
    revision=3,
    products=("e3", "visio"),
    people=(ADELE,),
    problems=(
        UnmatchedEntry("John", UnmatchedReason.AMBIGUOUS, JOHNS),
        UnmatchedEntry("nobody@contoso.example", UnmatchedReason.UNKNOWN),
    ),
    duplicates=2,
    page=1,
    accepted=frozenset({Consent.DELETION}),
    plan="plan",
)
HOME = Draft("home", "tenant", "alex", "chat", None, Step.HOME, "home-0")


@pytest.mark.parametrize(
    "draft", [DRAFT, HOME, replace(DRAFT, step=Step.REQUEST, request="r", reason="leaves")]
)
async def test_a_draft_comes_back_as_it_was(address: str, draft: Draft) -> None:
    async with opened(address) as ledger, ledger.begin() as unit:
        await unit.drafts.save(draft, None)
    async with opened(address) as ledger, ledger.read() as unit:
        assert await unit.drafts.get(draft.id) == draft
        assert await unit.drafts.get("other") is None


async def test_every_token_finds_its_draft_and_only_the_newest_is_current(ledger: Ledger) -> None:
    second = replace(DRAFT, token="token-4", revision=4)
    async with ledger.begin() as unit:
        await unit.drafts.save(DRAFT, None)
        await unit.drafts.save(second, 3)
    async with ledger.read() as unit:
        assert await unit.drafts.by_token("token-3") == (second, False)
        assert await unit.drafts.by_token("token-4") == (second, True)
        assert await unit.drafts.by_token("forged") is None


async def test_of_many_clicks_at_once_one_wins(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.drafts.save(DRAFT, None)

    async def click(number: int) -> bool:
        try:
            async with ledger.begin() as unit:
                await unit.drafts.save(replace(DRAFT, token=f"t{number}", revision=4), 3)
        except StaleDraft:
            return False
        return True

    won = await asyncio.gather(*(click(number) for number in range(10)))
    assert won.count(True) == 1


async def test_a_stale_save_changes_nothing_not_even_the_people(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.drafts.save(DRAFT, None)
    with pytest.raises(StaleDraft):
        async with ledger.begin() as unit:
            await unit.drafts.save(replace(DRAFT, token="t", people=JOHNS), 2)
    async with ledger.read() as unit:
        assert await unit.drafts.get("draft") == DRAFT
        assert await unit.drafts.by_token("t") is None


async def test_a_new_draft_must_be_new_and_an_old_one_must_be_there(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.drafts.save(DRAFT, None)
        with pytest.raises(StaleDraft):
            await unit.drafts.save(replace(DRAFT, token="t"), None)
        with pytest.raises(StaleDraft):
            await unit.drafts.save(HOME, 0)


async def test_the_newest_walk_that_has_not_ended_is_the_open_one(ledger: Ledger) -> None:
    first = replace(HOME, id="1", token="1", step=Step.PEOPLE)
    second = replace(HOME, id="2", token="2", step=Step.PREVIEW)
    async with ledger.begin() as unit:
        assert await unit.drafts.open_in("tenant", "chat", "alex") is None
        await unit.drafts.save(first, None)
        await unit.drafts.save(second, None)
        await unit.drafts.save(replace(HOME, id="3", token="3", owner="megan"), None)
        assert await unit.drafts.open_in("tenant", "chat", "alex") == second
        ended = replace(second, step=Step.CANCELED, revision=1)
        await unit.drafts.save(ended, 0)
        assert await unit.drafts.open_in("tenant", "chat", "alex") == first
        assert await unit.drafts.open_in("tenant", "other", "alex") is None


async def test_people_can_be_changed_and_taken_out_again(address: str) -> None:
    stages = [(ADELE,), JOHNS, (), (ADELE, *JOHNS), (ADELE, *JOHNS)]
    expected: int | None = None
    for revision, people in enumerate(stages):
        draft = replace(DRAFT, people=people, revision=revision, token=str(revision))
        async with opened(address) as ledger:
            async with ledger.begin() as unit:
                await unit.drafts.save(draft, expected)
            async with ledger.read() as unit:
                assert await unit.drafts.get("draft") == draft
        expected = revision


async def test_two_drafts_may_have_the_same_people(ledger: Ledger) -> None:
    other = replace(DRAFT, id="other", token="other")
    async with ledger.begin() as unit:
        await unit.drafts.save(DRAFT, None)
        await unit.drafts.save(other, None)
        connection = unit.drafts._connection
        rows = await connection.execute(select(func.count()).select_from(draft_people))
        assert rows.scalar() == 2


async def test_a_hundred_thousand_people_do_not_make_a_page_slow(ledger: Ledger) -> None:
    crowd = tuple(PersonRef(f"id-{n}", f"Name {n}", f"{n}@x.example") for n in range(100_000))
    before = time.process_time()
    async with ledger.begin() as unit:
        await unit.drafts.save(replace(DRAFT, people=crowd), None)
    whole = time.process_time() - before
    seconds = []
    for turn in range(3, 8):
        before = time.process_time()
        async with ledger.begin() as unit:
            found = await unit.drafts.by_token(f"token-{turn}")
            assert found
            newer = replace(found[0], page=7, revision=turn + 1, token=f"token-{turn + 1}")
            await unit.drafts.save(newer, turn)
        seconds.append(time.process_time() - before)
    # A page costs a small part of what the people cost, however fast the machine is.
    assert min(seconds) < whole / 5
    async with ledger.read() as unit:
        draft = await unit.drafts.get("draft")
    assert draft
    assert (len(draft.people), draft.page) == (100_000, 7)
