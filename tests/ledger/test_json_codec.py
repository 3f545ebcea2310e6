"""What stands in the JSON columns: files in `golden` are rows as version 0.1.0 writes them.

A value must still be written as its file has it, and a file that an earlier version wrote must
still be read.
"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from ledger.database.json_codec import from_json, to_json
from licensing.errors import Answer
from licensing.losses.consequences import Addon, KeptData
from licensing.losses.dependencies import Effect
from licensing.losses.services import Data
from licensing.plans.draft import Consent, Draft, Journey, Step
from licensing.plans.planned_person import Line, PlannedAction, PlannedPerson
from licensing.plans.summary import DataReturns, PeopleCount, Returns, Seats, Summary, summarize
from licensing.policy.model import RuleRef
from licensing.policy.verdicts import Why, allow
from licensing.requests.events import Event, EventType
from licensing.requests.model import PersonalCopy, Question, Request
from licensing.runs.calls import Call, CallState
from licensing.runs.outcome import LineOutcome, Outcome
from licensing.tenant.cases import Case, Hold
from licensing.tenant.checks import Check, NotChecked
from licensing.tenant.groups import GroupDeparture, MembershipType
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.matching import UnmatchedEntry, UnmatchedReason
from licensing.tenant.people import Group, PersonRef
from tests.support.ledger import NOW, later
from tests.support.requests import ADELE, MEGAN, changed, opened, says_yes

GOLDEN: Final = Path(__file__).parent / "golden"
SALES: Final = Group("g1", "Sales")
REFUSED: Final = Answer(400, "Request_BadRequest", "Dependent plan", "r-1")
PERSON: Final = PlannedPerson(
    "adele",
    "Adele O'Brien 🎈",
    "adele@contoso.example",
    True,
    (
        Line("e3", PlannedAction.REMOVE, disabled_plans=frozenset({"sway", "forms"})),
        Line("visio", PlannedAction.STAYS_BY_GROUP, (SALES,)),
    ),
    frozenset({Data.ONEDRIVE, Data.MAILBOX}),
    (KeptData(Data.OFFICE, "visio", by_group=True),),
    (Addon("phone", Effect.STOPS, "teams"),),
    last_license=True,
    mailbox=Mailbox.SHARED,
    cases=(Case("c1", "Falcon", Hold.APPLIED),),
)
ONE: Final = PeopleCount(1, ("Adele",))
SAMPLES: Final[dict[str, tuple[Any, Any]]] = {
    "draft": (
        Draft,
        Draft(
            "draft",
            "tenant",
            "alex",
            "chat",
            Journey.BY_PRODUCT,
            Step.PEOPLE,
            "token-3",
            revision=3,
            products=("e3", "visio"),
            problems=(
                UnmatchedEntry(
                    "John",
                    UnmatchedReason.AMBIGUOUS,
                    (PersonRef("john1", "John", "john@contoso.example"),),
                ),
                UnmatchedEntry("nobody@contoso.example", UnmatchedReason.UNKNOWN),
            ),
            duplicates=2,
            page=1,
            accepted=frozenset({Consent.DELETION}),
            plan="plan",
            reminder_day=date(2026, 12, 1),
        ),
    ),
    "planned-person": (PlannedPerson, PERSON),
    "summary": (
        Summary,
        replace(
            summarize(
                [PERSON],
                leaving=(GroupDeparture(SALES, MembershipType.DYNAMIC, 1, (("teams", 1),)),),
            ),
            subscriptions=Check(None, NOW, own_view=True),
            case_check=Check(NotChecked.NO_ROLE),
            seats={
                "e3": Seats(1, 0, 4, True, date(2027, 1, 31)),
                "visio": Seats(0, status="Suspended"),
            },
            blocked={PlannedAction.NO_SEAT: 2},
            returns=Returns(
                {
                    Data.MAILBOX: DataReturns(gone=ONE, gone_after=date(2026, 12, 24)),
                    Data.ONEDRIVE: DataReturns(ONE, date(2027, 11, 23)),
                },
                numbers=ONE,
            ),
        ),
    ),
    "outcomes": (
        tuple[LineOutcome, ...],
        (
            LineOutcome("e3", Outcome.REMOVED, answer=Answer(200, request_id="r-0")),
            LineOutcome("visio", Outcome.STILL_ASSIGNED, (SALES,)),
            LineOutcome("phone", Outcome.FAILED, (), "DependentPlan", REFUSED, ("teams",)),
        ),
    ),
    "calls": (
        tuple[Call, ...],
        (
            Call(("e3", "phone"), CallState.REFUSED, REFUSED, "DependentPlan", ("phone",), ("e3",)),
            Call(("e3",), CallState.SUCCEEDED, Answer(200)),
            Call(("phone",)),
        ),
    ),
    "request": (
        Request,
        replace(
            says_yes(opened(), ADELE).request,
            questions=(Question(ADELE, NOW, "Why?", "They left.", later(60)),),
            held_back=(changed("joni"),),
            copies=(PersonalCopy("adele", "chat"),),
        ),
    ),
    "event": (
        Event,
        Event(
            EventType.APPROVED,
            NOW,
            MEGAN,
            allow(Why.APPROVAL_NEEDED, RuleRef("Two", 12), RuleRef("approvers", 14)),
            "Fine",
            {"people": 2},
        ),
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_row_is_written_and_read_as_its_file_has_it(name: str) -> None:
    type_, value = SAMPLES[name]
    golden = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(to_json(value))) == golden
    assert from_json(golden, type_) == value


def test_a_field_that_is_missing_gets_its_default() -> None:
    draft = Draft("home", "tenant", "alex", "chat", None, Step.HOME, "home-0")
    known = {"id", "tenant", "owner", "conversation", "journey", "step", "token"}
    assert to_json(draft).keys() == known
    assert from_json(to_json(draft), Draft) == draft


def test_a_field_of_a_newer_version_is_ignored() -> None:
    assert from_json({**to_json(SALES), "newer": [1]}, Group) == SALES


def test_equal_values_are_equal_json() -> None:
    boxes = [Consent.CASES, Consent.DELETION, Consent.EDISCOVERY]
    forward, backward = (
        replace(SAMPLES["draft"][1], accepted=frozenset(order)) for order in (boxes, boxes[::-1])
    )
    assert json.dumps(to_json(forward)) == json.dumps(to_json(backward))
