"""Who may restore: by the role alone, or by a list of the policy and the role."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.fingerprint import fingerprint
from licensing.policy.lists import Memberships, first_match
from licensing.policy.model import Policy, RuleRef
from licensing.policy.undo_permission import may_undo
from licensing.policy.verdicts import Why
from licensing.tenant.roles import LICENSE_ADMINISTRATOR, may_remove
from tests.support.policies import listed, person, standings

ALEX = Memberships("alex", roles=frozenset({LICENSE_ADMINISTRATOR}))
LISTED = Policy(
    source="policy.yaml",
    undo=(person("alex", 7),),
    undo_ref=RuleRef("undo", 6),
    self_approval_ref=RuleRef("self_approval", 9),
)
policies = st.builds(
    Policy,
    source=st.just("policy.yaml"),
    undo=st.one_of(st.none(), st.lists(listed, max_size=3).map(tuple)),
    self_approval=st.booleans(),
)


def test_by_default_a_role_suffices_also_for_what_one_asked_for() -> None:
    for policy in (Policy(), Policy(source="policy.yaml")):
        assert may_undo(policy, ALEX, asked=True).why is Why.NO_APPROVAL_NEEDED
        assert may_undo(policy, Memberships("megan"), asked=True).why is Why.NO_ROLE


def test_a_list_says_who_and_by_which_line() -> None:
    verdict = may_undo(LISTED, ALEX, asked=False)
    assert (verdict.allowed, verdict.rule) == (True, LISTED.undo_ref)
    assert verdict.listed == RuleRef("alex", 7)
    refused = may_undo(LISTED, replace(ALEX, person="adele"), asked=False)
    assert (refused.allowed, refused.why) == (False, Why.NOT_LISTED_FOR_UNDO)
    assert refused.rule == LISTED.undo_ref
    no_one = may_undo(replace(LISTED, undo=()), ALEX, asked=False)
    assert (no_one.allowed, no_one.why) == (False, Why.EMPTY_LIST)


def test_with_a_list_anyone_who_asked_for_the_removal_does_not_undo_it() -> None:
    refused = may_undo(LISTED, ALEX, asked=True)
    assert (refused.allowed, refused.why, refused.rule) == (
        False,
        Why.OWN_REMOVAL,
        LISTED.self_approval_ref,
    )
    assert may_undo(replace(LISTED, self_approval=True), ALEX, asked=True).allowed


def test_it_decides_nothing_about_requests_so_their_approvals_stay() -> None:
    assert fingerprint(LISTED) == fingerprint(replace(LISTED, undo=None))


@given(standings, policies, st.booleans())
def test_no_one_without_a_role_or_outside_the_list_ever_restores(
    standing: Memberships, policy: Policy, asked: bool
) -> None:
    if may_undo(policy, standing, asked=asked).allowed:
        assert may_remove(standing.roles).allowed
        assert policy.undo is None or first_match(policy.undo, standing)
