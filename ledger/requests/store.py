"""Requests: saved by compare-and-swap, so that each ends once even under concurrent presses."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.json_codec import from_json, to_json
from ledger.database.upsert import insert_new
from ledger.requests.tables import request_counters, request_events, request_tokens, requests
from ledger.runs.people import KnownPeople
from licensing.errors import RequestMissing, StaleDraft
from licensing.requests.events import Event
from licensing.requests.model import Request, State
from licensing.tenant.people import PersonRef


class Requests:
    """The requests within one transaction."""

    def __init__(self, connection: AsyncConnection, people: KnownPeople) -> None:
        self._connection = connection
        self._people = people

    async def next_number(self, tenant: str) -> int:
        """Return a number that no other request of the tenant has. There may be gaps."""
        await insert_new(self._connection, request_counters, tenant=tenant, last=0)
        counter = update(request_counters).where(request_counters.c.tenant == tenant)
        higher = counter.values(last=request_counters.c.last + 1)
        found = await self._connection.execute(higher.returning(request_counters.c.last))
        return int(found.scalar_one())

    async def save(self, request: Request, expected: int | None) -> None:
        """Store a request. `expected` is the version it was made from, None for a new request.

        `StaleDraft` if another version is stored by now. Save it before anything else of the same
        step: a concurrent step then waits here, and fails.
        """
        values = _columns(request)
        if expected is None:
            added = await insert_new(self._connection, requests, id=request.id, **values)
            if not added:
                raise StaleDraft
        else:
            current = (requests.c.id == request.id) & (requests.c.version == expected)
            change = update(requests).where(current).values(**values)
            if (await self._connection.execute(change)).rowcount != 1:
                raise StaleDraft
        await self._keep_token(request)
        called = (PersonRef(one.id, one.name, one.address) for one in request.participants)
        await self._people.note(request.tenant, called)

    async def expect(self, id: str, version: int) -> None:  # noqa: A002
        """Lock a request until the end of the transaction; `StaleDraft` if its version differs."""
        current = (requests.c.id == id) & (requests.c.version == version)
        query = select(requests.c.id).where(current).with_for_update()
        if (await self._connection.execute(query)).first() is None:
            raise StaleDraft

    async def get(self, id: str) -> Request:  # noqa: A002 - the request's own name
        """Read a request; `RequestMissing` if there is none."""
        return await self._one(requests.c.id == id)

    async def by_number(self, tenant: str, number: int) -> Request:
        """Read a tenant's request by its number; `RequestMissing` if there is none."""
        return await self._one((requests.c.tenant == tenant) & (requests.c.number == number))

    async def by_token(self, token: str) -> tuple[Request, int] | None:
        """Find the request of a button, and the revision that the button belongs to."""
        query = select(request_tokens).where(request_tokens.c.token == token)
        row = (await self._connection.execute(query)).first()
        return (await self.get(row.request_id), row.revision) if row else None

    async def open_in(self, tenant: str, after: int, limit: int) -> Sequence[Request]:
        """Read open requests with a number above `after`, oldest first."""
        which = (
            (requests.c.tenant == tenant)
            & (requests.c.state == State.OPEN)
            & (requests.c.number > after)
        )
        return await self._many(select(requests).where(which).order_by(requests.c.number), limit)

    async def open_outside(self, tenant: str, channel: str, limit: int) -> Sequence[Request]:
        """Read open requests that are not posted in this channel, oldest first."""
        which = (
            (requests.c.tenant == tenant)
            & (requests.c.state == State.OPEN)
            & (requests.c.channel != channel)
        )
        return await self._many(select(requests).where(which).order_by(requests.c.number), limit)

    async def requested_by(self, tenant: str, person: str, limit: int) -> Sequence[Request]:
        """Read the requests of a person, newest first."""
        which = (requests.c.tenant == tenant) & (requests.c.requester == person)
        newest = select(requests).where(which).order_by(requests.c.number.desc())
        return await self._many(newest, limit)

    async def was_approved(self, tenant: str, person: str, plan: str) -> bool:
        """Whether a person's request for this plan was approved."""
        which = requests.c.plan_id.in_(approved_plans(tenant, person))
        query = select(requests.c.id).where(which & (requests.c.plan_id == plan)).limit(1)
        return (await self._connection.execute(query)).first() is not None

    async def approved_for(self, tenant: str, plan: str) -> Request | None:
        """The approved request for a plan; None where none was needed."""
        which = (requests.c.plan_id == plan) & (requests.c.tenant == tenant)
        query = select(requests.c.body).where(which & (requests.c.state == State.APPROVED))
        row = (await self._connection.execute(query.limit(1))).first()
        return from_json(row.body, Request) if row else None

    async def ended_in(self, tenant: str, limit: int) -> Sequence[Request]:
        """Read the ended requests of a tenant, newest first."""
        which = (requests.c.tenant == tenant) & (requests.c.state != State.OPEN)
        newest = select(requests).where(which).order_by(requests.c.number.desc())
        return await self._many(newest, limit)

    async def count_open(self, tenant: str) -> int:
        """Number of open requests in a tenant."""
        which = (requests.c.tenant == tenant) & (requests.c.state == State.OPEN)
        query = select(func.count()).select_from(requests).where(which)
        return int((await self._connection.execute(query)).scalar_one())

    async def add_events(self, id: str, events: Sequence[Event]) -> None:  # noqa: A002
        """Add to the trail of a request."""
        rows = [{"request_id": id, "body": to_json(event)} for event in events]
        if rows:
            await self._connection.execute(insert(request_events), rows)

    async def trail(self, id: str, limit: int) -> Sequence[Event]:  # noqa: A002
        """Read the newest entries of a trail, oldest first."""
        newest = (
            select(request_events)
            .where(request_events.c.request_id == id)
            .order_by(request_events.c.number.desc())
            .limit(limit)
        )
        rows = list(await self._connection.execute(newest))
        return tuple(from_json(row.body, Event) for row in reversed(rows))

    async def _keep_token(self, request: Request) -> None:
        row = {"token": request.token, "request_id": request.id, "revision": request.revision}
        await insert_new(self._connection, request_tokens, **row)

    async def _one(self, which: ColumnElement[bool]) -> Request:
        row = (await self._connection.execute(select(requests.c.body).where(which))).first()
        if row is None:
            raise RequestMissing
        return from_json(row.body, Request)

    async def _many(self, query: Select[Any], limit: int) -> tuple[Request, ...]:
        rows = await self._connection.execute(query.limit(limit))
        return tuple(from_json(row.body, Request) for row in rows)


def approved_plans(tenant: str, person: str) -> Select[tuple[str]]:
    """The ids of the plans that a person requested and others approved."""
    mine = (requests.c.tenant == tenant) & (requests.c.requester == person)
    return select(requests.c.plan_id).where(mine & (requests.c.state == State.APPROVED))


def _columns(request: Request) -> dict[str, Any]:
    return {
        "tenant": request.tenant,
        "number": request.number,
        "requester": request.requester.id,
        "state": request.state,
        "version": request.version,
        "plan_id": request.plan,
        "expires_at": request.expires_at,
        "channel": request.channel,
        "body": to_json(request),
    }
