"""All metrics: their names, help texts and labels.

No label identifies a person: kinds, operations, HTTP methods and statuses, ids of tenants.
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

#: Seconds. Teams waits 10 to 15 for an answer.
_QUICK: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
#: Seconds. A call to Graph times out after 30.
_SLOW: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass(frozen=True, slots=True)
class TimedMetric:
    """An operation: a histogram of its duration, and a counter of its results."""

    name: str
    counted: str
    help: str
    labels: tuple[str, ...]
    buckets: tuple[float, ...] = _QUICK


TIMED: Final[Mapping[str, TimedMetric]] = {
    "request": TimedMetric(
        "unassign_request_seconds",
        "unassign_requests",
        "HTTP requests, by route",
        ("route",),
    ),
    "turn": TimedMetric(
        "unassign_turn_seconds",
        "unassign_turns",
        "Activities from Teams, until the answer",
        ("kind", "name"),
    ),
    "work": TimedMetric(
        "unassign_work_seconds",
        "unassign_work",
        "Actions of people, until their result is stored",
        ("event",),
    ),
    "graph": TimedMetric(
        "unassign_graph_call_seconds",
        "unassign_graph_calls",
        "Calls to Microsoft Graph",
        ("method", "path"),
        _SLOW,
    ),
    "entra": TimedMetric(
        "unassign_entra_call_seconds",
        "unassign_entra_calls",
        "Token requests to Entra for Graph, on behalf of people or as the app",
        ("grant",),
        _SLOW,
    ),
    "teams": TimedMetric(
        "unassign_teams_call_seconds",
        "unassign_teams_calls",
        "Calls to the Bot Framework: messages to Teams, and its signing keys",
        ("method",),
        _SLOW,
    ),
}

TAKEOVERS: Final = "unassign_lease_takeovers"
INFO: Final = "unassign_build_info"
LEDGER_UP: Final = "unassign_ledger_up"

#: Read from the ledger at each scrape, so the same in all replicas: name, help and labels.
GAUGES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    LEDGER_UP: ("1 if the ledger can be read, else 0", ()),
    "unassign_outbox_waiting": ("Messages waiting to be sent to Teams", ()),
    "unassign_outbox_age_seconds": ("Age of the oldest of them", ()),
    "unassign_outbox_given_up": ("Messages given up as undeliverable", ()),
    "unassign_inbox_waiting": ("Activities from Teams that are not processed yet", ()),
    "unassign_inbox_age_seconds": ("Age of the oldest of them", ()),
    "unassign_inbox_awaiting_sign_in": ("Activities waiting for someone to sign in", ()),
    "unassign_timers_overdue": ("Timers that are overdue", ()),
    "unassign_timers_overdue_seconds": ("How long the first of them has been overdue", ()),
    "unassign_runs_open": ("Runs that have not ended", ()),
    "unassign_runs_paused": (
        "Open runs that are paused, or wait for a click after their first people",
        (),
    ),
    "unassign_runs_age_seconds": ("Age of the oldest open run", ()),
    "unassign_run_people": ("People in open runs", ("state",)),
    "unassign_approvals_waiting": ("Requests pending approval", ()),
    "unassign_approvals_unposted": ("Pending requests that have no channel to be posted in", ()),
    "unassign_budget_tokens": ("License writes that Graph allows right now", ("tenant",)),
    "unassign_budget_blocked_seconds": ("How long Graph accepts no writes", ("tenant",)),
    "unassign_sign_ins": ("People whose sign-in is stored", ()),
}


class Metrics:
    """The metrics of one application, in their own registry."""

    def __init__(self, version: str) -> None:
        # The time each counter was created is of no use and doubles the output.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        info = Gauge(INFO, "The running version; always 1", ["version"], registry=self.registry)
        info.labels(version).set(1)
        self._seconds = {
            what: Histogram(
                one.name,
                f"{one.help}: seconds",
                one.labels,
                buckets=one.buckets,
                registry=self.registry,
            )
            for what, one in TIMED.items()
        }
        self._results = {
            what: Counter(
                one.counted,
                f"{one.help}: count",
                [*one.labels, "result"],
                registry=self.registry,
            )
            for what, one in TIMED.items()
        }
        self._takeovers = Counter(
            TAKEOVERS,
            "Leases taken over from a replica that let them expire",
            ["what"],
            registry=self.registry,
        )
        self._gauges = {
            name: Gauge(name, help_, labels, registry=self.registry)
            for name, (help_, labels) in GAUGES.items()
        }

    def record(self, what: str, labels: Mapping[str, str], result: str, seconds: float) -> None:
        """Record one operation that ended."""
        self._seconds[what].labels(**labels).observe(seconds)
        self._results[what].labels(**labels, result=result).inc()

    def took_over(self, what: str, number: int) -> None:
        """Count leases that this replica took over."""
        self._takeovers.labels(what).inc(number)

    def show(self, figures: Mapping[str, float | Mapping[str, float]]) -> None:
        """Set gauges: to a number, or to one number for each value of their label."""
        for name, figure in figures.items():
            gauge = self._gauges[name]
            if isinstance(figure, Mapping):
                gauge.clear()
                for value, number in figure.items():
                    gauge.labels(value).set(number)
            else:
                gauge.set(figure)
