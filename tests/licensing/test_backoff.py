"""Waits double, and end at the longest."""

from licensing.backoff import backoff


def test_a_wait_doubles_up_to_the_longest() -> None:
    waits = [backoff(attempt, first=0.5, longest=3.0) for attempt in range(1, 6)]
    assert waits == [0.5, 1.0, 2.0, 3.0, 3.0]


def test_no_number_of_attempts_is_too_large() -> None:
    assert backoff(10**9, first=2.0, longest=300.0) == 300.0


def test_before_the_first_attempt_the_wait_is_the_first() -> None:
    assert backoff(0, first=2.0, longest=300.0) == 2.0
