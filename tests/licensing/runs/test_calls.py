"""Which call follows from the calls so far: all in one, then what can go, and never for ever."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from licensing.runs.calls import Call, CallState, call_progress

WANTED = ("a", "b", "c", "d")

#: Says for a set of products that are still there and asked for: None when they may go, else the
#: name of the error and the products that it blames.
Oracle = Callable[[frozenset[str], frozenset[str]], tuple[str, tuple[str, ...]] | None]


def played(wanted: tuple[str, ...], oracle: Oracle) -> tuple[list[Call], frozenset[str]]:
    """Call until nothing more can be asked for; returns the calls and what is left."""
    calls: list[Call] = []
    there = frozenset(wanted)
    while asked := call_progress(wanted, calls).next:
        assert frozenset(asked) <= there, "what has gone is not asked for again"
        no = oracle(frozenset(asked), there)
        if no is None:
            calls.append(Call(asked, CallState.SUCCEEDED))
            there -= frozenset(asked)
        else:
            calls.append(Call(asked, CallState.REFUSED, None, no[0], no[1]))
        assert len(calls) < 100
    return calls, there


def asked(calls: list[Call]) -> list[tuple[str, ...]]:
    return [call.products for call in calls]


def test_where_nothing_is_refused_it_is_one_call() -> None:
    calls, there = played(WANTED, lambda _asked, _there: None)
    assert (asked(calls), there) == ([WANTED], frozenset())


def test_what_is_blamed_stays_and_the_rest_goes_in_one_more_call() -> None:
    calls, there = played(WANTED, lambda a, _: ("NotForUsers", ("b",)) if "b" in a else None)
    assert asked(calls) == [WANTED, ("a", "c", "d")]
    assert there == {"b"}


def test_where_no_one_is_blamed_each_is_tried_alone() -> None:
    calls, there = played(WANTED, lambda a, _: ("UnreadAnswer", ()) if "b" in a else None)
    assert asked(calls) == [WANTED, ("a",), ("b",), ("c",), ("d",)]
    assert there == {"b"}


def test_blaming_everything_is_blaming_no_one() -> None:
    calls, _ = played(("a", "b"), lambda a, _: ("X", ("a", "b")) if "b" in a else None)
    assert asked(calls) == [("a", "b"), ("a",), ("b",)]


def test_a_base_that_was_tried_before_its_add_on_is_tried_once_more() -> None:
    def oracle(asked: frozenset[str], there: frozenset[str]) -> tuple[str, tuple[str, ...]] | None:
        if "c" in asked:
            return "UnreadAnswer", ()
        return ("DependentPlan", ()) if "a" in asked and "b" in there - asked else None

    calls, there = played(("a", "b", "c"), oracle)
    assert asked(calls) == [("a", "b", "c"), ("a",), ("b",), ("c",), ("a",)]
    assert there == {"c"}


def test_a_base_whose_add_on_stays_is_not_tried_again() -> None:
    calls = [
        Call(("a", "b"), CallState.REFUSED, None, "DependentPlan", ("a",), ("project",)),
        Call(("b",), CallState.SUCCEEDED),
    ]
    stands = call_progress(("a", "b"), calls)
    assert (stands.next, set(stands.succeeded)) == (None, {"b"})
    assert stands.decided["a"] == calls[0]


def test_an_open_call_is_left_out() -> None:
    assert call_progress(WANTED, [Call(WANTED)]).next == WANTED
    assert call_progress(WANTED, [Call(WANTED)]).decided == {}


each = st.sampled_from(WANTED)


@given(
    stuck=st.sets(each),
    needs=st.sets(st.tuples(each, each).filter(lambda pair: pair[0] != pair[1])),
    says=st.booleans(),
)
def test_whatever_the_rules_are_all_that_can_go_goes(
    stuck: set[str], needs: set[tuple[str, str]], says: bool
) -> None:
    """`needs`: the second of a pair needs the first, which can't go before or without it."""

    def oracle(asked: frozenset[str], there: frozenset[str]) -> tuple[str, tuple[str, ...]] | None:
        if held := sorted(asked & stuck):
            return "NotForUsers", tuple(held[:1]) if says else ()
        bases = {base for base, add_on in needs if base in asked and add_on in there - asked}
        return ("DependentPlan", tuple(sorted(bases)[:1]) if says else ()) if bases else None

    calls, there = played(WANTED, oracle)
    assert len(calls) <= 1 + len(WANTED) + len(WANTED) ** 2
    stands = call_progress(WANTED, calls)
    assert set(stands.decided) == set(WANTED)
    assert stands.succeeded == frozenset(WANTED) - there
    # Nothing that is left could have gone alone.
    for product in there:
        assert oracle(frozenset({product}), there) is not None
