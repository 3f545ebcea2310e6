"""What holds for every policy, regardless of who presses, in which order, and of delegations."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

from hypothesis import assume, example, given
from hypothesis import strategies as st

from licensing.policy.approvers import Candidate, decide_approval
from licensing.policy.lists import Memberships, PrincipalType, matches
from licensing.policy.model import Policy, RequiredApprovals, Rule, Stage
from licensing.policy.progress import (
    Approval,
    ApprovalScope,
    count_approvals,
    is_approved,
    still_needed,
)
from licensing.policy.rule_input import Impact, RuleInput, applicable_rules
from licensing.policy.verdicts import Why
from licensing.tenant.roles import LICENSE_ADMINISTRATOR
from tests.support.policies import (
    ASKED,
    GROUPS,
    PEOPLE,
    ROLES,
    candidates,
    cases,
    impact,
    line,
    moments,
    person,
    policies,
    pressed,
    stages,
)
from tests.support.policies import policy as policy_of
from tests.support.policies import rule as rule_of

presses = st.lists(candidates, max_size=6)
#: The rules "Helpdesk" and "Mailboxes" of policy.example.yaml: the admin may be quicker than the
#: manager, and is needed again.
LICENSE_ADMINS = line(PrincipalType.ROLE, LICENSE_ADMINISTRATOR, 9)
TRAP = policy_of(
    rule_of("Helpdesk", Stage((LICENSE_ADMINS,))),
    rule_of("Mailboxes", Stage((person("p1", 14),)), Stage((LICENSE_ADMINS,))),
)
MAILBOXES = RuleInput(Impact(1, 1), True, frozenset({"p0"}), ASKED)
ADMIN = Candidate(Memberships("p2", roles=frozenset({LICENSE_ADMINISTRATOR})))
MANAGER = Candidate(Memberships("p1"))
LATE = ASKED + timedelta(days=30)


def stands_on_a_list(policy: Policy, case: RuleInput, standing: Memberships, now: datetime) -> bool:
    """Whether any list of a rule that applies names someone; by another way than the code's."""
    for rule in policy.rules:
        if rule not in applicable_rules(policy, case.impact, without_role=case.without_role):
            continue
        for stage in rule.stages:
            second = stage.escalation
            lines = list(stage.approvers)
            if second is not None and now >= case.asked_at + second.after:
                lines += second.approvers
            if any(matches(line, standing) for line in lines):
                return True
    return False


@given(policies(), cases, presses, candidates, moments)
def test_no_one_outside_the_lists_ever_approves(
    policy: Policy,
    case: RuleInput,
    before: Sequence[Candidate],
    candidate: Candidate,
    now: datetime,
) -> None:
    given_so_far = pressed(policy, case, *before, now=now)
    judgement = decide_approval(policy, case, candidate, given_so_far, now)
    own = stands_on_a_list(policy, case, candidate.own, now)
    delegated = [s for s in candidate.delegated if s.person not in case.authors]
    if not own and not any(stands_on_a_list(policy, case, s, now) for s in delegated):
        assert not judgement.verdict.allowed
    assert judgement.verdict.allowed == bool(judgement.scopes)


@given(policies(), cases, presses, candidates, moments)
def test_no_one_approves_their_own_request(
    policy: Policy,
    case: RuleInput,
    before: Sequence[Candidate],
    candidate: Candidate,
    now: datetime,
) -> None:
    assume(candidate.own.person in case.authors)
    judgement = decide_approval(
        policy, case, candidate, pressed(policy, case, *before, now=now), now
    )
    assert judgement.verdict.why is Why.OWN_REQUEST
    assert not judgement.verdict.allowed


@given(policies(), cases, presses, moments)
def test_no_right_of_an_author_counts_anyone_who_presses(
    policy: Policy, case: RuleInput, everyone: Sequence[Candidate], now: datetime
) -> None:
    for approval in pressed(policy, case, *everyone, now=now):
        assert approval.identities.isdisjoint(case.authors)


@given(policies(), cases, st.sampled_from(PEOPLE), presses, moments)
def test_anyone_who_changes_a_request_or_undoes_it_becomes_an_author_of_it(
    policy: Policy, case: RuleInput, editor: str, everyone: Sequence[Candidate], now: datetime
) -> None:
    edited = replace(case, authors=case.authors | {editor})
    for approval in pressed(policy, edited, *everyone, now=now):
        assert editor not in approval.identities


@given(policies(), cases, presses, moments)
@example(TRAP, MAILBOXES, (ADMIN, MANAGER, ADMIN), ASKED)
def test_each_person_counts_once_in_each_rule_also_through_someone_else(
    policy: Policy, case: RuleInput, everyone: Sequence[Candidate], now: datetime
) -> None:
    """Someone who carries out what is approved may have approved before, which counts once."""
    approvals = pressed(policy, case, *everyone, now=now)
    for rule in policy.rules:
        counted = [
            replace(a, scopes=tuple(s for s in a.scopes if s.stage < len(rule.stages)))
            for a in approvals
        ]
        used = [who for a in counted for who in a.identities_in(rule.ref.name)]
        assert len(used) == len(set(used))


