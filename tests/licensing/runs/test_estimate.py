"""When a run will have ended, from how fast it was in the last half minute or two."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from licensing.runs.estimate import MARK_INTERVAL, add_mark, time_left
from licensing.runs.outcome import ProgressMark

START = datetime(2026, 11, 24, 9, tzinfo=UTC)


def at(seconds: float, finished: int) -> ProgressMark:
    return ProgressMark(START + timedelta(seconds=seconds), finished)


def test_the_rest_takes_as_long_as_the_pace_says() -> None:
    assert time_left([at(0, 0)], at(10, 200), 1000) == timedelta(seconds=40)


def test_a_pace_of_a_moment_or_of_two_people_says_nothing() -> None:
    assert time_left([], at(10, 200), 1000) is None
    assert time_left([at(0, 0)], at(1, 200), 1000) is None
    assert time_left([at(0, 0)], at(60, 2), 1000) is None


def test_a_run_that_became_slower_is_reckoned_as_it_is_now() -> None:
    marks: tuple[ProgressMark, ...] = ()
    for second in range(0, 600, 2):
        # A burst of 3,000 in a minute, then 20 a second.
        done = min(3000, second * 50) + max(0, second - 60) * 20
        marks = add_mark(marks, at(second, done))
    now = at(600, 3000 + 540 * 20)
    left = time_left(marks, now, now.finished + 2000)
    assert left is not None
    assert abs(left.total_seconds() - 100) < 1


@given(st.lists(st.tuples(st.floats(0, 60), st.integers(0, 500)), max_size=30))
def test_two_marks_are_kept_that_are_a_span_apart(steps: list[tuple[float, int]]) -> None:
    marks: tuple[ProgressMark, ...] = ()
    second, done = 0.0, 0
    for wait, people in steps:
        second, done = second + wait, done + people
        marks = add_mark(marks, at(second, done))
        assert 1 <= len(marks) <= 2
        assert all(b.at - a.at >= MARK_INTERVAL for a, b in pairwise(marks))
        left = time_left(marks, at(second, done), done + 10)
        assert left is None or left >= timedelta(0)
