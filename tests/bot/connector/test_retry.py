from datetime import UTC, datetime

import pytest

from bot.connector.retry import Backoff
from licensing.backoff import retry_after

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3", 3.0),
        ("0.75", 0.75),
        (" 2 ", 2.0),
        ("Tue, 24 Nov 2026 12:00:20 GMT", 20.0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("inf", None),
        ("nan", None),
    ],
)
def test_retry_after_is_read_in_each_form(text: str, seconds: float | None) -> None:
    assert retry_after({"Retry-After": text}, NOW) == seconds


def test_without_the_header_teams_did_not_say() -> None:
    assert retry_after({}, NOW) is None


def test_the_wait_grows_and_is_bounded() -> None:
    backoff = Backoff(tries=8, jitter=lambda: 1.0)
    waits = [backoff.wait(attempt, None) for attempt in range(1, 9)]
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0, None]


def test_teams_own_word_goes_first_up_to_a_limit() -> None:
    backoff = Backoff()
    assert backoff.wait(1, 2.5) == 2.5
    assert backoff.wait(1, 31.0) is None
    assert backoff.wait(5, 2.5) is None
