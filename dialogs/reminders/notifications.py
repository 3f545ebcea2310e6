"""What those who lost something are told themselves, and perhaps their managers.

What went, what is ahead, and whom to ask.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from cards.kit.escaping import plain, plains
from dialogs.model.context import Context
from licensing.errors import TenantError
from licensing.losses.services import Data
from licensing.reminders.calendar import Calendar, GracePeriod
from licensing.reminders.schedule import AffectedNotice
from licensing.reminders.upcoming import Forecast
from licensing.runs.undo import RemovedLicenses
from licensing.tenant.people import PersonRef

#: Maximum number of people of one removal whose managers are looked up, one by one.
MOST: Final = 100
#: Concurrent lookups of managers, and their time limit in seconds.
_AT_ONCE: Final = 8
_PATIENCE: Final = 5.0
#: Maximum number of people named in one message to a manager.
_NAMED: Final = 10


async def notifications(context: Context, calendar: Calendar) -> Mapping[str, Sequence[str]]:
    """Messages for everyone who still misses something and has it ahead, by person.

    And for their managers, where these are to be told; people who can't be looked up is left out.
    """
    outlook = await context.queries.outlook(calendar.run)
    concerned = outlook.concerned(context.today) if outlook else ()
    if outlook is None or not concerned:
        return {}
    receipt = await context.queries.receipt_of(calendar.run)
    names = (await context.queries.plan(calendar.plan)).products
    whom = plain(receipt.owner_name) if receipt.owner_name else context.texts.reminders.whom_to_ask
    calendars = {one.person: one for one in concerned}
    taken = await context.queries.taken(calendar.run, list(calendars))
    found: dict[str, list[str]] = {}
    for one in taken:
        found[one.person.id] = [
            _letter(context, outlook, calendars[one.person.id], one, names, whom)
        ]
    if context.settings.notifications is AffectedNotice.MANAGER and len(taken) <= MOST:
        managers = await _managers(context, [one.person for one in taken])
        for manager, reports in managers.items():
            first = min(_first(outlook, calendars[one.id], context.today) for one in reports)
            said = plains(one.name for one in reports[:_NAMED])
            letter = context.texts.reminders.manager_message(
                said, len(reports), calendar.day, first, whom
            )
            found.setdefault(manager, []).append(letter)
    return found


def _letter(
    context: Context,
    outlook: Forecast,
    grace_period: GracePeriod,
    taken: RemovedLicenses,
    names: Mapping[str, str],
    whom: str,
) -> str:
    ahead = outlook.events(grace_period, context.today)
    kinds = [kind for kind in Data if any(event.data is kind for event in ahead)]
    return context.texts.reminders.removal_message(
        plains(names.get(line.product, line.product) for line in taken.lines),
        outlook.calendar.day,
        [
            context.texts.losses.one_loss(kind, [e for e in ahead if e.data is kind])
            for kind in kinds
        ],
        _first(outlook, grace_period, context.today),
        whom,
    )


def _first(outlook: Forecast, grace_period: GracePeriod, today: date) -> date:
    return min(event.day for event in outlook.events(grace_period, today))


async def _managers(context: Context, people: Sequence[PersonRef]) -> dict[str, list[PersonRef]]:
    """Whom each manager leads of these people; no one where the tenant does not say in time."""
    room = asyncio.Semaphore(_AT_ONCE)

    async def led(person: PersonRef) -> PersonRef | None:
        async with room:
            return await context.directory.around.manager_of(person.id)

    try:
        async with asyncio.timeout(_PATIENCE):
            managers = await asyncio.gather(*map(led, people))
    except (TenantError, TimeoutError):
        return {}
    found: dict[str, list[PersonRef]] = {}
    for person, manager in zip(people, managers, strict=True):
        if manager is not None:
            found.setdefault(manager.id, []).append(person)
    return found
