"""Sending traces on: OTLP over HTTP, in a thread of its own and some at a time.

Only loaded where traces are wanted; the packages are the extra `traces`.
"""

from typing import Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import SpanProcessor
from opentelemetry.sdk.trace.export import BatchSpanProcessor

#: Seconds for one sending, also for the last one when the bot is stopped.
PATIENCE: Final = 2.0


def to_collector(address: str) -> SpanProcessor:
    """A processor that sends to a collector, such as http://localhost:4318.

    Headers and certificates are taken from the usual variables of OpenTelemetry
    (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
    """
    exporter = OTLPSpanExporter(f"{address.rstrip('/')}/v1/traces", timeout=PATIENCE)
    return BatchSpanProcessor(exporter)
