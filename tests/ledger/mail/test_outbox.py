from datetime import timedelta

from ledger import Ledger, Unit
from ledger.mail.outbox import Message
from tests.support.ledger import CHAT, NOW, activity_of, later

LEASE = timedelta(minutes=1)


async def claim(unit: Unit, seconds: float = 0, limit: int = 10) -> tuple[Message, ...]:
    return await unit.outbox.claim(later(seconds), LEASE, limit)


async def test_a_card_is_posted_first_and_updated_from_then_on(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.outbox.show("slot", CHAT, {"step": 1}, NOW)
        (first,) = await claim(unit)
        assert (first.updates, first.slot, activity_of(first)) == (None, "slot", {"step": 1})
        assert await unit.outbox.sent(first, "activity-1")
        assert await unit.outbox.activity_of("slot") == "activity-1"
        await unit.outbox.show("slot", CHAT, {"step": 2}, NOW)
        (second,) = await claim(unit)
        assert second.updates == "activity-1"
        assert await unit.outbox.sent(second, None)
        assert await unit.outbox.activity_of("slot") == "activity-1"
        assert await claim(unit, 999) == ()


async def test_only_the_newest_content_of_a_slot_is_sent(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        for step in range(5):
            await unit.outbox.show("slot", CHAT, {"step": step}, NOW)
        (message,) = await claim(unit)
        assert activity_of(message) == {"step": 4}


async def test_newer_content_waits_for_what_is_under_way_and_becomes_an_update(
    ledger: Ledger,
) -> None:
    async with ledger.begin() as unit:
        await unit.outbox.show("slot", CHAT, {"step": 1}, NOW)
        (first,) = await claim(unit)
        await unit.outbox.show("slot", CHAT, {"step": 2}, NOW)
        assert await claim(unit) == ()
        assert await unit.outbox.sent(first, "activity-1")
        (second,) = await claim(unit)
        assert (second.updates, activity_of(second)) == ("activity-1", {"step": 2})


async def test_newer_content_counts_as_no_try(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        for step in range(50):
            await unit.outbox.show("slot", CHAT, {"step": step}, NOW)
        (first,) = await claim(unit)
        assert (first.tries, activity_of(first)) == (1, {"step": 49})
        assert await unit.outbox.postpone(first, NOW, "Throttled")
        await unit.outbox.show("slot", CHAT, {"step": 50}, NOW)
        (second,) = await claim(unit)
        assert (second.tries, activity_of(second)) == (2, {"step": 50})


async def test_newer_content_keeps_its_place_in_the_conversation(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.outbox.show("slot", CHAT, {"step": 1}, NOW)
        await unit.outbox.say(CHAT, {"text": "hello"}, NOW)
        await unit.outbox.show("slot", CHAT, {"step": 2}, NOW)
        (first,) = await claim(unit)
        assert activity_of(first) == {"step": 2}
        await unit.outbox.sent(first, "a")
        (second,) = await claim(unit)
        assert activity_of(second) == {"text": "hello"}


async def test_a_conversation_keeps_its_order_and_others_go_on(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        for chat in ("one", "two"):
            for number in (1, 2):
                await unit.outbox.say(chat, {"n": number}, NOW)
        first, other = await claim(unit)
        assert [(m.conversation, activity_of(m)["n"]) for m in (first, other)] == [
            ("one", 1),
            ("two", 1),
        ]
        assert await unit.outbox.postpone(first, later(5), "429")
        assert await unit.outbox.sent(other, "a")
        (message,) = await claim(unit)
        assert (message.conversation, activity_of(message)["n"]) == ("two", 2)
        (message,) = await claim(unit, 5)
        assert (message.conversation, activity_of(message)["n"], message.fence) == ("one", 1, 2)


async def test_what_is_given_up_lets_the_next_one_pass(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.outbox.say(CHAT, {"n": 1}, NOW)
        await unit.outbox.say(CHAT, {"n": 2}, NOW)
        (message,) = await claim(unit)
        assert await unit.outbox.give_up(message, "403 BotNotInConversationRoster")
        assert not await unit.outbox.give_up(message, "again")
        (message,) = await claim(unit)
        assert activity_of(message) == {"n": 2}


async def test_after_a_crash_a_message_is_claimed_again_and_the_old_claim_is_void(
    ledger: Ledger,
) -> None:
    async with ledger.begin() as unit:
        await unit.outbox.show("slot", CHAT, {"step": 1}, NOW)
        (dead,) = await claim(unit)
        assert await claim(unit, 59) == ()
        (alive,) = await claim(unit, 60)
        assert alive.fence == 2
        assert not await unit.outbox.sent(dead, "activity-1")
        assert await unit.outbox.activity_of("slot") == "activity-1"
        assert not await unit.outbox.postpone(dead, later(99), "late")
        assert await unit.outbox.sent(alive, "activity-1")


async def test_a_dead_claim_of_older_content_does_not_swallow_the_newer(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.outbox.show("slot", CHAT, {"step": 1}, NOW)
        (dead,) = await claim(unit)
        await unit.outbox.show("slot", CHAT, {"step": 2}, later(61))
        assert not await unit.outbox.sent(dead, "activity-1")
        (message,) = await claim(unit, 61)
        assert (activity_of(message), message.updates) == ({"step": 2}, "activity-1")


async def test_numbers_are_never_given_twice(ledger: Ledger) -> None:
    numbers = []
    async with ledger.begin() as unit:
        for _ in range(3):
            await unit.outbox.say(CHAT, {}, NOW)
            (message,) = await claim(unit)
            await unit.outbox.sent(message, None)
            numbers.append(message.number)
    assert len(set(numbers)) == 3


async def test_a_slot_can_learn_and_forget_its_activity(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        assert await unit.outbox.activity_of("slot") is None
        await unit.outbox.learn("slot", "a")
        await unit.outbox.learn("slot", "b")
        assert await unit.outbox.activity_of("slot") == "b"
        await unit.outbox.forget("slot")
        assert await unit.outbox.activity_of("slot") is None


async def test_a_press_cannot_name_the_message_of_another_card(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await unit.outbox.learn("request", "activity-1")
        await unit.outbox.learn("draft", "activity-2")
        await unit.outbox.learn_pressed("draft", "activity-1")
        await unit.outbox.learn_pressed("other", "activity-1")
        assert await unit.outbox.activity_of("draft") == "activity-2"
        assert await unit.outbox.activity_of("other") is None
        await unit.outbox.learn_pressed("other", "activity-3")
        assert await unit.outbox.activity_of("other") == "activity-3"
