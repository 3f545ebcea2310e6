"""Who is asked whether they still need something, and how their answers are counted."""

from dataclasses import replace

from licensing.requests.consultation import (
    Consultation,
    Reply,
    ReplyCounts,
    count_replies,
    split_by_change,
)
from tests.support.ledger import NOW


def consultation(person: str, *products: str) -> Consultation:
    return Consultation(person, "t", "r", person, "chat", "token", frozenset(products))


def test_answers_are_counted_and_anyone_who_was_not_asked_too() -> None:
    asked = [
        consultation("a", "e3").answered(Reply.STILL_NEEDED, "new", NOW),
        consultation("b", "e3").answered(Reply.NOT_NEEDED, "new", NOW),
        consultation("c", "e3"),
    ]
    found = count_replies(asked, 5)
    assert found == ReplyCounts(asked=3, still_needed=1, not_needed=1, not_asked=2)
    assert found.unanswered == 1
    assert count_replies((), 0) == ReplyCounts(0, 0, 0, 0)


def test_an_answer_takes_the_place_of_an_earlier_one() -> None:
    first = consultation("a", "e3").answered(Reply.STILL_NEEDED, "second", NOW)
    assert first.answered(Reply.NOT_NEEDED, "third", NOW) == replace(
        first, reply=Reply.NOT_NEEDED, token="third"
    )


def test_after_a_change_a_question_stays_only_where_the_same_would_go() -> None:
    same, other, out = consultation("a", "e3"), consultation("b", "e3"), consultation("c", "e3")
    wanted = {"a": frozenset({"e3"}), "b": frozenset({"e3", "visio"}), "d": frozenset({"e3"})}
    assert split_by_change((same, other, out), wanted) == ((same,), (other, out))
