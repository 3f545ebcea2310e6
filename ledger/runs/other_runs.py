"""Excludes people who are being processed in another run of the same tenant.

Two admins may confirm plans with the same person. Graph is then called for one run after the
other, and the second run sees the first one's result.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.db_clock import DatabaseClock
from ledger.tables import plan_people, run_items, runs


async def free_of_others(
    connection: AsyncConnection, times: DatabaseClock, run_id: str, now: datetime
) -> ColumnElement[bool]:
    """Return a condition on `run_items` for people who are not leased in another run.

    Until the transaction ends, no other worker in the tenant claims people.
    """
    tenant = select(runs.c.tenant).where(runs.c.id == run_id).scalar_subquery()
    going = (runs.c.tenant == tenant) & runs.c.ended_at.is_(None)
    # Always in the same order, so that two claims never deadlock.
    lock = select(runs.c.id).where(going).order_by(runs.c.id).with_for_update(key_share=True)
    others = [run for run in (await connection.execute(lock)).scalars() if run != run_id]
    if not others:
        return true()
    item, planned = run_items.c, plan_people.c
    person = planned.body["id"].as_string()
    held = (
        select(person)
        .join_from(run_items, runs, runs.c.id == item.run_id)
        .join(
            plan_people, (planned.plan_id == runs.c.plan_id) & (planned.position == item.position)
        )
        .where(item.run_id.in_(others), item.lease_until > times.at(now))
        .where(item.finished.is_(False))
    )
    busy = set((await connection.execute(held)).scalars())
    if not busy:
        return true()
    plan = select(runs.c.plan_id).where(runs.c.id == run_id).scalar_subquery()
    theirs = (planned.plan_id == plan) & (planned.position == item.position) & person.in_(busy)
    return ~select(planned.position).where(theirs).correlate(run_items).exists()
