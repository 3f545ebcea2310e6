"""What is thrown away, and what is not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update

from ledger import Ledger, Unit
from ledger.operations.retention import ANSWERED, DRAFTS, PARTS, UNDELIVERED, UNSIGNED, UNUSED
from ledger.sign_in.sign_ins import SignInRow
from ledger.tables import draft_people, draft_tokens, drafts, inbox, outbox, plan_people, plans
from licensing.plans.draft import Draft, Step
from licensing.tenant.people import PersonRef
from tests.ledger.runs.test_store import outcome_of
from tests.support.ledger import CHAT, NOW, OWNER, TENANT, mixed_people, plan_of, start
from tests.support.requests import opened

ADELE = PersonRef("adele", "Adele", "adele@contoso.example")
SECOND = timedelta(seconds=1)


def draft(name: str) -> Draft:
    return Draft(name, TENANT, OWNER, CHAT, None, Step.CANCELED, f"token-{name}", people=(ADELE,))


async def sweep(ledger: Ledger, now: datetime) -> int:
    total = 0
    while True:
        async with ledger.begin() as unit:
            number = await unit.retention.sweep(now)
        if not number:
            return total
        total += number


async def count(unit: Unit, *tables: object) -> list[int]:
    found = []
    for table in tables:
        query = select(func.count()).select_from(table)  # type: ignore[arg-type]
        found.append((await unit.inbox._connection.execute(query)).scalar_one())
    return found


async def test_nothing_young_is_thrown_away(ledger: Ledger) -> None:
    now = datetime.now(UTC)
    async with ledger.begin() as unit:
        await unit.inbox.arrive("a", CHAT, now, {})
        await unit.inbox.arrive("b", CHAT, now, {})
        await unit.inbox.end("b", CHAT, "", {})
        await unit.outbox.show("d", CHAT, {}, now)
        await unit.drafts.save(draft("d"), None)
        await start(unit, plan_of(*mixed_people(5)), at=now)
    assert await sweep(ledger, now + timedelta(hours=23)) == 0
    async with ledger.begin() as unit:
        assert await count(unit, inbox, outbox, drafts) == [2, 1, 1]


async def test_activities_go_once_they_were_answered_or_no_one_signed_in(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        for name in ("answered", "waiting", "left"):
            await unit.inbox.arrive(name, CHAT, NOW, {})
        await unit.inbox.end("answered", CHAT, "", {})
        await unit.inbox.wait_for("waiting", CHAT, "t/alex")
    assert await sweep(ledger, NOW + ANSWERED) == 0
    assert await sweep(ledger, NOW + ANSWERED + SECOND) == 1
    assert await sweep(ledger, NOW + UNSIGNED) == 0
    assert await sweep(ledger, NOW + UNSIGNED + SECOND) == 1
    async with ledger.begin() as unit:
        # What no one worked off yet is never lost.
        found = await unit.inbox.claim("h", NOW + UNSIGNED, SECOND, 9)
        assert [arrival.activity_id for arrival in found] == ["left"]


async def test_messages_that_were_given_up_go(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.outbox.say(CHAT, {}, NOW)
        await unit.outbox.say("other", {}, NOW)
        message, _ = await unit.outbox.claim(NOW, SECOND, 9)
        await unit.outbox.give_up(message, "BotRemoved")
    assert await sweep(ledger, NOW + UNDELIVERED + SECOND) == 1
    async with ledger.begin() as unit:
        assert await count(unit, outbox) == [1]


async def test_walks_go_with_their_tokens_people_and_cards(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        for name in ("old", "touched", "slot"):
            await unit.drafts.save(draft(name), None)
            await unit.outbox.learn(name, f"activity-{name}")
        await start(unit, plan_of(*mixed_people(5)))
        connection = unit.drafts._connection
        await connection.execute(update(drafts).values(touched_at=NOW))
        again = replace(draft("touched"), revision=1, token="token-2")
        await unit.drafts.save(again, 0)
    then = NOW + DRAFTS + SECOND
    assert await sweep(ledger, min(then, datetime.now(UTC) + DRAFTS)) == 1
    async with ledger.begin() as unit:
        assert await unit.drafts.get("old") is None
        assert await unit.drafts.by_token("token-old") is None
        assert await unit.outbox.activity_of("old") is None
        # One was stored again since; of the other the run still goes on.
        assert await unit.drafts.get("touched") == again
        assert await unit.drafts.get("slot")
        assert await unit.outbox.activity_of("slot")
        assert await count(unit, draft_people, draft_tokens) == [2, 3]


async def test_a_receipt_keeps_its_card_and_all_that_an_undo_needs(ledger: Ledger) -> None:
    people = mixed_people(5)
    async with ledger.begin() as unit:
        card = replace(draft("slot"), step=Step.DONE, people=())
        await unit.drafts.save(card, None)
        await unit.outbox.learn("slot", "activity")
        await start(unit, plan_of(*people))
        for item in await unit.run_items.claim("run", NOW, SECOND, 9):
            await unit.run_outcomes.finish([(item, outcome_of(item))], NOW)
        assert await unit.run_lifecycle.complete("run", NOW)
    async with ledger.read() as unit:
        before = [page async for page in unit.undo.removed("run")]
    assert await sweep(ledger, datetime.now(UTC) + timedelta(days=5000)) == 0
    async with ledger.read() as unit:
        assert await unit.drafts.by_token(card.token) == (card, True)
        assert await unit.outbox.activity_of("slot") == "activity"
        assert before
        assert [page async for page in unit.undo.removed("run")] == before


async def test_requests_to_sign_in_go_with_their_cards(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.sign_ins.add(SignInRow("r", "t", "alex", CHAT, None, NOW))
        await unit.outbox.learn("sign-in/r", "activity")
    assert await sweep(ledger, NOW + SECOND) == 1
    async with ledger.begin() as unit:
        assert await unit.outbox.activity_of("sign-in/r") is None


async def test_parts_of_a_plan_go_and_a_whole_plan_stays(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.plans.save(plan_of(*mixed_people(3)))
        part = plan_of(*mixed_people(3), id="part")
        await unit.plans.begin(part)
        await unit.plans.add(part, 0, 0)
    assert await sweep(ledger, NOW + PARTS + SECOND) == 1
    async with ledger.begin() as unit:
        assert await count(unit, plan_people) == [3]
        assert (await unit.plans.header("plan")).summary.people == 3


async def test_plans_that_were_never_used_go_and_those_of_runs_and_requests_stay(
    ledger: Ledger,
) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*mixed_people(5)))
        asked = opened(number=1, plan="asked")
        await unit.plans.save(plan_of(*mixed_people(4), id=asked.plan))
        await unit.requests.save(asked, None)
        await unit.plans.save(plan_of(*mixed_people(600), id="shown"))
        await unit.plans.save(plan_of(*mixed_people(2), id="shown too"))
    assert await sweep(ledger, NOW + UNUSED) == 0
    # All people, some at a time, and the two plans.
    assert await sweep(ledger, NOW + UNUSED + SECOND) == 600 + 2 + 2
    async with ledger.read() as unit:
        assert await count(unit, plans, plan_people) == [2, 9]
        assert (await unit.plans.header("plan")).summary.people == 5
        assert (await unit.plans.header(asked.plan)).summary.people == 4


async def test_runs_their_plans_and_the_journal_stay_for_ever(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await start(unit, plan_of(*mixed_people(5)))
        entries = [entry async for entry in unit.journal.entries(TENANT)]
    assert await sweep(ledger, NOW + timedelta(days=5000)) == 0
    async with ledger.begin() as unit:
        assert (await unit.runs.get("run")).plan == "plan"
        assert [entry async for entry in unit.journal.entries(TENANT)] == entries


async def test_much_goes_a_little_at_a_time(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        for number in range(1200):
            await unit.inbox.arrive(str(number), CHAT, NOW, {})
            await unit.inbox.end(str(number), CHAT, "", None)
        assert await unit.retention.sweep(NOW + ANSWERED + SECOND) == 500
    assert await sweep(ledger, NOW + ANSWERED + SECOND) == 700
