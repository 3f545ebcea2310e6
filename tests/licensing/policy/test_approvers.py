"""Who may approve, each reason by an example, and how approvals are counted."""

from datetime import timedelta

import pytest

from licensing.policy.approvers import Candidate, check_sign_in, decide_approval
from licensing.policy.lists import ListEntry, ManagerOf, Memberships, PrincipalType
from licensing.policy.model import (
    ApprovalThreshold,
    Escalation,
    FreshSignIn,
    Policy,
    RequiredApprovals,
    RuleRef,
    Stage,
)
from licensing.policy.progress import (
    executor,
    is_approved,
    may_be_needed_again,
    progress,
    still_needed,
)
from licensing.policy.verdicts import Why
from licensing.tenant.roles import LICENSE_ADMINISTRATOR
from tests.support.policies import ASKED, case, line, person, policy, pressed, rule

ADMIN = frozenset({LICENSE_ADMINISTRATOR})
ADELE = Candidate(Memberships("adele", roles=ADMIN))
ALEX = Candidate(Memberships("alex", roles=ADMIN))
CHRIS = Candidate(Memberships("chris"))
MEGAN = Candidate(Memberships("megan", roles=ADMIN))
TWO = rule(
    "Two",
    Stage((person("adele", 3), person("alex", 4)), RequiredApprovals((ApprovalThreshold(1, 2),))),
)
ONE = rule("One", Stage((person("adele", 3), person("alex", 4))))


def why(policy: Policy, who: Candidate, *before: Candidate, hours: int = 0) -> Why:
    now = ASKED + timedelta(hours=hours)
    given = pressed(policy, case(), *before, now=now)
    return decide_approval(policy, case(), who, given, now).verdict.why


def test_anyone_who_is_listed_approves_and_the_line_is_named() -> None:
    judgement = decide_approval(policy(TWO), case(), ALEX, (), ASKED)
    assert judgement.verdict.rule == TWO.ref
    assert judgement.verdict.listed == RuleRef("alex", 4)


@pytest.mark.parametrize(
    ("who", "before", "expected"),
    [
        (ADELE, (), Why.LISTED),
        (ADELE, (ALEX,), Why.LISTED),
        (ADELE, (ADELE,), Why.ALREADY_DECIDED),
        (CHRIS, (), Why.NOT_LISTED),
        (MEGAN, (), Why.OWN_REQUEST),
        (Candidate(Memberships("chris"), (ADELE.own,)), (), Why.DELEGATED),
        (Candidate(Memberships("chris"), (ADELE.own,)), (ADELE,), Why.NOT_LISTED),
        (Candidate(Memberships("megan"), (ADELE.own,)), (), Why.OWN_REQUEST),
        (Candidate(Memberships("alex"), (ADELE.own,)), (ALEX,), Why.ALREADY_DECIDED),
    ],
)
def test_each_answer_has_its_reason(
    who: Candidate, before: tuple[Candidate, ...], expected: Why
) -> None:
    assert why(policy(TWO), who, *before) is expected


def test_a_right_lent_by_the_requester_counts_for_nothing() -> None:
    megans = policy(rule("Megan", Stage((person("megan"),))))
    assert why(megans, Candidate(Memberships("chris"), (MEGAN.own,))) is Why.DELEGATED_BY_REQUESTER


def test_who_was_stood_in_for_can_not_approve_a_second_time() -> None:
    stand_in = Candidate(Memberships("chris"), (ADELE.own,))
    assert why(policy(TWO), ADELE, stand_in) is Why.ALREADY_DECIDED


def test_one_yes_counts_in_every_rule_that_names_the_person() -> None:
    both = policy(ONE, TWO)
    given = pressed(both, case(), ADELE)
    assert [ground.rule for ground in given[0].scopes] == ["One", "Two"]
    assert still_needed(both.rules, 1, given) == 1
    assert is_approved(both.rules, 1, pressed(both, case(), ADELE, ALEX))


