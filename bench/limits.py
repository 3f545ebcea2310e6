"""Limits of the figures, as in docs/performance.md."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limit:
    """The minimum or maximum of a benchmark's figure."""

    bench: str
    figure: str
    least: float | None = None
    most: float | None = None

    def keeps(self, value: float) -> bool:
        """Return whether a figure is within the limit."""
        low = self.least is None or value >= self.least
        return low and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        low = [] if self.least is None else [f"at least {self.least:g}"]
        high = [] if self.most is None else [f"at most {self.most:g}"]
        return " and ".join(low + high)


LIMITS: Final = (
    Limit("turns", "turns_ratio", least=5),
    Limit("turns", "turns_ratio_100ms", least=50),
    Limit("runs", "overhead_pct", most=5),
    Limit("runs", "wasted_429_pct", most=0.5),
    Limit("runs", "peak_mb_100k", most=500),
    Limit("preview", "beyond_paging_s", most=3),
    Limit("find", "find_found_percent", least=100),
    Limit("find", "find_false", most=0),
    Limit("find", "find_beyond_graph_s", most=60),
    Limit("find", "find_peak_mb", most=300),
    Limit("sentences", "sentence_ms_median", most=5),
    Limit("sizes", "choose_standstill_ms", most=50),
    Limit("sizes", "approve_calls_100k", most=110),
    Limit("sizes", "undo_search_s_100k", most=1),
    Limit("approvals", "idle_cpu_percent", most=2),
    Limit("approvals", "memory_over_empty_bot_mb", most=150),
    Limit("approvals", "decision_ms_median", most=100),
    Limit("watching", "watch_us_per_turn", most=500),
)
