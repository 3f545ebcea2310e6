"""What a look at the cases found after a plan was frozen."""

from dataclasses import replace

from licensing.plans.case_findings import case_findings, is_pending, with_findings
from licensing.tenant.cases import Case, CaseView, Hold
from licensing.tenant.checks import Check, NotChecked
from tests.support.ledger import NOW, plan_of
from tests.support.people import person

CASE = Case("c1", "Insider trading", Hold.APPLIED)


def test_findings_replace_what_was_not_known_and_nothing_else() -> None:
    plan = plan_of(person("joni", "e3"), person("diego", "e3"))
    early = replace(plan, summary=replace(plan.summary, case_check=Check(NotChecked.NOT_YET)))
    assert is_pending(early)
    assert with_findings(early, None) is early
    view = CaseView(Check(at=NOW))
    held = [replace(plan.people[1], cases=(CASE,))]
    after = with_findings(early, case_findings(held, view))
    assert not is_pending(after)
    assert after.summary.in_cases.names == (plan.people[1].name,)
    assert [(one.name, one.people) for one in after.summary.cases] == [("Insider trading", 1)]
    assert after.summary.licenses == plan.summary.licenses
    assert after.hash == plan.hash


def test_a_look_that_finds_no_one_is_a_look() -> None:
    plan = plan_of(person("joni", "e3"))
    after = with_findings(plan, case_findings((), CaseView(Check(at=NOW))))
    assert (after.summary.in_cases.people, after.summary.case_check) == (0, Check(at=NOW))
