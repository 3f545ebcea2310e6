"""Cards about requests with made-up facts.

The file is long because one request goes through all of its cards.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from cards.approvals.channel import choose_channel_card
from cards.approvals.consultation import ConsultationFacts, consultation_card
from cards.approvals.delegation import DelegationFacts, delegation_card
from cards.approvals.list import RequestRow, RequestsFacts, RequestTab, requests_card
from cards.approvals.policy import PolicyFacts, policy_card
from cards.approvals.request import RequestFacts, Viewer, request_card
from cards.approvals.submit import SubmitFacts, submit_card
from cards.approvals.trail import TrailFacts, request_trail_card
from cards.details.details import DetailsFacts, details_card
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.kit.place import Place, View
from cards.words.languages import english
from licensing.losses.services import Data
from licensing.plans.drift import Drift
from licensing.plans.plan import Plan
from licensing.plans.statements import needed_consents
from licensing.policy.lists import ListEntry, ManagerOf, PrincipalType
from licensing.policy.model import (
    ApprovalThreshold,
    Escalation,
    FreshSignIn,
    Justification,
    Policy,
    RequiredApprovals,
    Rule,
    RuleRef,
    Stage,
    When,
)
from licensing.policy.progress import Approval, ApprovalScope, progress
from licensing.policy.rule_input import Impact
from licensing.policy.verdicts import Why, allow, deny
from licensing.requests.consultation import Consultation, Reply, ReplyCounts
from licensing.requests.delegation import Delegation
from licensing.requests.events import Event, EventType
from licensing.requests.model import (
    Drifted,
    Ending,
    GivenApproval,
    Participant,
    PlanChange,
    Question,
    Request,
    State,
)
from licensing.requests.steps import StepProblem
from licensing.runs.outcome import Outcome, PeopleEnds, RunProgress, RunState
from licensing.tenant.people import PersonRef

if TYPE_CHECKING:
    from tests.cards.samples import Names

TEXTS = english()
TOKEN = "t-3f9a"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = NOW.date()
HOUR = timedelta(hours=1)


def request_cards(
    names: "Names",
    long: Plan,
    full: Plan,
    partial: Mapping[str, Plan],
) -> dict[str, Card]:
    """All samples about requests by name.

    `full` is a plan with everything that can be lost; `partial` are some that lose less, by name.
    """
    return (
        _asking(names, long)
        | _open(names, long)
        | _full(names, full)
        | _partial(names, partial)
        | _ended(names, long)
        | _around(names)
        | _inquiries(names, long)
    )


def participant(number: int, names: "Names") -> Participant:
    return Participant(f"u{number}", names.people[number % len(names.people)])


def policy(names: "Names") -> Policy:
    line = ListEntry(PrincipalType.GROUP, "g1", names.group, 31)
    admin = ListEntry(PrincipalType.ROLE, "r1", "License Administrator", 32)
    lead = ListEntry(PrincipalType.MANAGER, ManagerOf.AFFECTED, "affected", 40)
    person = ListEntry(PrincipalType.PERSON, "u1", participant(1, names).name, 41)
    later = Escalation(8 * HOUR, (ListEntry(PrincipalType.ROLE, "r2", "Global Administrator", 36),))
    helpdesk = Rule(
        RuleRef("Helpdesk", 27),
        When(without_role=True),
        (
            Stage(
                (line, admin),
                RequiredApprovals((ApprovalThreshold(1, 1), ApprovalThreshold(50, 2))),
                later,
            ),
        ),
    )
    mailboxes = Rule(
        RuleRef(f"Mailboxes of {names.group}", 38),
        When(False, 0, 1, 1, (line,)),
        (Stage((lead,)), Stage((person, admin), RequiredApprovals(all=True))),
    )
    return Policy(
        source="/etc/unassign/policy.yaml",
        requesters=(line, ListEntry(PrincipalType.EVERYONE, "", "everyone", 9)),
        requesters_ref=RuleRef("requesters", 8),
        undo=(line, admin),
        undo_ref=RuleRef("undo", 11),
        justification=Justification(
            RuleRef("j", 12), required=True, hint="the number of the ticket"
        ),
        fresh_sign_in=FreshSignIn(RuleRef("fresh_sign_in", 15), 100, timedelta(minutes=15)),
        rules=(helpdesk, mailboxes),
    )


def request(names: "Names", **changed: object) -> Request:
    made = Request(
        id="q1",
        number=12,
        tenant="t",
        requester=participant(1, names),
        state=State.OPEN,
        version=0,
        revision=1,
        token=TOKEN,
        plan="p1",
        plan_hash="cb8855e6" + "0" * 56,
        draft="d1",
        home_conversation="a:chat",
        reason=f"INC0012345, {names.typed}",
        impact=Impact(16, 16, 2),
        without_role=True,
        policy="",
        opened_at=NOW - 5 * HOUR,
        asked_at=NOW - 5 * HOUR,
        expires_at=NOW + 67 * HOUR,
        channel="19:channel",
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def yes_of(
    number: int, names: "Names", comment: str = "", *delegators: Participant
) -> GivenApproval:
    who = participant(number, names)
    ground = ApprovalScope("Helpdesk", 0, (0,), 31)
    return GivenApproval(who, NOW - HOUR, Approval(who.id, (ground,), True), comment, delegators)


def approved_request(names: "Names") -> Request:
    """A request with all its approvals, of which one was given for someone else."""
    delegator = participant(3, names)
    given = (yes_of(1, names), yes_of(2, names, "", delegator))
    return request(names, state=State.APPROVED, approvals=given)


def facts(long: Plan, asked: Request, names: "Names", **changed: object) -> RequestFacts:
    rules = policy(names).rules
    made = RequestFacts(
        request=asked,
        plan=long,
        rules=tuple(progress(rule, asked.impact.people, asked.counted_approvals) for rule in rules),
        viewer=Viewer.EVERYONE,
        now=NOW,
        today=NOW.date(),
        zone="Europe/Paris",
        missing=2,
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def drawn(long: Plan, asked: Request, names: "Names", **changed: object) -> Card:
    return request_card(facts(long, asked, names, **changed), TEXTS)


def details(long: Plan, asked: Request, names: "Names", **changed: object) -> Card:
    """What the details of a request show of it."""
    about = facts(long, asked, names, **changed)
    place = Place(View.REQUEST)
    return details_card(
        DetailsFacts(long, place, TOKEN, DAY, long.summary.filters, request=about), TEXTS
    )


def _asking(names: "Names", long: Plan) -> dict[str, Card]:
    rules, reason = policy(names).rules, policy(names).justification
    boxes = needed_consents(long.summary, long.day)
    first = SubmitFacts(long, rules, 3, reason, "", boxes, frozenset(), TOKEN)
    wrong = Notice(NoticeKind.POLICY, verdict=deny(Why.WRONG_JUSTIFICATION, reason.ref))
    again = replace(first, reason=names.typed, accepted=boxes, changes=True, notice=wrong)
    return {"submit": submit_card(first, TEXTS), "submit-change": submit_card(again, TEXTS)}


def busy(names: "Names") -> Request:
    """A changed request with an approval, questions, skipped people, and no channel."""
    asked = (
        Question(participant(0, names), NOW - 2 * HOUR, names.typed, names.typed, NOW - HOUR),
        Question(participant(3, names), NOW - HOUR, names.typed),
    )
    return request(
        names,
        revision=2,
        asked_at=NOW - HOUR,
        questions=asked,
        approvals=(yes_of(0, names, names.typed, participant(4, names)),),
        held_back=tuple(Drifted(participant(n, names), Drift.DELETED) for n in range(7)),
        channel="",
        change=PlanChange(
            people_added=1,
            people_left_out=4,
            added=(participant(2, names),),
            left_out=tuple(participant(n, names) for n in (3, 4, 0)),
            products_left_out=(names.group,),
            licenses=-12,
            new_reason=True,
        ),
    )


def _open(names: "Names", long: Plan) -> dict[str, Card]:
    new = request(names)
    later = busy(names)
    viewers = ("29:1alexAAAA", "29:1adeleAAA")
    denied = Notice(NoticeKind.POLICY, verdict=deny(Why.OWN_REQUEST, RuleRef("self_approval", 11)))
    changed = Notice(NoticeKind.TROUBLE, trouble=StepProblem.CHANGED)
    return {
        "request": drawn(long, new, names, viewers=viewers),
        "request-approver": drawn(long, later, names, viewer=Viewer.APPROVER, notice=changed),
        "request-approver-no": drawn(
            long, new, names, viewer=Viewer.APPROVER, may_approve=False, missing=0
        ),
        "request-requester": drawn(long, later, names, viewer=Viewer.REQUESTER, notice=denied),
        "request-other": drawn(long, new, names, viewer=Viewer.OTHER, rules=()),
    }


def _full(names: "Names", full: Plan) -> dict[str, Card]:
    asked = request(names, questions=(Question(participant(3, names), NOW - HOUR, names.typed),))
    rules, reason = policy(names).rules, policy(names).justification
    boxes = needed_consents(full.summary, full.day)
    asking = SubmitFacts(full, rules, 3, reason, "", boxes, frozenset(), TOKEN)
    return {
        "submit-full": submit_card(asking, TEXTS),
        "request-full": drawn(full, asked, names, viewer=Viewer.APPROVER),
        "request-full-channel": drawn(full, asked, names),
        "details-request": details(full, busy(names), names),
    }


def _partial(names: "Names", plans: Mapping[str, Plan]) -> dict[str, Card]:
    """Plans that delete nothing, or that are no concern of eDiscovery."""
    rules, reason = policy(names).rules, policy(names).justification
    asked = request(names)
    cards: dict[str, Card] = {}
    for name, plan in plans.items():
        boxes = needed_consents(plan.summary, plan.day)
        asking = SubmitFacts(plan, rules, 3, reason, "", boxes, frozenset(), TOKEN)
        cards |= {
            f"submit-{name}": submit_card(asking, TEXTS),
            f"request-{name}": drawn(plan, asked, names, viewer=Viewer.APPROVER),
        }
    return cards


def _ended(names: "Names", long: Plan) -> dict[str, Card]:
    ending = Ending(NOW, participant(0, names), names.typed)
    approved = request(
        names, state=State.APPROVED, ending=ending, run="r1", approvals=(yes_of(0, names),)
    )
    going = RunProgress(
        "r1",
        "p1",
        RunState.RUNNING,
        32,
        12,
        {Outcome.REMOVED: 9},
        ends=PeopleEnds({Outcome.REMOVED: 9}),
    )
    done = RunProgress("r1", "p1", RunState.DONE, 32, 32, dict.fromkeys(Outcome, 3), 16)
    held = (Drifted(participant(2, names), Drift.DELETED),)
    rejected = request(names, state=State.REJECTED, ending=ending)
    withdrawn = request(names, state=State.WITHDRAWN, ending=Ending(NOW, participant(1, names)))
    expired = request(names, state=State.EXPIRED, ending=Ending(NOW))
    said = Notice(NoticeKind.DONE, said=TEXTS.request_messages.decided)
    mine = replace(approved, held_back=held)
    return {
        "request-approved": drawn(long, approved, names, tally=going, notice=said),
        "request-done": drawn(long, mine, names, tally=done, viewer=Viewer.REQUESTER),
        "request-rejected": drawn(long, rejected, names),
        "request-withdrawn": drawn(long, withdrawn, names),
        "request-expired": drawn(long, expired, names),
    }


def _around(names: "Names") -> dict[str, Card]:
    rule, line = RuleRef("Helpdesk", 27), RuleRef(names.group, 31)
    events = (
        Event(
            EventType.OPENED,
            NOW,
            participant(1, names),
            allow(Why.APPROVAL_NEEDED, rule),
            names.typed,
        ),
        Event(EventType.REFUSED, NOW, participant(4, names), deny(Why.NOT_LISTED, rule)),
        Event(EventType.APPROVED, NOW, participant(0, names), allow(Why.LISTED, rule, line)),
        Event(EventType.EXPIRED, NOW),
    )
    asked = request(names)
    carried = request(
        names, state=State.APPROVED, run="r1", ending=Ending(NOW, participant(0, names))
    )
    title = TEXTS.decision.remove(2, "", 24, "")
    waits = TEXTS.request_list.state(
        TEXTS.request.states[State.OPEN], date(2026, 11, 27), open_=True, asks=False
    )
    rows = [RequestRow(number, participant(number, names), title, waits) for number in range(8)]
    delegation = Delegation(
        "l1", "t", participant(0, names), participant(1, names), NOW, NOW + 39 * HOUR
    )
    counts = {RequestTab.WAITING: 20, RequestTab.ASKED: 2, RequestTab.ENDED: 0}
    waiting = RequestsFacts(RequestTab.WAITING, rows, counts, 1, 3, TOKEN, (delegation,), cut=True)
    empty = RequestsFacts(RequestTab.ENDED, (), dict.fromkeys(RequestTab, 0), 0, 1, TOKEN)
    form = DelegationFacts((delegation,), (delegation,), TOKEN)
    wrong = replace(
        form,
        by_me=(),
        person=PersonRef("u0", names.people[0], "person0@contoso.example"),
        last_day="2026-12-24",
        notice=Notice(NoticeKind.ADVICE, said=TEXTS.delegation.invalid_days),
    )
    return {
        "why": request_trail_card(TrailFacts(asked, events, cut=True), TEXTS),
        "why-carried-out": request_trail_card(
            TrailFacts(carried, events[:3], policy=policy(names)), TEXTS
        ),
        "why-empty": request_trail_card(TrailFacts(asked, ()), TEXTS),
        "policy": policy_card(PolicyFacts(policy(names), True, TOKEN), TEXTS),
        "policy-none": policy_card(PolicyFacts(Policy(), False, TOKEN), TEXTS),
        "requests": requests_card(waiting, TEXTS),
        "requests-empty": requests_card(empty, TEXTS),
        "delegation": delegation_card(form, TEXTS),
        "delegation-wrong": delegation_card(wrong, TEXTS),
        "choose-channel": choose_channel_card(TOKEN, TEXTS),
    }


def _inquiries(names: "Names", long: Plan) -> dict[str, Card]:
    consultation = Consultation(
        "i1", "t", "q1", "u2", "a:chat", TOKEN, frozenset(long.products), frozenset(Data)
    )
    first = ConsultationFacts(
        consultation=replace(consultation, products=frozenset(list(long.products)[:1])),
        products=long.products,
        day=long.day,
        terms=long.terms,
        requester=participant(1, names).name,
        until=NOW + 67 * HOUR,
    )
    still = replace(consultation, reply=Reply.STILL_NEEDED, answered_at=NOW)
    moved = Notice(NoticeKind.MOVED_ON)
    many = replace(first, consultation=still, zone="Europe/Paris", notice=moved)
    small = replace(first, consultation=replace(still, reply=Reply.NOT_NEEDED, kinds=frozenset()))
    cards = {
        "consultation": first,
        "consultation-still": many,
        "consultation-not": small,
        "consultation-approved": replace(many, state=State.APPROVED),
        "consultation-approved-late": replace(many, state=State.APPROVED, late=True),
        "consultation-ended": replace(first, state=State.WITHDRAWN),
        "consultation-ended-late": replace(first, state=State.WITHDRAWN, late=True),
        "consultation-over": replace(first, over=True),
    }
    asked = request(names)
    answered = drawn(
        long, asked, names, viewer=Viewer.APPROVER, replies=ReplyCounts(1_240, 2, 5, 3)
    )
    return {name: consultation_card(facts, TEXTS) for name, facts in cards.items()} | {
        "request-answers": answered,
        "request-answers-none": drawn(long, asked, names, replies=ReplyCounts(0, 0, 0, 32)),
    }
