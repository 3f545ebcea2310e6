"""Looks at people as they are now: what of what was taken does nothing supply yet."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from licensing.calendar import Calendar, Grace, still_lost
from licensing.services import Data
from licensing.supply import Supplies
from reminders.ports import Books, Directory, Kinds


async def look(
    books: Books,
    directory: Directory,
    kinds: Kinds,
    calendar: Calendar,
    people: Sequence[Grace],
    now: datetime,
) -> tuple[Grace, ...]:
    """The same people, with what is left of it now; raises `TenantError`."""
    ids = [one.person for one in people]
    found, products, mailboxes = await asyncio.gather(
        directory.read_people(ids),
        directory.products(),
        kinds.mailboxes(calendar.tenant, ids),
    )
    async with books.read() as unit:
        newer = await unit.graces.newer(calendar.tenant, ids, calendar.ended_at)
    supplies = Supplies({product.id: product for product in products})

    def looked(one: Grace) -> Grace:
        now_ = found.get(one.person)
        kinds_ = one.kinds - _newer(newer, one.person)
        left = still_lost(kinds_, now_, supplies, mailboxes.of(one.person))
        return replace(one, left=left, gone=now_ is None, checked_at=now)

    return tuple(looked(one) for one in people)


def _newer(newer: Mapping[str, frozenset[Data]], person: str) -> frozenset[Data]:
    return newer.get(person, frozenset())
