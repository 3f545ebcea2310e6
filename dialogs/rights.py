"""Whether the person who acts may remove licenses, asked of the tenant each time anew."""

from dialogs.ports import Directory
from licensing.roles import RoleDecision, may_remove


async def decide(directory: Directory) -> RoleDecision:
    """Decide by the active roles; where they do not do, look for one that could be activated."""
    roles = await directory.my_roles()
    decision = may_remove(roles)
    if decision.allowed:
        return decision
    return may_remove(roles, await directory.my_eligible_roles())
