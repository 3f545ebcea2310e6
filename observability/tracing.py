"""OpenTelemetry traces: everything with one correlation id is one trace, with that id.

The id in a log line, a journal entry or an error message finds the trace, even if a run continues
in another process. Spans carry the labels of the metrics and nothing else.
https://opentelemetry.io/docs/specs/otel/trace/
"""

import uuid
from collections.abc import Callable, Mapping

from opentelemetry import context, trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
from opentelemetry.trace import NonRecordingSpan, SpanContext, StatusCode, TraceFlags

#: Results that are faults, besides statuses of 500 and above.
_FAULTS = frozenset({"error"})


class Spans:
    """Starts spans. `correlation` returns the id bound to the context, or an empty string."""

    def __init__(
        self,
        processor: SpanProcessor,
        correlation: Callable[[], str],
        *,
        version: str,
        share: float = 1.0,
    ) -> None:
        resource = Resource.create({"service.name": "unassign", "service.version": version})
        # Not the global provider: the Graph SDK would trace whole addresses with it.
        self._provider = TracerProvider(sampler=TraceIdRatioBased(share), resource=resource)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("unassign")
        self._correlation = correlation

    def begin(self, what: str, labels: Mapping[str, str]) -> Callable[[str], None]:
        """Start a child of the current span; call the result in the same task to end it."""
        parent = self._parent()
        if parent is None:
            return _no_span
        name = " ".join([what, *labels.values()])
        span = self._tracer.start_span(name, context=parent, attributes=dict(labels))
        token = context.attach(trace.set_span_in_context(span, parent))

        def end(result: str) -> None:
            context.detach(token)
            span.set_attribute("result", result)
            if result in _FAULTS or (result.isdecimal() and int(result) >= 500):
                span.set_status(StatusCode.ERROR)
            span.end()

        return end

    def close(self) -> None:
        """Send what is left; takes a few seconds if the collector does not answer."""
        self._provider.shutdown()

    def _parent(self) -> context.Context | None:
        """The current span, or the trace of the correlation id; None if there is neither."""
        if trace.get_current_span().get_span_context().is_valid:
            return context.get_current()
        try:
            id_ = uuid.UUID(self._correlation())
        except ValueError:
            return None
        root = SpanContext(
            trace_id=id_.int,
            # The click itself, which has no span.
            span_id=id_.int & 0xFFFF_FFFF_FFFF_FFFF,
            is_remote=True,
            trace_flags=TraceFlags(TraceFlags.SAMPLED),
        )
        return trace.set_span_in_context(NonRecordingSpan(root))


def _no_span(result: str) -> None:
    del result