@given(policies(), cases, st.permutations(PEOPLE), moments)
@example(TRAP, MAILBOXES, PEOPLE, ASKED)
def test_rules_side_by_side_never_stand_in_each_other_s_way(
    policy: Policy, case: RuleInput, order: Sequence[str], now: datetime
) -> None:
    """Anyone who can fill a rule alone fills it beside others, whatever was approved before."""
    everyone = [
        Candidate(Memberships(who, roles=frozenset(ROLES), groups=frozenset(GROUPS)))
        for who in order
    ]
    together = pressed(policy, case, *everyone * 3, now=now)
    people = case.impact.people
    for rule in applicable_rules(policy, case.impact, without_role=case.without_role):
        alone = pressed(replace(policy, rules=(rule,)), case, *everyone * 3, now=now)
        if is_approved((rule,), people, alone):
            assert is_approved((rule,), people, together)


def without_lists(stage: Stage) -> Stage:
    return replace(stage, approvers=(), escalation=None)


@given(policies(), cases, presses, st.lists(stages, min_size=1, max_size=2), moments)
def test_an_empty_list_approves_nothing(
    policy: Policy,
    case: RuleInput,
    everyone: Sequence[Candidate],
    some: Sequence[Stage],
    now: datetime,
) -> None:
    """Neither where all lists are empty, nor where the list of a single stage is."""
    empty = policy_of(rule_of("empty", *map(without_lists, some)))
    assert pressed(empty, case, *everyone, now=now) == ()
    mixed = policy_of(rule_of("empty", *map(without_lists, some)), *policy.rules)
    approvals = pressed(mixed, case, *everyone, now=now)
    rules = applicable_rules(mixed, case.impact, without_role=case.without_role)
    assert not is_approved(rules, case.impact.people, approvals)


@given(cases, presses)
def test_without_a_rule_no_one_approves(case: RuleInput, everyone: Sequence[Candidate]) -> None:
    assert pressed(policy_of(), case, *everyone, now=LATE) == ()
    assert not is_approved((), case.impact.people, ())


@st.composite
def smaller_and_larger(draw: st.DrawFn) -> tuple[Impact, Impact]:
    """Two plans, the second with at least as much of everything."""
    small = draw(impact)
    more = draw(st.tuples(*[st.integers(0, 60)] * 3))
    groups = draw(st.frozensets(st.sampled_from(("g0", "g1"))))
    held = None if small.on_hold is None else small.on_hold + more[2]
    if draw(st.booleans()):
        # What could not be found out counts as much as anything.
        held = None
    large = Impact(small.people + more[0], small.mailboxes + more[1], held, small.groups | groups)
    return small, large


@given(policies(), smaller_and_larger(), st.booleans(), presses, moments)
def test_a_larger_plan_never_needs_fewer_approvals(
    policy: Policy,
    plans: tuple[Impact, Impact],
    without_role: bool,
    everyone: Sequence[Candidate],
    now: datetime,
) -> None:
    """What suffices for the larger plan suffices for the smaller, and no number falls."""
    small, large = plans
    few = applicable_rules(policy, small, without_role=without_role)
    many = applicable_rules(policy, large, without_role=without_role)
    assert all(rule in many for rule in few)
    assert still_needed(few, small.people, ()) <= still_needed(many, large.people, ())
    case = RuleInput(large, without_role, frozenset({"nobody"}), ASKED)
    approvals = pressed(policy, case, *everyone, now=now)
    if few and is_approved(many, large.people, approvals):
        assert is_approved(few, small.people, approvals)
    assert still_needed(few, small.people, approvals) <= still_needed(many, large.people, approvals)


@given(
    st.lists(st.lists(st.integers(0, 3), max_size=3).map(tuple), max_size=4),
    st.integers(1, 4),
)
@example([(0,), (0, 1), (0,)], 2)
def test_with_all_the_most_lines_that_can_have_a_person_each_are_counted(
    choices: list[tuple[int, ...]], lines: int
) -> None:
    """Against trying every way of giving people to lines."""
    stage = Stage(tuple(person(f"p{n}", n + 1) for n in range(lines)), RequiredApprovals(all=True))
    fitting = [tuple(place for place in places if place < lines) for places in choices]
    grounds = [ApprovalScope("r", 0, places, 1) for places in fitting]
    best = 0
    for order in permutations(range(len(fitting))):
        for slots in permutations(range(lines), min(lines, len(order))):
            hits = sum(slot in fitting[who] for who, slot in zip(order, slots, strict=False))
            best = max(best, hits)
    assert count_approvals(stage, grounds) == best


@given(policies(), cases, presses, moments)
def test_every_approval_that_was_allowed_brings_the_request_on(
    policy: Policy, case: RuleInput, everyone: Sequence[Candidate], now: datetime
) -> None:
    """None is wasted: one approval more is needed less, or someone who carries it out is found."""
    given_so_far: tuple[Approval, ...] = ()
    rules = applicable_rules(policy, case.impact, without_role=case.without_role)
    for candidate in everyone:
        judgement = decide_approval(policy, case, candidate, given_so_far, now)
        if not judgement.verdict.allowed:
            continue
        more = Approval(candidate.own.person, judgement.scopes, candidate.has_role)
        before = _missing(rules, case, given_so_far)
        given_so_far += (more,)
        if judgement.verdict.why is not Why.CARRIES_OUT:
            assert _missing(rules, case, given_so_far) < before


def _missing(rules: Sequence[Rule], case: RuleInput, approvals: tuple[Approval, ...]) -> int:
    return sum(still_needed((rule,), case.impact.people, approvals) for rule in rules)
