"""Stages that can never get their approvals: each answer against trying every order of presses."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensing.policy.approvers import Candidate, decide_approval
from licensing.policy.dead_ends import DeadEnd, dead_ends, stuck_rule
from licensing.policy.lists import Memberships, PrincipalType
from licensing.policy.model import (
    ApprovalThreshold,
    Escalation,
    Policy,
    RequiredApprovals,
    Rule,
    Stage,
)
from licensing.policy.progress import Approval, is_approved, still_needed
from licensing.tenant.roles import LICENSE_ADMINISTRATOR
from tests.support.policies import ASKED, case, line, person, policy, rule

EXPIRES = timedelta(days=3)
LATE = ASKED + timedelta(days=2)
NAMES = ("p1", "p2", "p3")
GROUP = line(PrincipalType.GROUP, "g")
#: Enough for any stage of these tests.
MEMBERS = tuple(f"g{n}" for n in range(10))
EVERYBODY = (
    *(Candidate(Memberships(name)) for name in NAMES),
    *(Candidate(Memberships(name, groups=frozenset({"g"}))) for name in MEMBERS),
)


def need(number: int) -> RequiredApprovals:
    return RequiredApprovals((ApprovalThreshold(1, number),))


people = st.sampled_from(NAMES).map(person)
lists = st.lists(st.one_of(people, people, people, st.just(GROUP)), min_size=1, max_size=3).map(
    tuple
)
second = st.one_of(
    st.none(),
    st.builds(
        Escalation, st.sampled_from((timedelta(days=1), timedelta(days=9))), lists.map(tuple)
    ),
)
stages = st.builds(
    Stage,
    lists,
    st.one_of(st.just(RequiredApprovals(all=True)), st.integers(1, 2).map(need)),
    second,
)


def ends(
    found: Policy, everyone: Sequence[Candidate], given: tuple[Approval, ...] = ()
) -> Iterator[tuple[Approval, ...]]:
    """Every way in which presses can go on until no one may press any longer."""
    seen: set[frozenset[object]] = set()
    waiting = [given]
    while waiting:
        approvals = waiting.pop()
        moved = False
        for now in (ASKED, LATE):
            fresh = set()
            for candidate in everyone:
                done = decide_approval(found, case(), candidate, approvals, now)
                # Those who are alike in all but the name lead to the same.
                alike = (bool(candidate.own.groups), done.scopes)
                if not done.verdict.allowed or not all(s.places for s in done.scopes):
                    continue
                moved = True
                if candidate.own.groups and alike in fresh:
                    continue
                fresh.add(alike)
                more = (*approvals, Approval(candidate.own.person, done.scopes, has_role=False))
                key = frozenset((a.person, a.scopes) for a in more)
                if key not in seen:
                    seen.add(key)
                    waiting.append(more)
        if not moved:
            yield approvals


@given(st.lists(stages, min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_a_rule_has_a_dead_end_exactly_where_some_order_of_approvals_leads_into_one(
    some: list[Stage],
) -> None:
    found = policy(rule("r", *some))
    stuck = any(not is_approved(found.rules, 1, approvals) for approvals in ends(found, EVERYBODY))
    assert bool(dead_ends(some, EXPIRES)) == stuck


presses = st.lists(st.tuples(st.sampled_from(EVERYBODY[:5]), st.booleans()), max_size=3)


@given(
    st.lists(stages, min_size=1, max_size=2),
    presses,
    st.sets(st.sampled_from((*NAMES, *MEMBERS[:2]))),
)
@settings(max_examples=150, deadline=None)
def test_a_request_is_stuck_exactly_where_no_one_who_is_there_can_get_it_approved(
    some: list[Stage], before: list[tuple[Candidate, bool]], there: set[str]
) -> None:
    found = policy(rule("r", *some))
    approvals: tuple[Approval, ...] = ()
    for candidate, late in before:
        done = decide_approval(found, case(), candidate, approvals, LATE if late else ASKED)
        if done.scopes and all(scope.places for scope in done.scopes):
            more = Approval(candidate.own.person, done.scopes, has_role=False)
            approvals = (*approvals, more)
    everyone = [candidate for candidate in EVERYBODY if candidate.own.person in there]
    names = {(PrincipalType.PERSON, name): frozenset({name}) & there for name in NAMES}
    names[PrincipalType.GROUP, "g"] = frozenset(MEMBERS) & there
    can = any(is_approved(found.rules, 1, one) for one in ends(found, everyone, approvals))
    stuck = stuck_rule(found.rules, 1, approvals, names, frozenset(), EXPIRES)
    assert (stuck is None) == can


@given(st.lists(stages, min_size=1, max_size=3), presses)
def test_lists_of_unknown_people_are_taken_to_be_long_enough(
    some: list[Stage], before: list[tuple[Candidate, bool]]
) -> None:
    del before
    assert stuck_rule([rule("r", *some)], 1, (), {}, frozenset(), EXPIRES) is None


A, B, C = (person(name, number) for number, name in enumerate(NAMES, 7))
ADMINS = line(PrincipalType.ROLE, LICENSE_ADMINISTRATOR, 12)
MANAGER = line(PrincipalType.MANAGER, "requester", 13)
ALL = RequiredApprovals(all=True)
LATER = Escalation(timedelta(days=1), (C,))
TOO_LATE = Escalation(EXPIRES, (C,))


@pytest.mark.parametrize(
    ("some", "found"),
    [
        ([Stage((A,), need(2))], [DeadEnd(0, 2, 1, 0)]),
        ([Stage((MANAGER,), need(2))], [DeadEnd(0, 2, 1, 0)]),
        ([Stage((A, A), ALL)], [DeadEnd(0, 2, 1, 0)]),
        ([Stage((A, B)), Stage((A,))], [DeadEnd(1, 1, 1, 1, (7,))]),
        ([Stage((A, B)), Stage((A, B))], []),
        ([Stage((A, B)), Stage((A, B)), Stage((A, B, C), need(2))], [DeadEnd(2, 2, 3, 2, (7, 8))]),
        ([Stage((A, B)), Stage((A,), escalation=LATER)], []),
        ([Stage((A, B)), Stage((A,), escalation=TOO_LATE)], [DeadEnd(1, 1, 1, 1, (7,))]),
        ([Stage((), escalation=TOO_LATE)], [DeadEnd(0, 1, 0, 0)]),
        ([Stage((A, B)), Stage((A, ADMINS), ALL)], [DeadEnd(1, 1, 1, 1, (7,))]),
        ([Stage((ADMINS,), need(3)), Stage((ADMINS,))], []),
        ([Stage((MANAGER, A)), Stage((MANAGER,))], [DeadEnd(1, 1, 1, 1, (13,))]),
        ([Stage(())], []),
        ([Stage((A, B), RequiredApprovals((ApprovalThreshold(9, 3),)))], [DeadEnd(0, 3, 2, 0)]),
    ],
)
def test_a_dead_end_names_its_stage_and_lines(some: list[Stage], found: list[DeadEnd]) -> None:
    assert dead_ends(some, EXPIRES) == tuple(found)


def stuck(approved: Rule, *there: str, barred: str = "", now: datetime = ASKED) -> bool:
    """Whether a rule is stuck once p1 has approved, with these people there."""
    del now
    done = decide_approval(policy(approved), case(), EVERYBODY[0], (), ASKED)
    approvals = (Approval("p1", done.scopes, has_role=True),) if done.scopes else ()
    names = {(PrincipalType.PERSON, name): frozenset({name} & set(there)) for name in NAMES}
    found = stuck_rule([approved], 1, approvals, names, frozenset({barred}), EXPIRES)
    return found is not None


def test_anyone_who_asked_is_no_one_who_can_approve() -> None:
    both = rule("Both", Stage((A, B), need(2)))
    assert not stuck(both, "p1", "p2")
    assert stuck(both, "p1", "p2", barred="p2")
    assert stuck(both, "p1")


def test_a_rule_without_stages_is_stuck() -> None:
    assert stuck(rule("None"), "p1", "p2", "p3")


@given(st.lists(st.lists(stages, min_size=1, max_size=2), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_no_fewer_approvals_suffice_than_are_said_to_be_needed(some: list[list[Stage]]) -> None:
    """Shortest first: the first way that gets all rules approved is the shortest."""
    found = policy(*(rule(f"r{n}", *one) for n, one in enumerate(some)))
    level: set[tuple[Approval, ...]] = {()}
    for given_so_far in range(still_needed(found.rules, 1, ())):
        assert not any(is_approved(found.rules, 1, approvals) for approvals in level), given_so_far
        level = {more for approvals in level for more in _one_more(found, approvals)}


def _one_more(found: Policy, approvals: tuple[Approval, ...]) -> Iterator[tuple[Approval, ...]]:
    seen = set()
    for candidate in EVERYBODY[:5]:
        done = decide_approval(found, case(), candidate, approvals, LATE)
        if done.scopes and (done.scopes, candidate.own.groups) not in seen:
            if candidate.own.groups:
                seen.add((done.scopes, candidate.own.groups))
            more = Approval(candidate.own.person, done.scopes, has_role=False)
            yield tuple(sorted((*approvals, more), key=repr))
