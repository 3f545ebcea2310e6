"""Who did what and who approved it, on the card of a receipt and in its file."""

from dataclasses import replace
from datetime import UTC, datetime

from cards.runs.evidence import Evidence, evidence_lines
from cards.runs.tables import evidence_header, evidence_rows, run_header, run_rows
from licensing.errors import Answer
from licensing.plans.drift import Drift
from licensing.requests.model import GivenApproval, Request, State
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome
from licensing.tenant.people import Group
from tests.cards import request_samples
from tests.cards.samples import TAME, TEXTS, receipt_of

AT = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)


def approved(*approvals: GivenApproval) -> Request:
    asked = request_samples.request(TAME)
    return replace(asked, state=State.APPROVED, approvals=approvals)


def approval(number: int) -> GivenApproval:
    return request_samples.yes_of(number, TAME)


def said(evidence: Evidence) -> str:
    return " ".join(evidence_lines(evidence, AT, TEXTS, 40))


def test_a_removal_without_approval_names_who_and_when() -> None:
    receipt = receipt_of(TAME)
    assert f"Removed by {receipt.owner_name} on Nov 30, 2026" in said(Evidence(receipt))
    assert "Approved" not in said(Evidence(receipt))
    undo = replace(receipt, undoes=3)
    assert "Restored by " in said(Evidence(undo))


def test_an_approved_one_names_approvers_rule_and_request() -> None:
    request = approved(approval(1), approval(2))
    found = said(Evidence(receipt_of(TAME), request))
    assert "under the rule Helpdesk." in found
    assert f"Request {request.number} from " in found
    many = approved(*map(approval, range(1, 8)))
    assert "and 4 others" in said(Evidence(receipt_of(TAME), many))


def test_the_file_has_each_approver_with_the_rule_and_its_line() -> None:
    request = approved(approval(1), approval(2))
    receipt = replace(receipt_of(TAME), plan_hash="ab" * 32)
    rows = list(evidence_rows(Evidence(receipt, request), TEXTS))
    assert all(len(row) == len(evidence_header(TEXTS)) for row in rows)
    assert [value for name, value in rows if name == "Approved by"] == [
        one.by.name for one in request.approvals
    ]
    assert ("Rule of the policy", "Helpdesk (policy line 31)") in rows
    assert ("Plan hash (SHA-256)", "ab" * 32) in rows
    assert ("Approval", "Not required") not in rows


def test_the_file_says_what_became_of_each_assignment() -> None:
    groups = (Group("g1", "Sales"), Group("g2", "Operations"))
    lines = (
        LineOutcome("a", Outcome.REMOVED, answer=Answer(200, "", "", "r1")),
        LineOutcome("b", Outcome.STILL_ASSIGNED, groups, answer=Answer(200, "", "", "r1")),
        LineOutcome("c", Outcome.KEPT, groups[:1]),
        LineOutcome("d", Outcome.HELD_BACK, reason=Drift.REASSIGNED),
    )
    person = PersonOutcome("oid", "Adele", "adele@x.example", lines, at=AT)
    head = run_header(TEXTS)
    rows = [dict(zip(head, row, strict=True)) for row in run_rows([person], {"a": "A"}, TEXTS)]
    assert [row["What happened"] for row in rows] == [
        "Removed",
        "Removed (still assigned through Sales and Operations)",
        "Kept",
        "Skipped",
    ]
    assert [row["Groups"] for row in rows] == ["", "Sales; Operations", "Sales", ""]
    assert [row["Group ids"] for row in rows] == ["", "g1; g2", "g1", ""]
    assert [row["Microsoft Graph request id"] for row in rows] == ["r1", "r1", "", ""]
    assert {row["Object id"] for row in rows} == {"oid"}
    assert {row["Time (UTC)"] for row in rows} == {"2026-11-30 09:05:00"}
