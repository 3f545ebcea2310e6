"""Readers see everything and gain no other right by it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.fingerprint import fingerprint
from licensing.policy.lists import Memberships, first_match
from licensing.policy.model import Policy, RuleRef
from licensing.policy.reading import may_read
from licensing.policy.submission import may_start
from licensing.policy.undo_permission import may_undo
from licensing.policy.verdicts import Why
from tests.support.policies import listed, person, standings

policies = st.builds(
    Policy, source=st.just("policy.yaml"), readers=st.lists(listed, max_size=3).map(tuple)
)


def test_without_the_list_no_one_is_a_reader() -> None:
    for policy in (Policy(), Policy(source="policy.yaml")):
        verdict = may_read(policy, Memberships("megan"))
        assert (verdict.allowed, verdict.why) == (False, Why.NOT_A_READER)


def test_a_reader_is_found_by_a_line() -> None:
    policy = Policy(readers=(person("megan", 7),), readers_ref=RuleRef("readers", 6))
    verdict = may_read(policy, Memberships("megan"))
    assert (verdict.allowed, verdict.rule) == (True, policy.readers_ref)
    assert verdict.listed == RuleRef("megan", 7)


@given(policies, standings)
def test_exactly_those_whom_a_line_names_may_read(policy: Policy, one: Memberships) -> None:
    assert may_read(policy, one).allowed == (first_match(policy.readers, one) is not None)


@given(policies, standings)
def test_the_list_changes_nothing_else(policy: Policy, one: Memberships) -> None:
    without = replace(policy, readers=())
    assert fingerprint(policy) == fingerprint(without)
    assert may_start(policy, one) == may_start(without, one)
    assert may_undo(policy, one, asked=False) == may_undo(without, one, asked=False)
