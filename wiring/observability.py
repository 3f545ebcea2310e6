"""Metrics always; traces if the settings name a collector."""

import asyncio
from contextlib import AsyncExitStack

from engine.runs.write_quota import GRAPH_LIMITS
from ledger import Ledger
from licensing.clock import Clock
from observability.correlation import correlation
from observability.instrumentation import Instrumentation
from observability.metrics import Metrics
from observability.metrics_page import Figures
from settings import Settings
from settings.version import VERSION


def instrumentation(settings: Settings, stack: AsyncExitStack) -> Instrumentation:
    """Make it as the settings say; `stack` closes it, which sends the last traces."""
    metrics = Metrics(VERSION)
    if not settings.traces_to:
        return Instrumentation(metrics)
    # Loading OpenTelemetry takes a while, and most installations send no traces.
    from observability.otlp import otlp_processor
    from observability.tracing import Spans

    processor = otlp_processor(settings.traces_to)
    spans = Spans(processor, correlation, version=VERSION, share=settings.traces_share)
    stack.push_async_callback(asyncio.to_thread, spans.close)
    return Instrumentation(metrics, spans)


async def figures(ledger: Ledger, clock: Clock) -> Figures:
    """The state of the ledger, as gauges."""
    async with ledger.read() as unit:
        sizes = await unit.queue_metrics.read(clock.now(), GRAPH_LIMITS)
    return {
        "unassign_outbox_waiting": sizes.outbox.number,
        "unassign_outbox_age_seconds": sizes.outbox.seconds,
        "unassign_outbox_given_up": sizes.given_up,
        "unassign_inbox_waiting": sizes.inbox.number,
        "unassign_inbox_age_seconds": sizes.inbox.seconds,
        "unassign_inbox_awaiting_sign_in": sizes.unsigned.number,
        "unassign_timers_overdue": sizes.timers.number,
        "unassign_timers_overdue_seconds": sizes.timers.seconds,
        "unassign_runs_open": sizes.runs.number,
        "unassign_runs_paused": sizes.paused,
        "unassign_runs_age_seconds": sizes.runs.seconds,
        "unassign_run_people": {
            "finished": sizes.finished,
            "left": sizes.people - sizes.finished,
        },
        "unassign_approvals_waiting": sizes.requests,
        "unassign_approvals_unposted": sizes.unposted,
        "unassign_budget_tokens": {id_: one.tokens for id_, one in sizes.budgets.items()},
        "unassign_budget_blocked_seconds": {id_: one.blocked for id_, one in sizes.budgets.items()},
        "unassign_sign_ins": sizes.sign_ins,
    }
