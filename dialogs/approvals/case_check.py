"""The look at open eDiscovery cases that was not over when a request was previewed.

It is done again as the requester when the request is sent, and from then on until it is over.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from dialogs.model.context import Context
from dialogs.removal.planning import case_view
from licensing.errors import TenantError
from licensing.plans.case_findings import CaseFindings, case_findings, is_pending, with_findings
from licensing.plans.plan import Plan
from licensing.plans.planned_person import PlannedPerson
from licensing.requests.model import Request
from licensing.tenant.checks import NotChecked

#: Time until the next look, and after a failed one.
CHECK_AGAIN: Final = timedelta(minutes=1)
FAILED_AGAIN: Final = timedelta(minutes=10)
#: Number of people of a plan read at a time.
_PAGE: Final = 1_000


async def request_plan(context: Context, request: Request) -> Plan:
    """Return the plan of a request, with what the look at the cases found since."""
    return with_findings(await context.plan(request.plan), request.findings)


async def next_check(context: Context, request: Request) -> datetime | None:
    """When the cases are looked at next; None where that is over."""
    pending = request.is_open and is_pending(await request_plan(context, request))
    return context.now + CHECK_AGAIN if pending else None


async def check_cases(context: Context, request: Request) -> CaseFindings | datetime | None:
    """Look at the cases as the person who acts: what is found, or when to look again.

    None where there is nothing to look at.
    """
    again = await next_check(context, request)
    if again is None:
        return None
    try:
        return await findings_of(context, request.plan) or again
    except TenantError:
        return context.now + FAILED_AGAIN


async def findings_of(context: Context, plan: str) -> CaseFindings | None:
    """What a look at the cases finds for the affected people of a plan; None: it is not over."""
    view = await case_view(context)
    if view.check.why is NotChecked.NOT_YET:
        return None
    held: list[PlannedPerson] = []
    offset = 0
    while view.by_address and (page := await context.requests.affected(plan, offset, _PAGE)):
        people = await context.directory.read_people([person.id for person in page])
        for planned in page:
            now = people.get(planned.id)
            cases = view.of(now.addresses if now else [planned.address])
            if cases:
                held.append(replace(planned, cases=cases))
        offset += len(page)
    return case_findings(held, view)
