"""Export of traces: OTLP over HTTP, in batches, in a separate thread.

Loaded only if traces are sent; the packages are the extra `traces`.
"""

from typing import Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import SpanProcessor
from opentelemetry.sdk.trace.export import BatchSpanProcessor

#: Timeout in seconds of one export, including the last one when the bot stops.
TIMEOUT: Final = 2.0


def otlp_processor(address: str) -> SpanProcessor:
    """A processor that sends to the collector at `address`, such as http://localhost:4318.

    Headers and certificates come from the standard variables of OpenTelemetry
    (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
    """
    exporter = OTLPSpanExporter(f"{address.rstrip('/')}/v1/traces", timeout=TIMEOUT)
    return BatchSpanProcessor(exporter)
