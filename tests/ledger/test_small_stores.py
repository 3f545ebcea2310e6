from dataclasses import asdict, replace
from datetime import datetime

import pytest

from ledger import Ledger
from ledger.conversations import ConversationRow
from ledger.errors import NotInLedger
from tests.support.ledger import CHAT, NOW, later

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


async def test_what_is_not_worked_off_is_found_again_oldest_first(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.inbox.arrive("b", CHAT, later(2), {"n": 2})
        await unit.inbox.arrive("a", CHAT, later(1), {"n": 1})
        await unit.inbox.arrive("c", CHAT, later(3), {"n": 3})
        await unit.inbox.done("c", CHAT, None)
        found = await unit.inbox.unfinished()
    assert [(arrival.activity_id, arrival.payload) for arrival in found] == [
        ("a", {"n": 1}),
        ("b", {"n": 2}),
    ]
    assert found[0].received_at == later(1)


async def test_a_repeated_click_gets_the_same_answer(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.inbox.arrive("a", CHAT, NOW, {})
        assert await unit.inbox.answer_of("a", CHAT) is None
        await unit.inbox.done("a", CHAT, {"statusCode": 200})
        assert await unit.inbox.answer_of("a", CHAT) == {"statusCode": 200}
        assert await unit.inbox.answer_of("nothing", CHAT) is None
        with pytest.raises(NotInLedger):
            await unit.inbox.done("nothing", CHAT, None)


async def test_the_inbox_forgets_what_is_old_and_worked_off(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        for number, name in enumerate("abc"):
            await unit.inbox.arrive(name, CHAT, later(number), {})
        await unit.inbox.done("a", CHAT, None)
        await unit.inbox.done("c", CHAT, None)
        assert await unit.inbox.sweep(later(2)) == 1
        assert await unit.inbox.arrive("a", CHAT, NOW, {})
        assert not await unit.inbox.arrive("b", CHAT, NOW, {})


async def test_a_conversation_that_moved_is_found_at_its_new_place(ledger: Ledger) -> None:
    moved = replace(ROW, service_url="https://smba.trafficmanager.net/emea/", seen_at=later(9))
    async with ledger.begin() as unit:
        assert await unit.conversations.get(CHAT) is None
        await unit.conversations.keep(**asdict(ROW))
        assert await unit.conversations.get(CHAT) == ROW
        await unit.conversations.keep(**asdict(moved))
        assert await unit.conversations.get(CHAT) == moved
        assert await unit.conversations.get("other") is None


async def test_a_time_without_a_zone_is_refused(ledger: Ledger) -> None:
    naive = datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001
    with pytest.raises(Exception, match="a time without a zone"):
        async with ledger.begin() as unit:
            await unit.inbox.sweep(naive)
