"""Who may undo a removal: no one loses anything, so by default it needs no approval."""

from licensing.policy.lists import Memberships, first_match
from licensing.policy.model import Policy, RuleRef
from licensing.policy.verdicts import Verdict, Why, allow, deny
from licensing.tenant.roles import may_remove


def may_undo(policy: Policy, memberships: Memberships, *, asked: bool) -> Verdict:
    """Decide whether someone may undo a removal; the role is always required.

    `asked` says that they requested that removal: if the policy lists who may undo, they may not
    undo it alone either, unless people may approve their own requests.
    """
    if not may_remove(memberships.roles).allowed:
        return deny(Why.NO_ROLE)
    if policy.undo is None:
        return allow(Why.NO_APPROVAL_NEEDED)
    if asked and not policy.self_approval:
        return deny(Why.OWN_REMOVAL, policy.self_approval_ref)
    listed = first_match(policy.undo, memberships)
    if listed is None:
        why = Why.NOT_LISTED_FOR_UNDO if policy.undo else Why.EMPTY_LIST
        return deny(why, policy.undo_ref)
    return allow(Why.LISTED, policy.undo_ref, RuleRef(listed.name, listed.line))
