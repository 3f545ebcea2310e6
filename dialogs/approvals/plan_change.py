"""What a change of a request changed, read from both plans."""

from dialogs.model.context import Context
from licensing.plans.plan import Plan
from licensing.requests.model import Participant, PlanChange, Request
from licensing.requests.plan_change import MAX_NAMED, compare_people, plan_change


async def change_of(context: Context, request: Request, after: Plan, reason: str) -> PlanChange:
    """Compare a request as it is stored with what it asks from now on."""
    people = compare_people(
        await context.requests.affected_ids(request.plan),
        await context.requests.affected_ids(after.id),
    )
    return plan_change(
        await context.plan(request.plan),
        after,
        people,
        await _named(context, after.id, people.added),
        await _named(context, request.plan, people.left_out),
        new_reason=reason != request.reason,
    )


async def _named(context: Context, plan: str, places: tuple[int, ...]) -> tuple[Participant, ...]:
    found = [
        person
        for place in places[:MAX_NAMED]
        for person in await context.requests.affected(plan, place, 1)
    ]
    return tuple(Participant(one.id, one.name, one.address) for one in found)
