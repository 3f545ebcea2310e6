"""Who may ask, and whether approval is needed."""

import re
from dataclasses import replace

import pytest

from licensing.policy.lists import ManagerOf, Memberships, PrincipalType
from licensing.policy.model import (
    Justification,
    Policy,
    RequiredApprovals,
    RuleRef,
    Stage,
    When,
)
from licensing.policy.rule_input import Impact, applies
from licensing.policy.submission import (
    MAX_JUSTIFICATION_LENGTH,
    RemovalAccess,
    check_justification,
    decide_submission,
    deny_stuck,
    may_start,
)
from licensing.policy.verdicts import Why
from licensing.tenant.roles import (
    BILLING_ADMINISTRATOR,
    LICENSE_ADMINISTRATOR,
    SPECIAL_ROLE,
    UNREADABLE_ROLES,
)
from tests.support.policies import line, person, policy, rule

ALEX = Memberships("alex", roles=frozenset({LICENSE_ADMINISTRATOR}))
MEGAN = Memberships("megan", "MeganB@contoso.example", groups=frozenset({"helpdesk"}))
HELPDESK = line(PrincipalType.GROUP, "helpdesk", 7)
HELP = rule("Help", Stage((person("adele"),)), when=When(without_role=True))
MANY = rule("Many", Stage((person("adele"),)), when=When(people_from=50))
POLICY = policy(HELP, MANY, requesters=(HELPDESK,))


def test_without_a_policy_a_role_suffices_and_no_one_else_may_ask() -> None:
    assert may_start(Policy(), ALEX).why is Why.ROLE_ALLOWS
    assert decide_submission(Policy(), ALEX, Impact(10_000)).access is RemovalAccess.DIRECT
    refused = may_start(Policy(), MEGAN)
    assert (refused.allowed, refused.why, refused.rule) == (False, Why.NO_POLICY, None)


def test_who_may_not_begin_can_do_nothing_with_a_plan_either() -> None:
    for rules in (Policy(), policy(HELP)):
        asking = decide_submission(rules, MEGAN, Impact(1))
        assert (asking.access, asking.verdict) == (RemovalAccess.DENIED, may_start(rules, MEGAN))


def test_who_stands_on_the_list_may_ask_and_is_told_by_which_line() -> None:
    verdict = may_start(POLICY, MEGAN)
    assert verdict.allowed
    assert verdict.listed == RuleRef("helpdesk", 7)


@pytest.mark.parametrize(
    ("listed", "named"),
    [
        (line(PrincipalType.PERSON, "meganb@contoso.example"), True),
        (line(PrincipalType.PERSON, "megan"), True),
        (line(PrincipalType.PERSON, "adele"), False),
        (line(PrincipalType.PERSON, ""), False),
        (line(PrincipalType.GROUP, "helpdesk"), True),
        (line(PrincipalType.GROUP, "others"), False),
        (line(PrincipalType.ROLE, BILLING_ADMINISTRATOR), False),
        (line(PrincipalType.EVERYONE, "everyone"), True),
    ],
)
def test_a_line_names_whom_it_names(listed: object, named: bool) -> None:
    assert may_start(policy(HELP, requesters=(listed,)), MEGAN).allowed is named  # type: ignore[arg-type]


def test_an_empty_list_lets_no_one_ask() -> None:
    refused = may_start(policy(HELP), MEGAN)
    assert refused.why is Why.NOT_A_REQUESTER
    assert refused.rule == RuleRef("requesters")


def test_an_admin_acts_alone_until_a_rule_applies() -> None:
    assert decide_submission(POLICY, ALEX, Impact(49)).access is RemovalAccess.DIRECT
    asking = decide_submission(POLICY, ALEX, Impact(50))
    assert asking.access is RemovalAccess.WITH_APPROVAL
    assert asking.rules == (MANY,)
    assert asking.verdict.rule == MANY.ref


def test_without_a_role_all_that_applies_is_asked_for() -> None:
    assert decide_submission(POLICY, MEGAN, Impact(1)).rules == (HELP,)
    assert decide_submission(POLICY, MEGAN, Impact(50)).rules == (HELP, MANY)


def test_where_no_rule_applies_there_is_no_one_to_ask() -> None:
    asking = decide_submission(policy(MANY, requesters=(HELPDESK,)), MEGAN, Impact(1))
    assert (asking.access, asking.verdict.why) == (RemovalAccess.DENIED, Why.NO_RULE)


@pytest.mark.parametrize(
    ("stages", "why"),
    [
        ((), Why.EMPTY_LIST),
        ((Stage(()),), Why.EMPTY_LIST),
        ((Stage((person("adele"),)), Stage(())), Why.EMPTY_LIST),
        ((Stage((line(PrincipalType.MANAGER, ManagerOf.AFFECTED),)),), Why.NO_MANAGER),
        (
            (
                Stage(
                    (line(PrincipalType.MANAGER, ManagerOf.AFFECTED), person("adele")),
                    RequiredApprovals(all=True),
                ),
            ),
            Why.NO_MANAGER,
        ),
    ],
)
def test_what_no_one_could_approve_is_not_even_asked(stages: tuple[Stage, ...], why: Why) -> None:
    hopeless = rule("Hopeless", *stages)
    asking = decide_submission(policy(HELP, hopeless, requesters=(HELPDESK,)), MEGAN, Impact(1))
    assert (asking.access, asking.verdict.why) == (RemovalAccess.DENIED, why)
    assert asking.verdict.rule == hopeless.ref


