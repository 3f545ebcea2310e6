"""The ledger is told where a conversation is when it is new, when it moved, and now and then."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.activities.parsing import parse
from engine.conversation_refs import ConversationRefs
from tests.bot.samples import message


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


def test_a_conversation_is_known_for_an_hour() -> None:
    clock = Clock()
    refs, inbound = ConversationRefs(clock), parse(message())
    assert not refs.know(inbound)
    refs.note(inbound)
    clock.time += timedelta(minutes=59)
    assert refs.know(inbound)
    clock.time += timedelta(minutes=2)
    assert not refs.know(inbound)


def test_a_conversation_that_moved_is_not_known() -> None:
    refs, inbound = ConversationRefs(Clock()), parse(message())
    refs.note(inbound)
    moved = replace(inbound.conversation, service_url="https://smba.trafficmanager.net/emea/")
    assert not refs.know(replace(inbound, conversation=moved))


def test_who_comes_back_to_an_earlier_client_is_not_known() -> None:
    refs, inbound = ConversationRefs(Clock()), parse(message())
    phone = replace(inbound, locale="de-AT", timezone="Europe/Vienna")
    refs.note(inbound)
    assert not refs.know(phone)
    refs.note(phone)
    assert refs.know(phone)
    assert not refs.know(inbound)


def test_the_oldest_are_dropped() -> None:
    refs, inbound = ConversationRefs(Clock()), parse(message())
    for number in range(10_002):
        place = replace(inbound.conversation, conversation_id=f"a:{number}")
        refs.note(replace(inbound, conversation=place))
    first, last = (
        replace(inbound, conversation=replace(inbound.conversation, conversation_id=f"a:{n}"))
        for n in (0, 10_001)
    )
    assert not refs.know(first)
    assert refs.know(last)
