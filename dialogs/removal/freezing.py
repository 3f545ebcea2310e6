"""Working out a plan; a large one in a thread, so that other people get on meanwhile."""

import asyncio
from functools import partial
from typing import Any, Final

from licensing.plans.plan import Plan, freeze

#: So many people take a few milliseconds.
_QUICK: Final = 500


async def frozen(**facts: Any) -> Plan:
    """As `licensing.plan.freeze`."""
    work = partial(freeze, **facts)
    return await asyncio.to_thread(work) if len(facts["people"]) > _QUICK else work()
