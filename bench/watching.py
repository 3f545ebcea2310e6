"""`make bench-watching`: microseconds of processor time to observe one click.

This is the cost of metrics and traces: the request, the turn, the work, one call to Graph and one
to Teams; with traces, a span for each but the first.
"""

import statistics
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Final

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

from observability.instrumentation import Instrumentation
from observability.metrics import Metrics
from observability.tracing import Spans

_ROUNDS: Final = 20
_PRESSES: Final = 2_000


class _Nowhere(SpanExporter):
    """Discards spans."""

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Discard spans."""
        del spans
        return SpanExportResult.SUCCESS


def press(watching: Instrumentation) -> None:
    """Record everything of one click."""
    began = time.perf_counter()
    turn = watching.begin("turn", kind="invoke", name="adaptiveCard/action")
    work = watching.begin("work", event="pressed")
    graph = watching.begin("graph", method="GET", path="subscribedSkus")
    graph("200")
    work("done")
    turn("200")
    watching.begin("teams", method="PUT")("200")
    route = {"route": "/api/messages"}
    watching.metrics.record("request", route, "200", time.perf_counter() - began)


def microseconds(act: Callable[[], None]) -> float:
    """Return the median over some rounds, so that other load counts little."""
    rounds = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        for _ in range(_PRESSES):
            act()
        rounds.append((time.process_time() - began) / _PRESSES * 1e6)
    return statistics.median(rounds)


def main() -> None:
    """Measure without and with traces."""
    plain = Instrumentation(Metrics("bench"))
    click = str(uuid.uuid4())
    spans = Spans(BatchSpanProcessor(_Nowhere()), lambda: click, version="bench")
    traced = Instrumentation(Metrics("bench"), spans)
    sys.stdout.write(f"watch_us_per_turn: {microseconds(lambda: press(plain)):.1f}\n")
    sys.stdout.write(f"watch_traced_us_per_turn: {microseconds(lambda: press(traced)):.1f}\n")
    spans.close()


if __name__ == "__main__":
    main()
