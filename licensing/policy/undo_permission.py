"""Who may give back what was removed: nobody loses anything, so by default nobody approves it."""

from licensing.policy.lists import Memberships, first_match
from licensing.policy.model import Policy, RuleRef
from licensing.policy.verdicts import Verdict, Why, allow, deny
from licensing.tenant.roles import may_remove


def may_undo(policy: Policy, standing: Memberships, *, asked: bool) -> Verdict:
    """Decide whether somebody may undo a removal; the role is always needed.

    `asked` says that they asked others to approve that removal: where the policy lists who gives
    back, they do not give it back alone either, unless people may approve their own.
    """
    if not may_remove(standing.roles).allowed:
        return deny(Why.NO_ROLE)
    if policy.undo is None:
        return allow(Why.NO_APPROVAL_NEEDED)
    if asked and not policy.self_approval:
        return deny(Why.OWN_REMOVAL, policy.self_approval_ref)
    listed = first_match(policy.undo, standing)
    if listed is None:
        why = Why.NOT_LISTED_FOR_UNDO if policy.undo else Why.EMPTY_LIST
        return deny(why, policy.undo_ref)
    return allow(Why.LISTED, policy.undo_ref, RuleRef(listed.name, listed.line))
