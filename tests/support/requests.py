"""Small requests for tests, in a world with one admin, two approvers and a helpdesk worker."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from licensing.plans.drift import Drift
from licensing.policy.approvers import Candidate
from licensing.policy.lists import Memberships
from licensing.policy.model import ApprovalThreshold, Policy, RequiredApprovals, Stage
from licensing.policy.rule_input import Impact
from licensing.policy.verdicts import Why, allow
from licensing.requests.approver import approve, reject
from licensing.requests.model import Audience, Drifted, Managers, Participant, Request
from licensing.requests.requester import Submission, open_request
from licensing.requests.steps import Step
from licensing.tenant.roles import LICENSE_ADMINISTRATOR
from tests.support.ledger import NOW, plan_of
from tests.support.people import person
from tests.support.policies import person as listed
from tests.support.policies import policy, rule

ADMIN = frozenset({LICENSE_ADMINISTRATOR})
MEGAN = Participant("megan", "Megan Bowen")
ADELE, ALEX, CHRIS = (Participant(n, n.capitalize()) for n in ("adele", "alex", "chris"))
CANDIDATES = {
    "adele": Candidate(Memberships("adele", roles=ADMIN)),
    "alex": Candidate(Memberships("alex", roles=ADMIN)),
    "chris": Candidate(Memberships("chris")),
    "megan": Candidate(Memberships("megan")),
}
TWO_OF_TWO: Policy = policy(
    rule(
        "Two",
        Stage((listed("adele"), listed("alex")), RequiredApprovals((ApprovalThreshold(1, 2),))),
    )
)
ONE_OF_TWO: Policy = policy(rule("One", Stage((listed("adele"), listed("alex")))))


def changed(name: str, drift: Drift = Drift.DELETED) -> Drifted:
    """Someone who changed since the preview."""
    return Drifted(Participant(name, name.capitalize()), drift)


def asked(plan: str = "plan", reason: str = "leaves", **changed: Any) -> Submission:
    """What Megan asks: Office for two people."""
    given = Submission(
        plan=plan_of(person("joni", "e3"), person("diego", "e3"), id=plan),
        draft=f"draft of {plan}",
        home_conversation="megan's chat",
        reason=reason,
        impact=Impact(2, 2, 0),
        without_role=True,
        managers=Managers(),
        audience=Audience((Participant("adele", "Adele"),)),
        timezone="Europe/Paris",
        verdict=allow(Why.APPROVAL_NEEDED),
    )
    return replace(given, **changed)


def opened(rules: Policy = TWO_OF_TWO, number: int = 12, **changed: Any) -> Request:
    """An open request of Megan's, with its cards drawn."""
    request, _ = open_request(
        asked(),
        id=f"request {number}",
        number=number,
        requester=MEGAN,
        token=f"token {number}",
        policy=rules,
        now=NOW,
    )
    return replace(request, stated=request.plan_hash, **changed)


def says_yes(
    request: Request,
    who: Participant,
    rules: Policy = TWO_OF_TWO,
    *,
    at: datetime | None = None,
    **more: Any,
) -> Step:
    """Someone approves what the request asks now."""
    options: dict[str, Any] = {"revision": request.revision, "drifted": (), "comment": ""} | more
    moment = at or request.asked_at + timedelta(minutes=5)
    return approve(
        request, rules, CANDIDATES[who.id], who, run=f"run of {who.id}", now=moment, **options
    )


def says_no(
    request: Request, who: Participant, rules: Policy = TWO_OF_TWO, *, comment: str = "not now"
) -> Step:
    """Someone rejects it."""
    return reject(
        request,
        rules,
        CANDIDATES[who.id],
        who,
        revision=request.revision,
        comment=comment,
        now=request.asked_at + timedelta(minutes=5),
    )
