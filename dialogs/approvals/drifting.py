"""Who of a plan's people changed since the preview, read afresh."""

from dialogs.model.context import Context
from licensing.losses.losses import losses
from licensing.plans.drift import drift
from licensing.plans.plan import PlannedPerson
from licensing.requests.model import Drifted, Participant, Request
from licensing.tenant.people import Person

#: People read at once; each page is one question to the tenant.
_PAGE = 1_000


async def drifted(context: Context, request: Request) -> tuple[Drifted, ...]:
    """Compare everybody from whom something would go with the plan, in the plan's order."""
    found: list[Drifted] = []
    offset = 0
    while page := await context.requests.affected(request.plan, offset, _PAGE):
        people = await context.directory.read_people([person.id for person in page])
        for planned in page:
            found += await _compared(context, planned, people.get(planned.id))
        offset += len(page)
    return tuple(found)


async def _compared(context: Context, planned: PlannedPerson, now: Person | None) -> list[Drifted]:
    products = await context.products()
    lost = planned.losses
    if now is not None:
        lost = losses(now, planned.removals, products, mailbox=planned.mailbox)
    change = drift(planned, now, lost)
    return [Drifted(Participant(planned.id, planned.name), change)] if change else []
