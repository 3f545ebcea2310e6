"""The policy's verdict: allowed or not, why, and by which rule."""

from dataclasses import dataclass
from enum import StrEnum

from licensing.policy.model import RuleRef


class Why(StrEnum):
    """The reason of a decision. The texts are in the catalog."""

    #: Requests.
    ROLE_ALLOWS = "role_allows"
    #: Only Graph can tell whether the role allows it.
    GRAPH_DECIDES = "graph_decides"
    #: No rule applies, so people with a role need no approval.
    NO_APPROVAL_NEEDED = "no_approval_needed"
    APPROVAL_NEEDED = "approval_needed"
    LISTED = "listed"
    #: There is no policy, so no one without a role may send requests.
    NO_POLICY = "no_policy"
    NOT_A_REQUESTER = "not_a_requester"
    #: No rule applies to a requester without a role, so no one could approve.
    NO_RULE = "no_rule"
    #: A required list names no one.
    EMPTY_LIST = "empty_list"
    #: A required list names only a manager, and there is none.
    NO_MANAGER = "no_manager"
    #: Those whom a required list names are the requester, gone, or too few.
    NO_ONE_LEFT = "no_one_left"
    NO_JUSTIFICATION = "no_justification"
    WRONG_JUSTIFICATION = "wrong_justification"
    JUSTIFIED = "justified"

    #: Approvals.
    #: By delegation.
    DELEGATED = "delegated"
    #: Everything is approved, and someone with a role must execute it.
    CARRIES_OUT = "carries_out"
    OWN_REQUEST = "own_request"
    #: The only right to approve is delegated by the requester.
    DELEGATED_BY_REQUESTER = "delegated_by_requester"
    #: Decided already, in person or by delegation.
    ALREADY_DECIDED = "already_decided"
    NOT_LISTED = "not_listed"
    #: The line of the list that names the person has its approval.
    LINE_COVERED = "line_covered"
    #: Everything is approved, but by no one with a role, and this person has none either.
    NO_ROLE = "no_role"

    #: Undo.
    #: The policy lets only others undo.
    NOT_LISTED_FOR_UNDO = "not_listed_for_undo"
    #: They requested the removal themselves.
    OWN_REMOVAL = "own_removal"

    #: Reading.
    NOT_A_READER = "not_a_reader"

    #: Signing in.
    SIGN_IN_FRESH = "sign_in_fresh"
    SIGN_IN_TOO_OLD = "sign_in_too_old"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision."""

    allowed: bool
    why: Why
    #: The part of the policy that it is based on; None without a policy.
    rule: RuleRef | None = None
    #: The line of a list that counted: its name, and its line in the file.
    listed: RuleRef | None = None


def allow(why: Why, rule: RuleRef | None = None, listed: RuleRef | None = None) -> Verdict:
    """Allow."""
    return Verdict(allowed=True, why=why, rule=rule, listed=listed)


def deny(why: Why, rule: RuleRef | None = None) -> Verdict:
    """Deny."""
    return Verdict(allowed=False, why=why, rule=rule)
