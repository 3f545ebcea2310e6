"""Where a request stands, and how its channel is tried again; and what the journal says of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from licensing.journal import Kind
from licensing.policy.model import RuleRef
from licensing.policy.verdicts import Why, no, yes
from licensing.requests.events import Event, Happened, note_of
from licensing.requests.model import PersonalCopy
from licensing.requests.posting import first_put, missed, put_in, reached, retry_after, with_copy
from licensing.tenant.roles import Acting
from tests.support.ledger import NOW
from tests.support.requests import ADELE, opened

MINUTE = timedelta(minutes=1)


def test_a_new_request_stands_in_the_channel_that_was_chosen() -> None:
    put = first_put(opened(), "channel")
    assert (put.channel, put.stands_in, put.awaited) == ("channel", "channel", False)
    assert first_put(opened(), "").awaited is True


def test_a_channel_that_is_away_is_told_once_and_so_is_its_return() -> None:
    once = missed(first_put(opened(), "channel"), NOW)
    twice = missed(once.request, NOW)
    assert [event.happened for event in once.events] == [Happened.UNREACHABLE]
    assert (twice.events, twice.request.misses) == ((), 2)
    back = reached(twice.request, NOW)
    assert back is not None
    assert [event.happened for event in back.events] == [Happened.POSTED]
    assert (back.request.misses, back.request.awaited) == (0, False)
    assert reached(back.request, NOW) is None


def test_another_channel_is_waited_for_and_none_is_one_that_can_not_be_reached() -> None:
    there = missed(first_put(opened(), "channel"), NOW).request
    moved = put_in(there, "other", NOW)
    assert (moved.request.channel, moved.request.stands_in) == ("other", "other")
    assert (moved.request.misses, moved.request.awaited, moved.events) == (0, True, ())
    gone = put_in(moved.request, "", NOW)
    assert (gone.request.channel, gone.request.awaited) == ("", True)
    assert [event.happened for event in gone.events] == [Happened.UNREACHABLE]


@pytest.mark.parametrize(
    ("misses", "minutes"), [(0, 1), (1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (10_000, 60)]
)
def test_waits_double_up_to_an_hour(misses: int, minutes: int) -> None:
    assert retry_after(opened(misses=misses)) == minutes * MINUTE


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
        no(Why.NO_RULE),
        no(Why.NOT_LISTED, RuleRef("Two", 4)),
        yes(Why.LISTED, RuleRef("Two", 4), RuleRef("adele", 7)),
    ):
        event = Event(Happened.APPROVED, NOW, ADELE, verdict, "names somebody", {"run": "r"})
        note = note_of(opened(), event, Acting.PERSON)
        assert note is not None
        assert (note.kind, note.actor) == (Kind.REQUEST_APPROVED, "adele")
        lines.append([note.what.get(key) for key in ("why", "rule_line", "list_line", "run")])
        assert "names somebody" not in str(note)
    assert lines == [
        [None, None, None, "r"],
        [Why.NO_RULE, None, None, "r"],
        [Why.NOT_LISTED, 4, None, "r"],
        [Why.LISTED, 4, 7, "r"],
    ]


def test_time_has_no_name_and_a_card_no_entry() -> None:
    expired = note_of(opened(), Event(Happened.EXPIRED, NOW), Acting.PERSON)
    assert expired is not None
    assert expired.actor == ""
    assert note_of(opened(), Event(Happened.POSTED, NOW), Acting.PERSON) is None
