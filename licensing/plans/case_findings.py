"""What a look at the open eDiscovery cases found for a plan that was frozen before it was over."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from licensing.losses.lookup_results import LookupResults
from licensing.plans.plan import Plan
from licensing.plans.planned_person import PlannedPerson
from licensing.plans.summary import CaseCount, PeopleCount, summarize
from licensing.tenant.cases import CaseView
from licensing.tenant.checks import Check, NotChecked


@dataclass(frozen=True, slots=True)
class CaseFindings:
    """The affected people in open cases, and to what extent that was looked up."""

    check: Check
    in_cases: PeopleCount = field(default_factory=PeopleCount)
    cases: tuple[CaseCount, ...] = ()


def is_pending(plan: Plan) -> bool:
    """Whether the first look at the cases was still under way when the plan was frozen."""
    return plan.summary.case_check.why is NotChecked.NOT_YET


def case_findings(people: Iterable[PlannedPerson], view: CaseView) -> CaseFindings:
    """Count the cases of `people`, who are those of the plan with the cases found now."""
    found = summarize(people, LookupResults(cases=view))
    return CaseFindings(view.check, found.in_cases, found.cases)


def with_findings(plan: Plan, findings: CaseFindings | None) -> Plan:
    """Return the plan with what was found later, for its cards. Its hash stays."""
    if findings is None:
        return plan
    summary = replace(
        plan.summary,
        case_check=findings.check,
        in_cases=findings.in_cases,
        cases=findings.cases,
    )
    return replace(plan, summary=summary)
