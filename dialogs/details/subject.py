"""What the details are of, and whether the person may see it.

What a person does alone needs no answer of the tenant: their own plans, runs and requests.
"""

from dataclasses import dataclass

from dialogs.approvals.buttons import find_request
from dialogs.approvals.case_check import request_plan
from dialogs.approvals.open import concerns
from dialogs.model.context import Context
from dialogs.policy.readers import may_see
from licensing.errors import PlanMissing
from licensing.plans.draft import Draft, Step
from licensing.plans.plan import Plan
from licensing.requests.model import Request
from licensing.runs.control import FINAL_STATES
from licensing.runs.outcome import RunProgress

#: Steps at which typed text can ask for the details of the flow's plan.
_WITH_PLAN = frozenset(
    {Step.PREVIEW, Step.CONFIRM, Step.REQUEST, Step.UNDO_PREVIEW, Step.UNDO_CONFIRM}
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A plan, perhaps that of a request, and the run of it if that has ended."""

    plan: Plan
    tally: RunProgress | None = None
    request: Request | None = None


async def subject_of_token(context: Context, token: str) -> Subject | str:
    """Find what a button is of; a sentence where there is nothing, or where they may not see it."""
    found = await context.queries.by_token(token)
    if found is not None:
        return await subject_of_draft(context, found[0])
    request = await find_request(context, token)
    if request is None:
        return context.texts.messages.unknown
    return await subject_of_request(context, request[0])


async def subject_of_draft(context: Context, draft: Draft) -> Subject | str:
    """The plan or the run of a draft, for its owner only."""
    who, texts = context.who, context.texts
    if (draft.tenant, draft.conversation) != (who.tenant, who.conversation):
        return texts.messages.unknown
    if draft.owner != who.person:
        return texts.messages.belongs_to_someone_else
    if draft.step is Step.DETAILS and draft.request:
        return await subject_of_request(context, await context.requests.get(draft.request))
    if draft.run and not context.pending.starts_run:
        return await subject_of_run(context, draft.run)
    return Subject(await context.plan(draft.plan)) if draft.plan else texts.details.nothing


async def subject_of_flow(context: Context, left: Draft | None) -> Subject | str:
    """The plan of an open flow, once it has one."""
    if left is None or left.step not in _WITH_PLAN:
        return context.texts.details.nothing
    return await subject_of_draft(context, left)


async def subject_of_run(context: Context, run: str) -> Subject | str:
    """What a run came to, or its plan while it goes on; for those who may see its receipt."""
    tally = await context.queries.tally(run)
    decision = await may_see(context, tally.owner, tally.plan)
    if not decision.allowed:
        return context.texts.errors.whys[decision.why]
    return Subject(await context.plan(tally.plan), _ended(tally))


async def subject_of_request(context: Context, request: Request) -> Subject | str:
    """The plan of a request and what its run came to, for those whom it concerns."""
    if not await concerns(context, request):
        return context.texts.request_messages.trail_denied
    plan = await request_plan(context, request)
    if request.run is None:
        return Subject(plan, request=request)
    try:
        tally = await context.queries.tally(request.run)
    except PlanMissing:
        return Subject(plan, request=request)
    return Subject(plan, _ended(tally), request)


def _ended(tally: RunProgress) -> RunProgress | None:
    return tally if tally.state in FINAL_STATES else None
