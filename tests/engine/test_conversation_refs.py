"""The ledger is told where a conversation is when it is new, when it moved, and now and then."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.activities.parsing import parse
from engine.conversation_refs import ConversationRefs
from tests.bot.samples import message

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def test_a_conversation_is_known_for_an_hour() -> None:
    refs, inbound = ConversationRefs(), parse(message())
    assert not refs.know(inbound, NOW)
    refs.note(inbound, NOW)
    assert refs.know(inbound, NOW + timedelta(minutes=59))
    assert not refs.know(inbound, NOW + timedelta(minutes=61))


def test_a_conversation_that_moved_is_not_known() -> None:
    refs, inbound = ConversationRefs(), parse(message())
    refs.note(inbound, NOW)
    moved = replace(inbound.conversation, service_url="https://smba.trafficmanager.net/emea/")
    assert not refs.know(replace(inbound, conversation=moved), NOW)


def test_no_more_than_so_many_are_remembered() -> None:
    refs, inbound = ConversationRefs(), parse(message())
    for number in range(10_002):
        place = replace(inbound.conversation, conversation_id=f"a:{number}")
        refs.note(replace(inbound, conversation=place), NOW)
    first, last = (
        replace(inbound, conversation=replace(inbound.conversation, conversation_id=f"a:{n}"))
        for n in (0, 10_001)
    )
    assert not refs.know(first, NOW)
    assert refs.know(last, NOW)
