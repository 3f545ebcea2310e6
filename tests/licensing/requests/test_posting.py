"""Where a request stands, and how its channel is tried again; and what the journal says of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from licensing.journal import EntryKind
from licensing.policy.model import RuleRef
from licensing.policy.verdicts import Why, allow, deny
from licensing.requests.events import Event, EventType, journal_note
from licensing.requests.model import PersonalCopy
from licensing.requests.posting import (
    mark_posted,
    mark_unreachable,
    move_to,
    retry_after,
    with_channel,
    with_copy,
)
from licensing.tenant.roles import ActingMode
from tests.support.ledger import NOW
from tests.support.requests import ADELE, opened

MINUTE = timedelta(minutes=1)


def test_a_new_request_stands_in_the_channel_that_was_chosen() -> None:
    put = with_channel(opened(), "channel")
    assert (put.channel, put.posted_in, put.announce_posting) == ("channel", "channel", False)
    assert with_channel(opened(), "").announce_posting is True


def test_a_channel_that_is_away_is_told_once_and_so_is_its_return() -> None:
    once = mark_unreachable(with_channel(opened(), "channel"), NOW)
    twice = mark_unreachable(once.request, NOW)
    assert [event.type for event in once.events] == [EventType.UNREACHABLE]
    assert (twice.events, twice.request.failed_posts) == ((), 2)
    back = mark_posted(twice.request, NOW)
    assert back is not None
    assert [event.type for event in back.events] == [EventType.POSTED]
    assert (back.request.failed_posts, back.request.announce_posting) == (0, False)
    assert mark_posted(back.request, NOW) is None


def test_another_channel_is_waited_for_and_none_is_one_that_can_not_be_reached() -> None:
    there = mark_unreachable(with_channel(opened(), "channel"), NOW).request
    moved = move_to(there, "other", NOW)
    assert (moved.request.channel, moved.request.posted_in) == ("other", "other")
    assert (moved.request.failed_posts, moved.request.announce_posting, moved.events) == (
        0,
        True,
        (),
    )
    gone = move_to(moved.request, "", NOW)
    assert (gone.request.channel, gone.request.announce_posting) == ("", True)
    assert [event.type for event in gone.events] == [EventType.UNREACHABLE]


@pytest.mark.parametrize(
    ("misses", "minutes"), [(0, 1), (1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (10_000, 60)]
)
def test_waits_double_up_to_an_hour(misses: int, minutes: int) -> None:
    assert retry_after(opened(failed_posts=misses)) == minutes * MINUTE


def test_each_approver_has_one_card_in_their_own_chat() -> None:
    first, second = PersonalCopy("adele", "her chat"), PersonalCopy("alex", "his chat")
    both = with_copy(with_copy(opened(), first), second)
    assert with_copy(both, second) is both
    moved = with_copy(both, replace(first, conversation="another chat"))
    assert moved.copies == (second, PersonalCopy("adele", "another chat"))


def test_the_journal_names_rule_and_line_as_far_as_there_are_any() -> None:
    lines = []
    for verdict in (
        None,
        deny(Why.NO_RULE),
        deny(Why.NOT_LISTED, RuleRef("Two", 4)),
        allow(Why.LISTED, RuleRef("Two", 4), RuleRef("adele", 7)),
    ):
        event = Event(EventType.APPROVED, NOW, ADELE, verdict, "names somebody", {"run": "r"})
        note = journal_note(opened(), event, ActingMode.PERSON)
        assert note is not None
        assert (note.kind, note.actor) == (EntryKind.REQUEST_APPROVED, "adele")
        lines.append([note.what.get(key) for key in ("why", "rule_line", "list_line", "run")])
        assert "names somebody" not in str(note)
    assert lines == [
        [None, None, None, "r"],
        [Why.NO_RULE, None, None, "r"],
        [Why.NOT_LISTED, 4, None, "r"],
        [Why.LISTED, 4, 7, "r"],
    ]


def test_time_has_no_name_and_a_card_no_entry() -> None:
    expired = journal_note(opened(), Event(EventType.EXPIRED, NOW), ActingMode.PERSON)
    assert expired is not None
    assert expired.actor == ""
    assert journal_note(opened(), Event(EventType.POSTED, NOW), ActingMode.PERSON) is None
