"""The clock of this machine, compared with the tenant's.

Tokens have a validity period; the Bot Framework and Entra allow five minutes of difference (https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication).
"""

from collections.abc import Sequence
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp

from commands.doctor.findings import Check, Code, Finding
from commands.doctor.world import World

TOO_MUCH: Final = timedelta(minutes=5)
MUCH: Final = timedelta(seconds=30)


async def look_at_clock(world: World) -> Sequence[Finding]:
    """Compare with the Date header of an answer."""
    try:
        seconds = await _ahead(world)
    except (aiohttp.ClientError, TimeoutError, ValueError, TypeError):
        return [Finding(Check.CLOCK, Code.CLOCK_UNKNOWN)]
    size = timedelta(seconds=abs(seconds))
    code = Code.CLOCK_GOOD
    if size >= TOO_MUCH:
        code = Code.CLOCK_WRONG
    elif size >= MUCH:
        code = Code.CLOCK_OFF
    direction = "ahead of" if seconds > 0 else "behind"
    return [
        Finding(
            Check.CLOCK, code, {"seconds": str(round(size.total_seconds())), "direction": direction}
        )
    ]


async def _ahead(world: World) -> float:
    """Return the seconds by which this clock is ahead, regardless of the response time."""
    asked = world.clock.now()
    address = world.published(world.settings.tenants[0])
    async with world.session.get(address, allow_redirects=False) as answer:
        theirs = parsedate_to_datetime(answer.headers["Date"])
    got = world.clock.now()
    # The Date is truncated to whole seconds.
    theirs = theirs.astimezone(UTC) + timedelta(seconds=0.5)
    return ((asked + (got - asked) / 2) - theirs).total_seconds()
