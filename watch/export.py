"""Sending traces on: OTLP over HTTP, in a thread of its own and some at a time.

Only loaded where traces are wanted; the packages are the extra `traces`.
"""

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import SpanProcessor
from opentelemetry.sdk.trace.export import BatchSpanProcessor


def to_collector(address: str) -> SpanProcessor:
    """A processor that sends to a collector, such as http://localhost:4318.

    Headers, certificates and time-outs are taken from the usual variables of OpenTelemetry
    (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
    """
    return BatchSpanProcessor(OTLPSpanExporter(f"{address.rstrip('/')}/v1/traces"))
