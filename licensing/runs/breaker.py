"""When trouble is the tenant's and not one person's, so that a run pauses and no one is failed.

Throttling, an outage and a role that has ended meet everyone alike. Charged to single people, they
would fail a whole run within minutes. Several failures in a row, on different people and without a
success in between, are therefore treated as the tenant's. The run then pauses with its reason, and
continues with one person first.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

from licensing.backoff import backoff
from licensing.errors import NotAllowed, SlowDown, TenantError, TenantUnavailable

#: Failures in a row, and people they concern, after which the trouble is the tenant's. Fewer would
#: take some people in a restricted administrative unit for a role that has ended; more would only
#: cost more calls. A run with fewer people left needs only those.
IN_A_ROW: Final = 5
#: Seconds until the next attempt after a pause: at first, and at most. The end of an outage is
#: noticed within five minutes, and an attempt is one call.
FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 5 * 60.0
#: Attempts during an outage use up no tries for this long; no outage of Microsoft 365 has lasted
#: longer. After it, people for whom Graph never answers are reported, so that every run ends.
LONGEST_OUTAGE: Final = timedelta(hours=24)

#: These statuses are the service's own. Other errors of a server may be about one person.
_SERVICE: Final = frozenset({None, 408, 503, 504})


class Trouble(StrEnum):
    """Trouble of the whole tenant."""

    #: Too many calls, from whatever app.
    THROTTLED = "throttled"
    #: No answer, or none that is useful.
    OUTAGE = "outage"
    #: The owner's role no longer permits it; a person has to see to that.
    REFUSED = "refused"

    @property
    def passes(self) -> bool:
        """Whether the run continues by itself."""
        return self is not Trouble.REFUSED


def trouble_of(error: TenantError | None) -> Trouble | None:
    """Which trouble of a tenant an error may be a sign of; None for a person's own."""
    if isinstance(error, SlowDown):
        return Trouble.THROTTLED
    if isinstance(error, TenantUnavailable):
        return Trouble.OUTAGE
    return Trouble.REFUSED if isinstance(error, NotAllowed) else None


def is_of_service(error: TenantError) -> bool:
    """Whether an error is surely not about one person."""
    return isinstance(error, SlowDown) or (
        isinstance(error, TenantUnavailable) and error.answer.status in _SERVICE
    )


def pause(times: int, asked: float | None = None) -> timedelta:
    """How long a run pauses, for the nth time in a row; `asked` is what the tenant asks for."""
    seconds = backoff(times, first=FIRST_PAUSE, longest=LONGEST_PAUSE)
    return timedelta(seconds=max(seconds, asked or 0.0))


@dataclass(slots=True)
class Breaker:
    """Counts failures of the same kind without a success in between."""

    _kind: Trouble | None = None
    _failures: int = 0
    _people: set[int] = field(default_factory=set)

    def succeeded(self) -> None:
        """Note that the tenant did what it was asked for one person."""
        self._kind = None
        self._failures = 0
        self._people.clear()

    def failed(self, position: int, error: TenantError) -> None:
        """Note a failure for the person at this place of the plan."""
        kind = trouble_of(error)
        if kind is not self._kind:
            self.succeeded()
            self._kind = kind
        self._failures += 1
        self._people.add(position)

    def opens(self, error: TenantError, left: int) -> bool:
        """Whether the run pauses; `left` is how many people can still be processed."""
        enough = min(IN_A_ROW, left) if is_of_service(error) else IN_A_ROW
        return self._failures >= IN_A_ROW and len(self._people) >= enough
