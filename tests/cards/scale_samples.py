"""The cards on which someone decides, and results: for one person, and for 100,000 people."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import Any, Final

from cards.approvals.request import Viewer
from cards.approvals.submit import SubmitFacts, submit_card
from cards.kit.card import Card
from cards.removal.confirm import ConfirmFacts, confirm_card
from cards.removal.preview import PreviewFacts, preview_card
from cards.runs.evidence import Evidence
from cards.runs.result import ResultFacts, result_card
from cards.undo.confirm import undo_confirm_card
from cards.undo.preview import UndoPreviewFacts, undo_preview_card
from cards.undo.start import UndoFacts, undo_card
from licensing.errors import Answer
from licensing.losses.rules import Terms
from licensing.losses.services import Data
from licensing.plans.draft import Consent
from licensing.plans.plan import Plan
from licensing.plans.statements import needed_consents
from licensing.plans.summary import DataReturns, PeopleCount, Returns
from licensing.policy.rule_input import Impact
from licensing.requests.model import Question
from licensing.runs.outcome import (
    LineOutcome,
    Outcome,
    PeopleEnds,
    PersonOutcome,
    RunProgress,
    RunState,
)
from tests.cards import request_samples as requests
from tests.cards import samples
from tests.cards.samples import DAY, FILE, TAME, TOKEN

#: How often each person of a sample stands for the many: 8 people are 100,000.
TIMES: Final = 12_500
#: A reason and a comment longer than a card has room for, in words that no text of a card has.
LONG_REASON: Final = "lorem ipsum dolor sit amet consectetur " * 25
NAMES: Final = replace(TAME, typed=LONG_REASON.strip())


def scale_cards() -> dict[str, Card]:
    """All samples by name; the text after "of" is the number of people."""
    removals = {
        "of-1": samples.plan(1, NAMES, samples.everything_goes),
        "of-100000": _many(samples._full(NAMES)),
    }
    one, few = samples.restoration(1, NAMES), samples.restoration(8, NAMES)
    undoes = {
        "of-1": replace(one, summary=replace(one.summary, returns=samples._returning(1))),
        "of-100000": _many(replace(few, summary=replace(few.summary, returns=_returns()))),
    }
    return {
        f"{name}-{size}": card
        for drawn, plans in ((_removal, removals), (_undo, undoes))
        for size, plan in plans.items()
        for name, card in drawn(plan).items()
    }


def _removal(plan: Plan) -> dict[str, Card]:
    texts, summary = samples.TEXTS, plan.summary
    boxes = needed_consents(summary, plan.day)
    rules, reason = requests.policy(NAMES).rules, requests.policy(NAMES).justification
    who = requests.participant(3, NAMES)
    asked = requests.request(
        NAMES,
        impact=Impact(summary.affected, summary.losing.get(Data.MAILBOX, 0), 2),
        questions=(Question(who, requests.NOW - requests.HOUR, NAMES.typed),),
        approvals=(requests.yes_of(0, NAMES, NAMES.typed),),
    )
    clean = {Outcome.REMOVED: summary.licenses}
    bad = (Outcome.FAILED, Outcome.HELD_BACK, Outcome.ACCEPTED, Outcome.NOT_TOUCHED)
    mixed = clean | dict.fromkeys((*bad, Outcome.KEPT, Outcome.STILL_ASSIGNED), 11_204)
    outcomes = clean if summary.people == 1 else mixed
    many = summary.people > 1
    some = {Outcome.REMOVED: summary.affected - 40_816, **dict.fromkeys(bad, 10_204)}
    partly = {Outcome.FAILED: 1_000} if many else {}
    done = RunProgress(
        "r1",
        "p1",
        RunState.DONE,
        summary.people,
        summary.people,
        outcomes,
        summary.losing.get(Data.MAILBOX, 0),
        receipt=42,
        ends=PeopleEnds({Outcome.REMOVED: summary.affected} | (some if many else {}), partly),
    )
    approved = Evidence(samples.receipt_of(NAMES), requests.approved_request(NAMES))
    said = Answer(400, "x", NAMES.typed, "r")
    why = LineOutcome("m365-e3", Outcome.FAILED, reason="UnreadAnswer", answer=said)
    worst = PersonOutcome("u1", NAMES.people[0], "", (why,)) if many else None
    at = requests.NOW
    return {
        "preview": preview_card(PreviewFacts(plan, TOKEN), texts),
        "confirm": confirm_card(ConfirmFacts(plan, boxes, frozenset(), TOKEN), texts),
        "submit": submit_card(
            SubmitFacts(plan, rules, 3, reason, "", boxes, frozenset(), TOKEN), texts
        ),
        **{
            f"request-{viewer.name.lower()}": requests.drawn(plan, asked, NAMES, viewer=viewer)
            for viewer in Viewer
        },
        "result": result_card(
            ResultFacts(plan, done, TOKEN, DAY, worst, FILE, evidence=approved, at=at), texts
        ),
    }


def _undo(plan: Plan) -> dict[str, Card]:
    texts, summary = samples.TEXTS, plan.summary
    gone = frozenset({Consent.DATA_GONE} if summary.returns.gone else ())
    receipt = samples.receipt_of(NAMES, people=summary.people)
    start = UndoFacts(receipt, summary.people, summary.licenses, summary.returns, TOKEN)
    counts = {Outcome.RESTORED: summary.licenses}
    ends = PeopleEnds({Outcome.RESTORED: summary.affected})
    done = RunProgress(
        "r2", "p2", RunState.DONE, summary.people, summary.people, counts, receipt=45, ends=ends
    )
    return {
        "undo": undo_card(start, texts),
        "undo-preview": undo_preview_card(UndoPreviewFacts(plan, TOKEN), texts),
        "undo-confirm": undo_confirm_card(ConfirmFacts(plan, gone, frozenset(), TOKEN), texts),
        "undo-result": result_card(ResultFacts(plan, done, TOKEN, DAY, None, FILE), texts),
    }


def _returns() -> Returns:
    some, month = PeopleCount(2, NAMES.people[:2]), DAY + timedelta(days=30)
    part = DataReturns(some, month, without=some, without_until=month, gone=some, gone_after=month)
    return Returns({Data.MAILBOX: part, Data.ONEDRIVE: part}, numbers=some, unknown=some)


def _many(plan: Plan) -> Plan:
    return replace(plan, summary=_times(plan.summary))


def _times(value: Any) -> Any:
    """Each count so many times as high."""
    if isinstance(value, bool) or value is None or isinstance(value, Terms):
        return value
    if isinstance(value, int):
        return value * TIMES
    if isinstance(value, Mapping):
        return {key: _times(inner) for key, inner in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        new = {one.name: _times(getattr(value, one.name)) for one in fields(value) if one.init}
        return replace(value, **new)
    if type(value) is tuple:
        return tuple(_times(inner) for inner in value)
    return value
