"""Who may read everything of the tenant and change nothing: the readers of the policy."""

from licensing.policy.lists import Memberships, first_match
from licensing.policy.model import Policy, RuleRef
from licensing.policy.verdicts import Verdict, Why, allow, deny


def may_read(policy: Policy, memberships: Memberships) -> Verdict:
    """Decide whether the policy names someone as a reader.

    A reader sees the receipts, requests and journal of the tenant, and what is ahead. The list
    gives no right to remove, restore, approve, pause or stop.
    """
    listed = first_match(policy.readers, memberships)
    if listed is None:
        return deny(Why.NOT_A_READER, policy.readers_ref)
    return allow(Why.LISTED, policy.readers_ref, RuleRef(listed.name, listed.line))
