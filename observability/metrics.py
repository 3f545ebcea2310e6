"""What is counted and timed: names, words and labels of all metrics, in one place.

No label ever holds a person: kinds, names of operations, HTTP methods and statuses, ids of tenants.
https://prometheus.io/docs/practices/naming/
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

#: Seconds. Teams gives up on an answer after 10 to 15.
_QUICK: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
#: Seconds. A call of Graph is given up after 30.
_SLOW: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass(frozen=True, slots=True)
class Timed:
    """Something that takes time and ends in some way: a histogram, and a count by its end."""

    name: str
    counted: str
    says: str
    labels: tuple[str, ...]
    buckets: tuple[float, ...] = _QUICK


TIMED: Final[Mapping[str, Timed]] = {
    "request": Timed(
        "unassign_request_seconds",
        "unassign_requests",
        "HTTP requests that were answered, by route",
        ("route",),
    ),
    "turn": Timed(
        "unassign_turn_seconds",
        "unassign_turns",
        "Activities of Teams until they were answered",
        ("kind", "name"),
    ),
    "work": Timed(
        "unassign_work_seconds",
        "unassign_work",
        "What people did, from its beginning until what came of it was stored",
        ("event",),
    ),
    "graph": Timed(
        "unassign_graph_call_seconds",
        "unassign_graph_calls",
        "Calls of Microsoft Graph",
        ("method", "path"),
        _SLOW,
    ),
    "entra": Timed(
        "unassign_entra_call_seconds",
        "unassign_entra_calls",
        "Tokens asked of Entra in the name of people or of the app for Graph",
        ("grant",),
        _SLOW,
    ),
    "teams": Timed(
        "unassign_teams_call_seconds",
        "unassign_teams_calls",
        "Calls of the Bot Framework: messages to Teams, and reading its keys",
        ("method",),
        _SLOW,
    ),
}

TAKEOVERS: Final = "unassign_lease_takeovers"
INFO: Final = "unassign_build_info"
LEDGER_UP: Final = "unassign_ledger_up"

#: Read from the ledger each time somebody looks, so the same for all replicas: name, words, labels.
GAUGES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    LEDGER_UP: ("1 when the ledger could be read just now, else 0", ()),
    "unassign_outbox_waiting": ("Messages that wait to be sent to Teams", ()),
    "unassign_outbox_age_seconds": ("How long the first of them has waited", ()),
    "unassign_outbox_given_up": ("Messages that could not be delivered at all", ()),
    "unassign_inbox_waiting": ("Activities of Teams that are not worked off", ()),
    "unassign_inbox_age_seconds": ("How long the first of them has waited", ()),
    "unassign_inbox_awaiting_sign_in": ("Activities that wait for somebody to sign in", ()),
    "unassign_timers_overdue": ("Timers that are due", ()),
    "unassign_timers_overdue_seconds": ("For how long the first of them has been", ()),
    "unassign_runs_open": ("Runs that have not ended", ()),
    "unassign_runs_held": (
        "Those of them that are paused, or wait for a click after their first people",
        (),
    ),
    "unassign_runs_age_seconds": ("How long ago the first of them was started", ()),
    "unassign_run_people": ("People of the runs that have not ended", ("state",)),
    "unassign_approvals_waiting": ("Requests that wait for approval", ()),
    "unassign_approvals_unposted": ("Those of them that have no channel to stand in", ()),
    "unassign_budget_turns": ("License writes that Graph still allows at once", ("tenant",)),
    "unassign_budget_blocked_seconds": ("For how long Graph wants no writes", ("tenant",)),
    "unassign_sign_ins": ("People whose sign-in is kept", ()),
}


class Meters:
    """The metrics of one application, in a registry of its own."""

    def __init__(self, version: str) -> None:
        # When each counter was made is of no use, and doubles what is sent.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        info = Gauge(INFO, "The version that runs; always 1", ["version"], registry=self.registry)
        info.labels(version).set(1)
        self._seconds = {
            what: Histogram(
                one.name,
                f"{one.says}: seconds",
                one.labels,
                buckets=one.buckets,
                registry=self.registry,
            )
            for what, one in TIMED.items()
        }
        self._results = {
            what: Counter(
                one.counted,
                f"{one.says}: how often",
                [*one.labels, "result"],
                registry=self.registry,
            )
            for what, one in TIMED.items()
        }
        self._takeovers = Counter(
            TAKEOVERS,
            "What was taken over from a replica that held it for too long",
            ["what"],
            registry=self.registry,
        )
        self._gauges = {
            name: Gauge(name, says, labels, registry=self.registry)
            for name, (says, labels) in GAUGES.items()
        }

    def timed(self, what: str, labels: Mapping[str, str], result: str, seconds: float) -> None:
        """Something ended."""
        self._seconds[what].labels(**labels).observe(seconds)
        self._results[what].labels(**labels, result=result).inc()

    def took_over(self, what: str, number: int) -> None:
        """A lease ran out, and somebody else went on."""
        self._takeovers.labels(what).inc(number)

    def show(self, figures: Mapping[str, float | Mapping[str, float]]) -> None:
        """Set gauges: to a number, or to one for each value of their label."""
        for name, figure in figures.items():
            gauge = self._gauges[name]
            if isinstance(figure, Mapping):
                gauge.clear()
                for value, number in figure.items():
                    gauge.labels(value).set(number)
            else:
                gauge.set(figure)
