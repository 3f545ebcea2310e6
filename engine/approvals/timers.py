"""Timers of requests: expiry, reminders and the like, stored with the end of the timer."""

from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.connector.client import Connector
from bot.connector.members import members_of
from bot.errors import NotDelivered
from dialogs.approvals.service import RequestService
from dialogs.model.request_update import (
    ANSWERS,
    CASE_CHECK,
    CHANNEL,
    ESCALATION,
    EXPIRY,
    POSTING,
    REACHED,
    REMINDER,
    ROSTER,
    UNREACHED,
)
from engine.approvals.store import update_request
from engine.conversation_refs import ref_of
from engine.scheduler import Handler, TimerResult
from ledger import Ledger, Unit
from ledger.mail.timers import Timer
from ledger.requests.channels import ChannelMember
from licensing.clock import Clock
from licensing.tenant.roles import ActingMode
from observability.errors import error_fields

#: Time between two reads of a channel's members, and after a failed one.
_ROSTER_EVERY: Final = timedelta(days=1)
_ROSTER_AGAIN: Final = timedelta(minutes=15)
_KINDS: Final = (
    EXPIRY,
    REMINDER,
    ESCALATION,
    UNREACHED,
    REACHED,
    POSTING,
    ANSWERS,
    CASE_CHECK,
    CHANNEL,
)

_log = structlog.get_logger(__name__)


def request_timers(
    requests: RequestService,
    ledger: Ledger,
    connector: Connector,
    clock: Clock,
    acting: ActingMode,
) -> dict[str, Handler]:
    """Return the handlers for what is due for requests, by kind of timer."""

    async def due(timer: Timer) -> TimerResult:
        result = await requests.run_timer(timer.kind, timer.subject, timer.tenant)

        async def store(unit: Unit) -> None:
            now = clock.now()
            for update in result.updates:
                await update_request(unit, update, acting, now)

        return TimerResult(store, result.again)

    async def roster(timer: Timer) -> TimerResult:
        return await _roster(timer, ledger, connector, clock)

    return {**dict.fromkeys(_KINDS, due), ROSTER: roster}


async def _roster(timer: Timer, ledger: Ledger, connector: Connector, clock: Clock) -> TimerResult:
    """Read who is in the channel; ends when it is no longer the tenant's channel."""
    async with ledger.read() as unit:
        chosen = await unit.channels.of(timer.tenant)
        kept = await unit.conversations.get(timer.subject)
    if chosen is None or kept is None or chosen.conversation != timer.subject:
        return TimerResult()
    again: datetime = clock.now() + _ROSTER_EVERY
    members: list[ChannelMember] | None = None
    try:
        found = await members_of(connector, ref_of(kept), chosen.team)
        members = [ChannelMember(m.person, m.teams_id, m.name, m.address) for m in found]
    except NotDelivered as failure:
        _log.warning("roster_not_read", **error_fields(failure))
        again = clock.now() + _ROSTER_AGAIN

    async def store(unit: Unit) -> None:
        if members is not None:
            await unit.channels.keep_members(timer.subject, members)
        await unit.timers.set(CHANNEL, timer.tenant, timer.tenant, clock.now())

    return TimerResult(store, again)
