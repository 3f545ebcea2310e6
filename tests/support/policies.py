"""Policies, people and presses made up by Hypothesis, from a world that is small on purpose."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from licensing.policy.approvers import Candidate, decide_approval
from licensing.policy.lists import ListEntry, ManagerOf, Memberships, PrincipalType
from licensing.policy.model import (
    ApprovalThreshold,
    Escalation,
    Policy,
    RequiredApprovals,
    Rule,
    RuleRef,
    Stage,
    When,
)
from licensing.policy.progress import Approval
from licensing.policy.rule_input import Impact, RuleInput
from licensing.tenant.roles import HELPDESK_ADMINISTRATOR, LICENSE_ADMINISTRATOR

T = TypeVar("T")

ASKED = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PEOPLE = tuple(f"p{number}" for number in range(6))
GROUPS = ("g0", "g1")
ROLES = (LICENSE_ADMINISTRATOR, HELPDESK_ADMINISTRATOR)


def line(kind: PrincipalType, value: str, number: int = 1) -> ListEntry:
    """A line of a list."""
    return ListEntry(kind, value, value, number)


def person(name: str, number: int = 1) -> ListEntry:
    """A line that names one person."""
    return line(PrincipalType.PERSON, name, number)


def rule(name: str, *stages: Stage, when: When | None = None) -> Rule:
    """A rule that always applies, unless it is said when."""
    return Rule(RuleRef(name, 10), when or When(), stages)


def policy(*rules: Rule, requesters: tuple[ListEntry, ...] = ()) -> Policy:
    """A policy with these rules."""
    return Policy(source="policy.yaml", requesters=requesters, rules=rules)


def case(
    people: int = 1, *, authors: frozenset[str] = frozenset({"megan"}), without_role: bool = True
) -> RuleInput:
    """A request for so many people."""
    return RuleInput(Impact(people), without_role, authors, ASKED)


def pressed(
    policy: Policy, case: RuleInput, *candidates: Candidate, now: datetime = ASKED
) -> tuple[Approval, ...]:
    """The approvals there are after all of these pressed, in this order."""
    given: tuple[Approval, ...] = ()
    for candidate in candidates:
        judgement = decide_approval(policy, case, candidate, given, now)
        if judgement.verdict.allowed:
            given += (Approval(candidate.own.person, judgement.scopes, candidate.has_role),)
    return given


listed = st.one_of(
    st.builds(line, st.just(PrincipalType.PERSON), st.sampled_from(PEOPLE), st.integers(1, 99)),
    st.builds(line, st.just(PrincipalType.GROUP), st.sampled_from(GROUPS), st.integers(1, 99)),
    st.builds(line, st.just(PrincipalType.ROLE), st.sampled_from(ROLES), st.integers(1, 99)),
    st.builds(
        line, st.just(PrincipalType.MANAGER), st.sampled_from(list(ManagerOf)), st.integers(1, 99)
    ),
)
lists = st.one_of(
    st.lists(listed, min_size=1, max_size=3).map(tuple), st.lists(listed, max_size=1).map(tuple)
)
needs = st.one_of(
    st.just(RequiredApprovals()),
    st.just(RequiredApprovals(all=True)),
    st.lists(st.builds(ApprovalThreshold, st.integers(1, 60), st.integers(1, 3)), max_size=3).map(
        lambda steps: RequiredApprovals(tuple(steps))
    ),
)
escalations = st.one_of(
    st.none(),
    st.builds(Escalation, st.integers(1, 48).map(lambda hours: timedelta(hours=hours)), lists),
)
stages = st.builds(Stage, lists, needs, escalations)
conditions = st.one_of(
    st.just(When()),
    st.builds(When, st.booleans(), st.integers(0, 30)),
    st.builds(
        When,
        st.booleans(),
        st.integers(0, 60),
        st.integers(0, 3),
        st.integers(0, 3),
        st.lists(
            st.builds(line, st.just(PrincipalType.GROUP), st.sampled_from(GROUPS)), max_size=2
        ).map(tuple),
    ),
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Any policy at all, also one that the file's reader would refuse."""
    number = draw(st.sampled_from((1, 1, 2, 2, 3, 0)))
    return policy(
        *(
            Rule(
                RuleRef(f"rule {n}", 10 * n + 1),
                draw(conditions),
                tuple(
                    draw(st.lists(stages, min_size=draw(st.sampled_from((1, 1, 1, 0))), max_size=2))
                ),
            )
            for n in range(number)
        )
    )


def some(of: Sequence[T]) -> st.SearchStrategy[frozenset[T]]:
    """Some of these, and often all."""
    return st.one_of(st.frozensets(st.sampled_from(of)), st.just(frozenset(of)))


standings = st.builds(
    Memberships,
    st.sampled_from(PEOPLE),
    st.just(""),
    some(ROLES),
    some(GROUPS),
    some(list(ManagerOf)),
)
candidates = st.builds(Candidate, standings, st.lists(standings, max_size=2).map(tuple))
impact = st.builds(
    Impact,
    st.integers(1, 100),
    st.integers(0, 4),
    st.one_of(st.none(), st.integers(0, 4)),
    st.frozensets(st.sampled_from(GROUPS)),
)
cases = st.builds(
    RuleInput,
    impact,
    st.booleans(),
    st.frozensets(st.sampled_from(PEOPLE[:3]), min_size=1, max_size=2),
    st.just(ASKED),
)
moments = st.integers(0, 72).map(lambda hours: ASKED + timedelta(hours=hours))
