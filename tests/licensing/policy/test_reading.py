"""What a policy says about itself: whom it names anywhere, and whether it changed."""

import re
from dataclasses import replace
from datetime import timedelta

from licensing.policy.fingerprint import fingerprint
from licensing.policy.lists import ManagerOf, Memberships, PrincipalType, matches
from licensing.policy.model import Escalation, Justification, Policy, RuleRef, Stage, When
from tests.support.policies import line, person, policy, rule

ASKERS, GIVERS, FIRST, SECOND = (line(PrincipalType.GROUP, f"g{n}") for n in range(4))
WATCHED = line(PrincipalType.GROUP, "board")
LED = line(PrincipalType.MANAGER, ManagerOf.REQUESTER)
ESCALATED = Stage((FIRST, person("adele")), escalation=Escalation(timedelta(hours=1), (SECOND,)))
FULL = replace(
    policy(
        rule("Led", Stage((LED,)), ESCALATED, when=When(groups=(WATCHED,))),
        rule("Again", Stage((FIRST,)), when=When(groups=(WATCHED,))),
        requesters=(ASKERS,),
    ),
    undo=(GIVERS,),
)


def test_every_list_counts_and_no_condition() -> None:
    assert set(FULL.lists) == {ASKERS, GIVERS, FIRST, SECOND, LED, person("adele")}
    assert FULL.groups == {"g0", "g1", "g2", "g3"}
    assert FULL.watched_groups == (WATCHED,)
    assert list(Policy().lists) == []


def test_whose_managers_are_named_is_known() -> None:
    assert FULL.names_managers(ManagerOf.REQUESTER)
    assert not FULL.names_managers(ManagerOf.AFFECTED)


def test_everyone_means_everyone() -> None:
    assert matches(line(PrincipalType.EVERYONE, ""), Memberships("anybody"))


def test_another_form_of_the_reason_is_another_policy_and_another_hint_is_not() -> None:
    ticket = Justification(RuleRef("justification", 3), True, re.compile("INC[0-9]{7}"), "a ticket")
    one, told = (
        replace(FULL, justification=form) for form in (ticket, replace(ticket, hint="a number"))
    )
    other = replace(FULL, justification=replace(ticket, pattern=re.compile("REQ[0-9]{7}")))
    assert fingerprint(one) == fingerprint(told)
    assert len({fingerprint(FULL), fingerprint(one), fingerprint(other)}) == 3
