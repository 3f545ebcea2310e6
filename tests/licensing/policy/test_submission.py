"""Who may ask, and whether approval is needed."""

import re

import pytest

from licensing.policy.lists import Kind, Lead, Memberships
from licensing.policy.model import (
    Justification,
    Need,
    Policy,
    RuleRef,
    Stage,
    When,
)
from licensing.policy.rule_input import Impact, applies
from licensing.policy.submission import (
    LONGEST_JUSTIFICATION,
    Way,
    check_justification,
    may_begin,
    way_of,
)
from licensing.policy.verdicts import Why
from licensing.tenant.roles import BILLING_ADMINISTRATOR, LICENSE_ADMINISTRATOR
from tests.support.policies import line, person, policy, rule

ALEX = Memberships("alex", roles=frozenset({LICENSE_ADMINISTRATOR}))
MEGAN = Memberships("megan", "MeganB@contoso.example", groups=frozenset({"helpdesk"}))
HELPDESK = line(Kind.GROUP, "helpdesk", 7)
HELP = rule("Help", Stage((person("adele"),)), when=When(without_role=True))
MANY = rule("Many", Stage((person("adele"),)), when=When(people_from=50))
POLICY = policy(HELP, MANY, ask=(HELPDESK,))


def test_without_a_policy_a_role_suffices_and_nobody_else_may_ask() -> None:
    assert may_begin(Policy(), ALEX).why is Why.ROLE_ALLOWS
    assert way_of(Policy(), ALEX, Impact(10_000)).way is Way.ACT
    refused = may_begin(Policy(), MEGAN)
    assert (refused.allowed, refused.why, refused.rule) == (False, Why.NO_POLICY, None)


def test_who_may_not_begin_can_do_nothing_with_a_plan_either() -> None:
    for rules in (Policy(), policy(HELP)):
        asking = way_of(rules, MEGAN, Impact(1))
        assert (asking.way, asking.verdict) == (Way.NOT, may_begin(rules, MEGAN))


def test_who_stands_on_the_list_may_ask_and_is_told_by_which_line() -> None:
    verdict = may_begin(POLICY, MEGAN)
    assert verdict.allowed
    assert verdict.listed == RuleRef("helpdesk", 7)


@pytest.mark.parametrize(
    ("listed", "named"),
    [
        (line(Kind.PERSON, "meganb@contoso.example"), True),
        (line(Kind.PERSON, "megan"), True),
        (line(Kind.PERSON, "adele"), False),
        (line(Kind.PERSON, ""), False),
        (line(Kind.GROUP, "helpdesk"), True),
        (line(Kind.GROUP, "others"), False),
        (line(Kind.ROLE, BILLING_ADMINISTRATOR), False),
        (line(Kind.EVERYBODY, "everybody"), True),
    ],
)
def test_a_line_names_whom_it_names(listed: object, named: bool) -> None:
    assert may_begin(policy(HELP, ask=(listed,)), MEGAN).allowed is named  # type: ignore[arg-type]


def test_an_empty_list_lets_nobody_ask() -> None:
    refused = may_begin(policy(HELP), MEGAN)
    assert refused.why is Why.NOT_AN_ASKER
    assert refused.rule == RuleRef("ask")


def test_an_admin_acts_alone_until_a_rule_applies() -> None:
    assert way_of(POLICY, ALEX, Impact(49)).way is Way.ACT
    asking = way_of(POLICY, ALEX, Impact(50))
    assert asking.way is Way.ASK
    assert asking.rules == (MANY,)
    assert asking.verdict.rule == MANY.ref


def test_without_a_role_all_that_applies_is_asked_for() -> None:
    assert way_of(POLICY, MEGAN, Impact(1)).rules == (HELP,)
    assert way_of(POLICY, MEGAN, Impact(50)).rules == (HELP, MANY)


def test_where_no_rule_applies_there_is_nobody_to_ask() -> None:
    asking = way_of(policy(MANY, ask=(HELPDESK,)), MEGAN, Impact(1))
    assert (asking.way, asking.verdict.why) == (Way.NOT, Why.NO_RULE)


@pytest.mark.parametrize(
    ("stages", "why"),
    [
        ((), Why.EMPTY_LIST),
        ((Stage(()),), Why.EMPTY_LIST),
        ((Stage((person("adele"),)), Stage(())), Why.EMPTY_LIST),
        ((Stage((line(Kind.MANAGER, Lead.AFFECTED),)),), Why.NO_MANAGER),
        (
            (Stage((line(Kind.MANAGER, Lead.AFFECTED), person("adele")), Need(all=True)),),
            Why.NO_MANAGER,
        ),
    ],
)
def test_what_nobody_could_approve_is_not_even_asked(stages: tuple[Stage, ...], why: Why) -> None:
    hopeless = rule("Hopeless", *stages)
    asking = way_of(policy(HELP, hopeless, ask=(HELPDESK,)), MEGAN, Impact(1))
    assert (asking.way, asking.verdict.why) == (Way.NOT, why)
    assert asking.verdict.rule == hopeless.ref


def test_a_manager_who_is_there_can_be_asked() -> None:
    managed = rule("Managers", Stage((line(Kind.MANAGER, Lead.AFFECTED),)))
    found = policy(managed, ask=(HELPDESK,))
    assert way_of(found, MEGAN, Impact(1), frozenset({Lead.AFFECTED})).way is Way.ASK
    assert way_of(found, MEGAN, Impact(1), frozenset({Lead.REQUESTER})).way is Way.NOT


@pytest.mark.parametrize(
    ("when", "impact", "applied"),
    [
        (When(), Impact(1), True),
        (When(people_from=2), Impact(1), False),
        (When(people_from=2), Impact(2), True),
        (When(mailboxes_from=1), Impact(9, 0), False),
        (When(mailboxes_from=1), Impact(9, 1), True),
        (When(held_from=1), Impact(9, 9, 0), False),
        (When(held_from=1), Impact(9, 9, 1), True),
        (When(held_from=3), Impact(9, 9, None), True),
        (When(groups=(line(Kind.GROUP, "executives"),)), Impact(9), False),
        (
            When(groups=(line(Kind.GROUP, "executives"), line(Kind.GROUP, "board"))),
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
        (TICKET, "INC0012345" + "x" * LONGEST_JUSTIFICATION, Why.WRONG_JUSTIFICATION),
    ],
)
def test_a_reason_has_the_form_that_the_policy_wants(
    rule_: Justification, text: str, why: Why
) -> None:
    verdict = check_justification(rule_, text)
    assert (verdict.why, verdict.allowed) == (why, why is Why.JUSTIFIED)
    assert verdict.rule == rule_.ref
