"""`make bench-watching`: microseconds of this processor for all that is noted of one press.

That is what watching costs. The request, the turn, the work, one call of Graph and one of Teams add
to the press itself; with traces, a span for each but the first.
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
    """Takes spans and sends them nowhere."""

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Take them."""
        del spans
        return SpanExportResult.SUCCESS


def press(watching: Instrumentation) -> None:
    """Note all that is noted of one press."""
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
    """The median over some rounds, so that whoever else uses the machine does not count."""
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
