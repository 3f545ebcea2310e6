"""Whether the person who acts may remove licenses, asked of the tenant each time."""

from cards.kit.notices import Notice, NoticeKind
from dialogs.model.context import Context
from dialogs.model.ports import Directory
from licensing.tenant.roles import RoleDecision, Why, may_remove


async def decide(directory: Directory) -> RoleDecision:
    """Decide by the active roles; where they do not do, look for one that could be activated."""
    roles = await directory.my_roles()
    decision = may_remove(roles)
    if decision.allowed:
        return decision
    return may_remove(roles, await directory.my_eligible_roles())


def role_warning(decision: RoleDecision) -> Notice | None:
    """The notice for someone who continues although only Graph can check their role."""
    if not decision.allowed or decision.certain:
        return None
    return Notice(NoticeKind.ROLE_UNSURE, why=decision.why)


async def decide_for(context: Context, owner: str) -> RoleDecision:
    """Decide whether the person may see and hold a run of `owner`: their own, or by role any.

    The owner needs no one's answer for it: a brake must work while the tenant does not.
    """
    if owner == context.who.person:
        return RoleDecision(allowed=True, why=Why.ROLE_ALLOWS)
    return await decide_for_everyone(context.directory)


async def decide_for_everyone(directory: Directory) -> RoleDecision:
    """Decide whether a role of the person surely holds for the whole tenant.

    Graph decides only about changes of licenses. What others did with the bot, and who is in which
    case, is shown by the bot alone, so a role that only Graph can judge does not do here.
    """
    decision = await decide(directory)
    if decision.allowed and not decision.certain:
        return RoleDecision(allowed=False, why=Why.NO_ROLE)
    return decision
