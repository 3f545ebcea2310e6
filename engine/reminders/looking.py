"""Looks at people as they are now: what of what was taken does nothing supply yet."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from engine.reminders.ports import Books, Directory, MailboxKinds
from licensing.losses.entitlements import Entitlements
from licensing.reminders.calendar import Calendar, GracePeriod, looked_at


async def look(
    ledger: Books,
    directory: Directory,
    kinds: MailboxKinds,
    calendar: Calendar,
    people: Sequence[GracePeriod],
    now: datetime,
) -> tuple[GracePeriod, ...]:
    """The same people, with what is left of it now; raises `TenantError`."""
    ids = [one.person for one in people]
    found, products, mailboxes = await asyncio.gather(
        directory.read_people(ids),
        directory.products(),
        kinds.mailboxes(calendar.tenant, ids),
    )
    newer = await ledger.look(
        lambda unit: unit.calendars.newer(calendar.tenant, ids, calendar.ended_at)
    )
    supplies = Entitlements({product.id: product for product in products})

    return tuple(
        looked_at(
            one,
            found.get(one.person),
            supplies,
            mailboxes.of(one.person),
            newer.get(one.person, frozenset()),
            now,
        )
        for one in people
    )
