"""Messages to people who lost something, and optionally to their managers.

What went, what is ahead, and whom to ask.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cards.kit.escaping import plain, plains
from dialogs.model.context import Context
from licensing.errors import TenantError, TenantUnavailable
from licensing.losses.losses import held_until
from licensing.losses.rules import DataEvent
from licensing.losses.services import Data
from licensing.reminders.calendar import Calendar, GracePeriod
from licensing.reminders.schedule import AffectedNotice
from licensing.reminders.upcoming import Forecast
from licensing.runs.undo import RemovedLicenses
from licensing.tenant.people import PersonRef

#: Concurrent lookups of managers, and their time limit in seconds.
_AT_ONCE: Final = 8
_PATIENCE: Final = 5.0
#: Maximum number of people named in one message to a manager.
_NAMED: Final = 10


@dataclass(frozen=True, slots=True)
class Notifications:
    """A message and its recipient."""

    #: Messages by person.
    messages: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: How many people's managers could not be looked up.
    unknown_managers: int = 0
    #: Why no manager at all could be looked up, where that may work later.
    failure: TenantError | None = None


async def notifications(
    context: Context, calendar: Calendar, people: Sequence[GracePeriod]
) -> Notifications:
    """Messages for those of these people who still miss something and have it ahead.

    And for their managers, where these are to be notified; one that can't be looked up is left out.
    """
    plan = await context.queries.plan(calendar.plan)
    forecast = Forecast(calendar, plan.terms, tuple(people))
    concerned = forecast.concerned(context.today)
    if not concerned:
        return Notifications()
    receipt = await context.queries.receipt_of(calendar.run)
    names, owner = plan.products, plain(receipt.owner_name) if receipt.owner_name else ""
    calendars = {one.person: one for one in concerned}
    removed = await context.queries.removed(calendar.run, list(calendars))
    managers, failures = await _managers(context, removed)
    readers = await context.for_readers([*(one.person.id for one in removed), *managers])
    found: dict[str, list[str]] = {}
    for one in removed:
        reader, grace_period = readers[one.person.id], calendars[one.person.id]
        found[one.person.id] = [_letter(reader, forecast, grace_period, one, names, owner)]
    for manager, reports in managers.items():
        first = min(_first(forecast, calendars[one.id], context.today) for one in reports)
        taken_on = min(forecast.day_of(calendars[one.id]) for one in reports)
        said = plains(one.name for one in reports[:_NAMED])
        texts = readers[manager].texts.reminders
        whom = owner or texts.whom_to_ask
        letter = texts.manager_message(said, len(reports), taken_on, first, whom)
        found.setdefault(manager, []).append(letter)
    down = failures and not managers and len(failures) == len(removed)
    failure = failures[0] if down and failures[0].passing else None
    return Notifications(found, len(failures), failure)


def _letter(
    context: Context,
    forecast: Forecast,
    grace_period: GracePeriod,
    theirs: RemovedLicenses,
    names: Mapping[str, str],
    owner: str,
) -> str:
    ahead = forecast.events(grace_period, context.today)
    kinds = [kind for kind in Data if any(event.data is kind for event in ahead)]
    return context.texts.reminders.removal_message(
        plains(names.get(line.product, line.product) for line in theirs.lines),
        forecast.day_of(grace_period),
        [
            context.texts.losses.one_loss(kind, [e for e in ahead if e.data is kind])
            for kind in kinds
        ],
        _first(forecast, grace_period, context.today),
        owner or context.texts.reminders.whom_to_ask,
    )


def _first(forecast: Forecast, grace_period: GracePeriod, today: date) -> date:
    """The last day on which nothing of it is lost yet, from today on."""
    days = [
        held_until(event.data, event.day) if event.event is DataEvent.DELETED else event.day
        for event in forecast.events(grace_period, today)
    ]
    return max(min(days), today)


async def _managers(
    context: Context, removed: Sequence[RemovedLicenses]
) -> tuple[dict[str, list[PersonRef]], list[TenantError]]:
    """These people by manager, and the look-ups that failed or took too long."""
    if context.settings.notifications is not AffectedNotice.MANAGER:
        return {}, []
    room = asyncio.Semaphore(_AT_ONCE)
    people = [one.person for one in removed]
    until = asyncio.get_running_loop().time() + _PATIENCE

    async def led(person: PersonRef) -> PersonRef | TenantError | None:
        try:
            async with room, asyncio.timeout_at(until):
                return await context.directory.org.manager_of(person.id)
        except TimeoutError:
            return TenantUnavailable()
        except TenantError as error:
            return error

    found: dict[str, list[PersonRef]] = {}
    failures: list[TenantError] = []
    for person, manager in zip(people, await asyncio.gather(*map(led, people)), strict=True):
        if isinstance(manager, TenantError):
            failures.append(manager)
        elif manager is not None:
            found.setdefault(manager.id, []).append(person)
    return found, failures
