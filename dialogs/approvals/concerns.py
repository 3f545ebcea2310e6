"""Whom a request concerns: only they see its people and its trail."""

from dialogs.model.context import Context
from dialogs.policy.approver_lookup import candidate_of
from licensing.policy.approvers import judge_no
from licensing.requests.model import Request
from licensing.tenant.roles import may_remove


async def concerns(context: Context, request: Request) -> bool:
    """Whether it is an admin, whoever asked, or somebody who may decide or did."""
    person = context.who.person
    decided = {yes.by.id for yes in request.approvals}
    if person == request.requester.id or person in decided:
        return True
    if may_remove(await context.directory.my_roles()).allowed:
        return True
    candidate = await candidate_of(context, request)
    return judge_no(context.policy, request.case, candidate, context.now).allowed
