import asyncio
from dataclasses import asdict, replace
from datetime import datetime, timedelta

import pytest

from ledger import Ledger, Unit
from ledger.errors import NotInLedger
from ledger.mail.conversations import ConversationRow
from ledger.queries import LedgerQueries
from licensing.tenant.person_language import PersonLanguage
from tests.support.ledger import CHAT, NOW, later

LEASE = timedelta(seconds=9)
ROW = ConversationRow(
    tenant="tenant",
    conversation=CHAT,
    person="alex",
    service_url="http://127.0.0.1:3979/teams",
    type="personal",
    bot_id="28:bot",
    channel_id="msteams",
    seen_at=NOW,
)


async def test_what_arrives_twice_is_taken_once(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        assert await unit.inbox.arrive("a", CHAT, NOW, {"text": "hi"})
        assert not await unit.inbox.arrive("a", CHAT, later(3), {"text": "hi"})
        assert await unit.inbox.arrive("a", "other chat", later(4), {"text": "hi"})


async def claimed(unit: Unit, holder: str = "two", seconds: float = 0) -> list[str]:
    found = await unit.inbox.claim(holder, later(seconds), LEASE, 10)
    return [arrival.activity_id for arrival in found]


async def test_what_is_not_worked_off_is_found_again_oldest_first(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.inbox.arrive("b", CHAT, later(2), {"n": 2})
        await unit.inbox.arrive("a", CHAT, later(1), {"n": 1})
        await unit.inbox.arrive("c", CHAT, later(3), {"n": 3})
        await unit.inbox.end("c", CHAT, "", None)
        found = await unit.inbox.claim("two", later(9), LEASE, 10)
    assert [(arrival.activity_id, arrival.payload, arrival.tries) for arrival in found] == [
        ("a", {"n": 1}, 2),
        ("b", {"n": 2}, 2),
    ]
    assert found[0].received_at == later(1)


async def test_what_someone_works_on_is_left_alone_until_the_lease_ends(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        assert await unit.inbox.arrive("a", CHAT, NOW, {}, "one", LEASE)
        assert await claimed(unit, "two", 8) == []
        held = await unit.inbox.renew([(("a", CHAT), "one")], later(8), LEASE)
        assert held == {("a", CHAT)}
        assert await claimed(unit, "two", 16) == []
        assert await claimed(unit, "two", 17) == ["a"]
        assert await claimed(unit, "three", 18) == []
        assert await unit.inbox.renew([(("a", CHAT), "one")], later(18), LEASE) == frozenset()


async def test_only_the_newest_holder_may_end_it(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.inbox.arrive("a", CHAT, NOW, {}, "one", LEASE)
        assert await unit.inbox.lease_state("a", CHAT, "one") == "mine"
        assert await claimed(unit, "two", 9) == ["a"]
        assert await unit.inbox.lease_state("a", CHAT, "one") == "lost"
        assert await unit.inbox.lease_state("a", CHAT, "two") == "mine"
        assert await unit.inbox.end("a", CHAT, "one", {"by": "one"}) == "lost"
        assert await unit.inbox.end("a", CHAT, "two", {"by": "two"}) == "mine"
        assert await unit.inbox.end("a", CHAT, "two", {"by": "two again"}) == "done"
        assert await unit.inbox.answer_of("a", CHAT) == {"by": "two"}
        assert await unit.inbox.lease_state("a", CHAT, "two") == "done"
        assert await unit.inbox.lease_state("a", CHAT, "one") == "lost"
        with pytest.raises(NotInLedger):
            await unit.inbox.lease_state("b", CHAT, "one")


async def test_anyone_who_does_not_know_whether_it_was_stored_stores_it_again(
    ledger: Ledger,
) -> None:
    async with ledger.begin() as unit:
        assert await unit.inbox.arrive("a", CHAT, NOW, {}, "one", LEASE)
        assert await unit.inbox.arrive("a", CHAT, NOW, {}, "one", LEASE)
        assert not await unit.inbox.arrive("a", CHAT, NOW, {}, "two", LEASE)
        assert await unit.inbox.end("a", CHAT, "one", None) == "mine"
        assert not await unit.inbox.arrive("a", CHAT, NOW, {}, "one", LEASE)


async def test_of_replicas_that_look_at_once_one_takes_it_up(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        for number in range(20):
            await unit.inbox.arrive(f"a{number}", CHAT, NOW, {})

    async def look(holder: str) -> list[str]:
        async with ledger.begin() as unit:
            return await claimed(unit, holder, 1)

    found = await asyncio.gather(*(look(f"h{n}") for n in range(8)))
    assert sorted(one for part in found for one in part) == sorted(f"a{n}" for n in range(20))


async def test_a_repeated_click_gets_the_same_answer(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.inbox.arrive("a", CHAT, NOW, {})
        assert await unit.inbox.answer_of("a", CHAT) is None
        await unit.inbox.end("a", CHAT, "", {"statusCode": 200})
        assert await unit.inbox.answer_of("a", CHAT) == {"statusCode": 200}
        assert await unit.inbox.answer_of("nothing", CHAT) is None
        with pytest.raises(NotInLedger):
            await unit.inbox.end("nothing", CHAT, "", None)


async def test_a_conversation_that_moved_is_found_at_its_new_place(ledger: Ledger) -> None:
    moved = replace(ROW, service_url="https://smba.trafficmanager.net/emea/", seen_at=later(9))
    async with ledger.begin() as unit:
        assert await unit.conversations.get(CHAT) is None
        await unit.conversations.keep(**asdict(ROW))
        assert await unit.conversations.get(CHAT) == ROW
        await unit.conversations.keep(**asdict(moved))
        assert await unit.conversations.get(CHAT) == moved
        assert await unit.conversations.get("other") is None


async def test_a_choice_stays_while_the_locale_of_the_client_changes(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        languages = unit.person_languages
        assert await languages.of("t", ["sean"]) == {}
        await languages.keep_locale("t", "sean", "en-US")
        await languages.choose("t", "sean", "de")
        await languages.choose("t", "adele", "zh-Hans")
        await languages.keep_locale("t", "sean", "de-AT")
        await languages.keep_locale("other", "sean", "fr-FR")
        people = ["sean", "adele", *(f"p{n}" for n in range(2_000))]
        assert await languages.of("t", people) == {
            "sean": PersonLanguage("de-AT", "de"),
            "adele": PersonLanguage("", "zh-Hans"),
        }
        await languages.choose("t", "sean", "")
        assert await languages.get("t", "sean") == PersonLanguage("de-AT")
        assert await languages.get("t", "nobody") == PersonLanguage()


async def test_what_several_people_read_has_no_language_of_one_of_them(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.person_languages.choose(ROW.tenant, "sean", "de")
        for place, kind in ((CHAT, "personal"), ("channel", "channel"), ("group", "groupChat")):
            await unit.conversations.keep(**{**asdict(ROW), "conversation": place, "type": kind})
    queries = LedgerQueries(ledger)
    german = PersonLanguage("", "de")
    assert await queries.language_in(ROW.tenant, "sean", CHAT) == german
    assert await queries.language_in(ROW.tenant, "sean", "never seen") == german
    assert await queries.language_in(ROW.tenant, "nobody", CHAT) == PersonLanguage()
    assert await queries.language_in(ROW.tenant, "sean", "channel") is None
    assert await queries.language_in(ROW.tenant, "sean", "group") is None


async def test_a_time_without_a_zone_is_refused(ledger: Ledger) -> None:
    naive = datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001
    with pytest.raises(Exception, match="a time without a zone"):
        async with ledger.begin() as unit:
            await unit.inbox.arrive("a", CHAT, naive, {})
