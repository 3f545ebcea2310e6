"""Who sees what others did: by a role that may remove licenses, or as a reader of the policy."""

from dialogs.model.context import Context
from dialogs.model.permissions import decide_for, decide_for_everyone
from dialogs.policy.approver_lookup import look_up_approver
from licensing.policy.reading import may_read
from licensing.tenant.roles import RoleDecision, Why


async def is_reader(context: Context) -> bool:
    """Whether the policy names the person who acts as a reader; may raise `TenantError`."""
    policy = context.settings.policy
    if not policy.readers:
        return False
    return may_read(policy, await look_up_approver(context, context.who.person)).allowed


async def sees_everything(context: Context) -> bool:
    """Whether the person sees what is the whole tenant's; may raise `TenantError`."""
    return (await decide_for_everyone(context.directory)).allowed or await is_reader(context)


async def may_see(context: Context, owner: str, plan: str) -> RoleDecision:
    """Decide whether the person may see what a run of `owner` did: also what they asked for."""
    who = context.who
    if owner != who.person and await context.requests.was_approved(who.tenant, who.person, plan):
        return RoleDecision(allowed=True, why=Why.ROLE_ALLOWS)
    decision = await decide_for(context, owner)
    if not decision.allowed and await is_reader(context):
        return RoleDecision(allowed=True, why=Why.ROLE_ALLOWS)
    return decision