def test_a_stage_begins_when_the_one_before_is_done() -> None:
    staged = policy(rule("Staged", Stage((person("chris"),)), Stage((person("adele"),))))
    assert why(staged, ADELE) is Why.NOT_LISTED
    assert why(staged, ADELE, CHRIS) is Why.LISTED
    assert still_needed(staged.rules, 1, ()) == 2


def test_with_all_each_line_gives_one_and_no_one_gives_two() -> None:
    legal = line(PrincipalType.GROUP, "legal")
    both = policy(rule("Hold", Stage((legal, person("adele")), RequiredApprovals(all=True))))
    lawyer = Candidate(Memberships("lena", groups=frozenset({"legal"})))
    second = Candidate(Memberships("lars", groups=frozenset({"legal"})))
    assert why(both, lawyer) is Why.LISTED
    assert why(both, second, lawyer) is Why.LINE_COVERED
    assert is_approved(both.rules, 1, pressed(both, case(), lawyer, second, ADELE))


def test_someone_on_two_lines_leaves_the_other_line_to_the_next() -> None:
    legal = line(PrincipalType.GROUP, "legal")
    both = policy(rule("Hold", Stage((legal, person("adele")), RequiredApprovals(all=True))))
    everywhere = Candidate(Memberships("adele", groups=frozenset({"legal"})))
    lawyer = Candidate(Memberships("lena", groups=frozenset({"legal"})))
    for order in ((everywhere, lawyer), (lawyer, everywhere)):
        assert is_approved(both.rules, 1, pressed(both, case(), *order))


@pytest.mark.parametrize(
    ("people", "needed"), [(1, 1), (49, 1), (50, 2), (499, 2), (500, 3), (9_999, 3)]
)
def test_more_people_need_more_approvals(people: int, needed: int) -> None:
    need = RequiredApprovals((ApprovalThreshold(50, 2), ApprovalThreshold(500, 3)))
    assert need.count(people, 9) == needed


def test_the_second_list_comes_in_after_its_time() -> None:
    escalation = Escalation(timedelta(hours=8), (person("chris", 9),))
    slow = policy(rule("Slow", Stage((person("adele"),), escalation=escalation)))
    assert why(slow, CHRIS, hours=7) is Why.NOT_LISTED
    assert why(slow, CHRIS, hours=8) is Why.LISTED


def test_a_manager_of_the_requester_or_of_all_who_lose_something_may_be_listed() -> None:
    led = policy(rule("Led", Stage((line(PrincipalType.MANAGER, ManagerOf.AFFECTED),))))
    assert why(led, CHRIS) is Why.NOT_LISTED
    assert why(
        led, Candidate(Memberships("chris", manager_of=frozenset({ManagerOf.REQUESTER})))
    ) is (Why.NOT_LISTED)
    assert (
        why(led, Candidate(Memberships("chris", manager_of=frozenset({ManagerOf.AFFECTED}))))
        is Why.LISTED
    )


def test_once_all_is_approved_someone_listed_with_a_role_carries_it_out() -> None:
    managers = rule("Managers", Stage((person("chris"), person("adele"), person("dora"))))
    found = policy(managers)
    approvals = pressed(found, case(), CHRIS)
    assert is_approved(found.rules, 1, approvals)
    assert executor(approvals) is None
    assert why(found, ADELE, CHRIS) is Why.CARRIES_OUT
    assert why(found, Candidate(Memberships("dora")), CHRIS) is Why.NO_ROLE
    assert why(found, ALEX, CHRIS) is Why.NOT_LISTED
    assert why(found, CHRIS, CHRIS) is Why.ALREADY_DECIDED
    last = executor(pressed(found, case(), CHRIS, ADELE))
    assert last is not None
    assert last.person == "adele"


def test_as_the_last_approver_with_a_role_the_removal_is_carried_out() -> None:
    three = policy(rule("Three", Stage((person("adele"), person("alex"), person("chris")))))
    approvals = pressed(three, case(), ADELE)
    assert executor(approvals) == approvals[0]
    assert executor(()) is None


def test_self_approval_can_be_allowed() -> None:
    lone = Policy(
        source="policy.yaml",
        rules=(rule("Lone", Stage((person("megan"),))),),
        self_approval=True,
    )
    assert why(lone, MEGAN) is Why.LISTED


