"""What the policy says: allowed or not, why, and by which of its rules."""

from dataclasses import dataclass
from enum import StrEnum

from licensing.policy.model import RuleRef


class Why(StrEnum):
    """The reason of a decision. The texts are in the catalogue."""

    #: Asking.
    ROLE_ALLOWS = "role_allows"
    #: No rule applies, so somebody with a role acts for themselves.
    NO_APPROVAL_NEEDED = "no_approval_needed"
    APPROVAL_NEEDED = "approval_needed"
    LISTED = "listed"
    #: There is no policy, so nobody without a role may ask.
    NO_POLICY = "no_policy"
    NOT_A_REQUESTER = "not_a_requester"
    #: No rule applies to what somebody without a role asks, so nobody could approve it.
    NO_RULE = "no_rule"
    #: A list that would have to approve names nobody.
    EMPTY_LIST = "empty_list"
    #: A list that would have to approve names only a manager, and there is none.
    NO_MANAGER = "no_manager"
    NO_JUSTIFICATION = "no_justification"
    WRONG_JUSTIFICATION = "wrong_justification"
    JUSTIFIED = "justified"

    #: Approving.
    #: In the place of somebody who is away.
    DELEGATED = "delegated"
    #: Everything is approved, and somebody with a role is wanted who carries it out.
    CARRIES_OUT = "carries_out"
    OWN_REQUEST = "own_request"
    #: The only right to approve is lent by the person who asked.
    DELEGATED_BY_REQUESTER = "delegated_by_requester"
    #: Decided already, in person or by somebody in their place.
    ALREADY_DECIDED = "already_decided"
    NOT_LISTED = "not_listed"
    #: The line of the list that names the person has its approval.
    LINE_COVERED = "line_covered"
    #: Everything is approved but by nobody with a role, and this person has none either.
    NO_ROLE = "no_role"

    #: Giving back.
    #: The policy lets only others give back.
    NOT_LISTED_FOR_UNDO = "not_listed_for_undo"
    #: They asked for the removal themselves.
    OWN_REMOVAL = "own_removal"

    #: Signing in.
    SIGN_IN_FRESH = "sign_in_fresh"
    SIGN_IN_TOO_OLD = "sign_in_too_old"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision."""

    allowed: bool
    why: Why
    #: The part of the policy that it is based on; None where there is no policy.
    rule: RuleRef | None = None
    #: The line of a list that counted: its name, and its line in the file.
    listed: RuleRef | None = None


def allow(why: Why, rule: RuleRef | None = None, listed: RuleRef | None = None) -> Verdict:
    """Allow."""
    return Verdict(allowed=True, why=why, rule=rule, listed=listed)


def deny(why: Why, rule: RuleRef | None = None) -> Verdict:
    """Deny."""
    return Verdict(allowed=False, why=why, rule=rule)
