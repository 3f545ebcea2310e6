"""Sizes and ages of all queues in the ledger, for metrics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow
from ledger.database.db_clock import DatabaseClock
from ledger.requests.tables import requests
from ledger.runs.write_budgets import WriteLimits, refilled
from ledger.tables import inbox, outbox, runs, timers, tokens, write_budgets
from licensing.requests.model import State
from licensing.runs.control import FINAL_STATES, PAUSED_STATES


@dataclass(frozen=True, slots=True)
class Waiting:
    """The length of a queue, and the age of its oldest item in seconds."""

    number: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Budget:
    """A tenant's write budget: tokens left, and seconds until writes are allowed."""

    tokens: float
    blocked: float


@dataclass(frozen=True, slots=True)
class QueueSizes:
    """A snapshot of all queues."""

    #: Messages to Teams, aged since they were written; and undeliverable ones.
    outbox: Waiting
    given_up: int
    #: Unprocessed activities from Teams, and those that wait for a sign-in.
    inbox: Waiting
    unsigned: Waiting
    #: Due timers, aged since they became due.
    timers: Waiting
    #: Open runs; their people, and how many of those are finished.
    runs: Waiting
    people: int
    finished: int
    #: Open runs that a person paused, or that wait for a person.
    paused: int
    #: Open requests, and those without a channel.
    requests: int
    unposted: int
    #: By tenant.
    budgets: Mapping[str, Budget]
    #: Number of stored sign-ins.
    sign_ins: int


class QueueMetrics:
    """Reads the queue sizes within one transaction."""

    def __init__(self, connection: AsyncConnection, times: DatabaseClock) -> None:
        self._connection = connection
        self._times = times

    async def read(self, now: datetime, limits: WriteLimits) -> QueueSizes:
        """Count everything. `limits` are a tenant's write limits."""
        unfinished = inbox.c.finished.is_(False)
        going = runs.c.state.not_in(FINAL_STATES)
        waiting = requests.c.state == State.OPEN
        people = select(func.sum(runs.c.people), func.sum(runs.c.finished)).where(going)
        in_all, finished = (await self._connection.execute(people)).one()
        return QueueSizes(
            outbox=await self._waiting(outbox.c.written_at, outbox.c.waiting.is_(True), now),
            given_up=await self._count(outbox, outbox.c.waiting.is_(False)),
            inbox=await self._waiting(
                inbox.c.received_at, unfinished & inbox.c.waits_for.is_(None), now
            ),
            unsigned=await self._waiting(
                inbox.c.received_at, unfinished & inbox.c.waits_for.is_not(None), now
            ),
            timers=await self._waiting(timers.c.due_at, timers.c.due_at <= now, now),
            runs=await self._waiting(runs.c.started_at, going, now),
            people=in_all or 0,
            finished=finished or 0,
            paused=await self._count(runs, runs.c.state.in_(PAUSED_STATES)),
            requests=await self._count(requests, waiting),
            unposted=await self._count(requests, waiting & (requests.c.channel == "")),
            budgets=await self._budgets(now, limits),
            sign_ins=await self._count(tokens, tokens.c.person.is_not(None)),
        )

    async def _waiting(
        self, since: ColumnElement[datetime], which: ColumnElement[bool], now: datetime
    ) -> Waiting:
        query = select(func.count(), func.min(since)).where(which)
        row: AnyRow = (await self._connection.execute(query)).one()
        number, first = row
        return Waiting(number, max(0.0, (now - first).total_seconds()) if first else 0.0)

    async def _count(self, table: FromClause, which: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(table).where(which)
        return int((await self._connection.execute(query)).scalar_one())

    async def _budgets(self, now: datetime, limits: WriteLimits) -> Mapping[str, Budget]:
        moment: ColumnElement[Any] = self._times.at(now).label("moment")
        rows = await self._connection.execute(select(write_budgets, moment))
        return {
            row.tenant: Budget(
                tokens=refilled(row, limits),
                blocked=max(0.0, (row.blocked_until - row.moment).total_seconds()),
            )
            for row in rows
        }