def test_a_rule_without_stages_is_never_satisfied() -> None:
    assert not progress(rule("None"), 1, ()).complete


def test_where_no_rule_applies_any_longer_no_one_approves() -> None:
    assert why(policy(), ADELE) is Why.NO_RULE


FRESH = FreshSignIn(RuleRef("fresh_sign_in", 8), 100, timedelta(minutes=15))


@pytest.mark.parametrize(
    ("people", "minutes", "fresh"),
    [(99, None, True), (100, None, False), (100, 16, False), (100, 15, True), (100, 0, True)],
)
def test_a_large_plan_wants_a_sign_in_just_before(
    people: int, minutes: int | None, fresh: bool
) -> None:
    proven = None if minutes is None else ASKED - timedelta(minutes=minutes)
    verdict = check_sign_in(FRESH, people, proven, ASKED)
    assert verdict.allowed is fresh
    assert check_sign_in(None, people, None, ASKED).allowed


def test_anyone_who_approved_is_needed_again_where_the_same_line_waits_in_another_rule() -> None:
    early = rule("Early", Stage((person("adele", 3), person("alex", 4))))
    staged = rule("Staged", Stage((person("chris", 5),)), Stage((person("adele", 6),)))
    both = policy(early, staged)

    def needed(who: str, *before: Candidate) -> bool:
        given = pressed(both, case(), *before)
        return may_be_needed_again(who, [progress(one, 1, given) for one in both.rules], given)

    assert not needed("adele", ADELE)
    assert needed("adele", ADELE, CHRIS)
    assert not needed("chris", ADELE, CHRIS)
    assert not needed("alex", ALEX, CHRIS)
    assert not needed("adele", ADELE, CHRIS, ADELE)


def need(number: int) -> RequiredApprovals:
    return RequiredApprovals((ApprovalThreshold(1, number),))


A, B, C, D = (person(name) for name in ("adele", "alex", "chris", "dora"))
BY_ID = person("00000000-0000-4000-8000-000000000001")
GROUP = line(PrincipalType.GROUP, "g")


@pytest.mark.parametrize(
    ("lists", "needed"),
    [
        ([((A, B), 2), ((C, D), 2)], 4),
        ([((A, B), 2), ((B, C), 2)], 3),
        ([((A, B), 2), ((A, B), 2)], 2),
        ([((A,), 1), ((B,), 1), ((C,), 1)], 3),
        ([((A, B, C), 1), ((C,), 1)], 1),
        ([((A, B), 2), ((GROUP,), 2)], 2),
        ([((A,), 1), ((GROUP,), 2)], 2),
        ([((A,), 1), ((BY_ID,), 1)], 1),
        ([((A,), 1)], 1),
        ([], 0),
    ],
)
def test_what_lists_without_a_person_in_common_need_is_added_up(
    lists: list[tuple[tuple[ListEntry, ...], int]], needed: int
) -> None:
    rules = [rule(f"r{n}", Stage(some, need(many))) for n, (some, many) in enumerate(lists)]
    assert still_needed(rules, 1, ()) == needed


def test_the_line_that_counts_is_the_one_that_is_named() -> None:
    """Also where lines stand on one line of the file, or someone stands on two."""
    legal = line(PrincipalType.GROUP, "legal", 5)
    both = policy(rule("Hold", Stage((legal, person("adele", 6)), RequiredApprovals(all=True))))
    everywhere = Candidate(Memberships("adele", groups=frozenset({"legal"})))
    lawyer = Candidate(Memberships("lena", groups=frozenset({"legal"})))
    before = pressed(both, case(), lawyer)
    judgement = decide_approval(both, case(), everywhere, before, ASKED)
    assert judgement.verdict.listed == RuleRef("adele", 6)
    assert judgement.scopes[0].line == 6
    flow = policy(rule("Flow", Stage((person("adele", 7), person("alex", 7)))))
    assert decide_approval(flow, case(), ALEX, (), ASKED).verdict.listed == RuleRef("alex", 7)