def test_a_manager_who_is_there_can_be_asked() -> None:
    managed = rule("Managers", Stage((line(PrincipalType.MANAGER, ManagerOf.AFFECTED),)))
    found = policy(managed, requesters=(HELPDESK,))
    assert (
        decide_submission(found, MEGAN, Impact(1), frozenset({ManagerOf.AFFECTED})).access
        is RemovalAccess.WITH_APPROVAL
    )
    assert (
        decide_submission(found, MEGAN, Impact(1), frozenset({ManagerOf.REQUESTER})).access
        is RemovalAccess.DENIED
    )


@pytest.mark.parametrize(
    ("when", "impact", "applied"),
    [
        (When(), Impact(1), True),
        (When(people_from=2), Impact(1), False),
        (When(people_from=2), Impact(2), True),
        (When(mailboxes_from=1), Impact(9, 0), False),
        (When(mailboxes_from=1), Impact(9, 1), True),
        (When(on_hold_from=1), Impact(9, 9, 0), False),
        (When(on_hold_from=1), Impact(9, 9, 1), True),
        (When(on_hold_from=3), Impact(9, 9, None), True),
        (When(groups=(line(PrincipalType.GROUP, "executives"),)), Impact(9), False),
        (
            When(
                groups=(line(PrincipalType.GROUP, "executives"), line(PrincipalType.GROUP, "board"))
            ),
            Impact(9, groups=frozenset({"board"})),
            True,
        ),
        (When(people_from=2, mailboxes_from=1), Impact(2, 0), False),
        (When(people_from=2, mailboxes_from=1), Impact(2, 1), True),
    ],
)
def test_a_rule_applies_when_all_it_names_is_the_case(
    when: When, impact: Impact, applied: bool
) -> None:
    assert applies(when, impact, without_role=False) is applied


TICKET = Justification(RuleRef("justification", 5), required=True, pattern=re.compile(r"INC\d{7}"))


@pytest.mark.parametrize(
    ("rule_", "text", "why"),
    [
        (Justification(RuleRef("justification")), "", Why.JUSTIFIED),
        (Justification(RuleRef("justification"), required=True), "  ", Why.NO_JUSTIFICATION),
        (Justification(RuleRef("justification"), required=True), "leaves", Why.JUSTIFIED),
        (TICKET, "", Why.NO_JUSTIFICATION),
        (TICKET, "leaves", Why.WRONG_JUSTIFICATION),
        (TICKET, "leaves on Friday, INC0012345", Why.JUSTIFIED),
        (TICKET, "INC0012345" + "x" * MAX_JUSTIFICATION_LENGTH, Why.WRONG_JUSTIFICATION),
    ],
)
def test_a_reason_has_the_form_that_the_policy_wants(
    rule_: Justification, text: str, why: Why
) -> None:
    verdict = check_justification(rule_, text)
    assert (verdict.why, verdict.allowed) == (why, why is Why.JUSTIFIED)
    assert verdict.rule == rule_.ref


def test_a_request_that_only_its_requester_could_approve_is_denied() -> None:
    own = policy(rule("Own", Stage((person("megan"),))), requesters=(HELPDESK,))
    asking = decide_submission(own, MEGAN, Impact(1))
    names = {(PrincipalType.PERSON, "megan"): frozenset({"megan"})}
    denied = deny_stuck(own, asking, MEGAN, Impact(1), names)
    assert (denied.access, denied.verdict.why) == (RemovalAccess.DENIED, Why.NO_ONE_LEFT)
    allowed = replace(own, self_approval=True)
    assert deny_stuck(allowed, asking, MEGAN, Impact(1), names) == asking
    assert deny_stuck(own, asking, MEGAN, Impact(1), {}) == asking


@pytest.mark.parametrize("role", [SPECIAL_ROLE, UNREADABLE_ROLES])
def test_someone_whose_role_only_graph_can_judge_acts_alone_unless_a_rule_applies(
    role: str,
) -> None:
    unsure = Memberships("una", roles=frozenset({role}))
    assert may_start(POLICY, unsure).why is Why.GRAPH_DECIDES
    assert decide_submission(Policy(), unsure, Impact(1)).access is RemovalAccess.DIRECT
    only_many = policy(MANY)
    assert decide_submission(only_many, unsure, Impact(1)).access is RemovalAccess.DIRECT
    # What is not known never lowers what is needed.
    asking = decide_submission(POLICY, unsure, Impact(1))
    assert (asking.access, asking.rules) == (RemovalAccess.WITH_APPROVAL, (HELP,))
