"""A request and its trail as JSON. What an older version wrote can always be read.

People are objects with id and name, for `ledger.redaction` finds them by that. A field that an
older version did not know is missing there and gets its default. A change that
needs more than that raises VERSION and translates in `decode`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from licensing.policy.model import RuleRef
from licensing.policy.progress import Approval, Ground
from licensing.policy.rule_input import Impact
from licensing.policy.verdicts import Verdict, Why
from licensing.requests.events import Event, Happened
from licensing.requests.model import (
    Audience,
    Drifted,
    Ending,
    GivenApproval,
    Managers,
    Participant,
    PersonalCopy,
    Question,
    Request,
    State,
)
from licensing.runs.outcome import Drift

VERSION = 1
Json = dict[str, Any]


def encode(request: Request) -> Json:
    """Turn a request into JSON."""
    impact = request.impact
    return {
        "v": VERSION,
        "id": request.id,
        "number": request.number,
        "tenant": request.tenant,
        "requester": _party(request.requester),
        "state": request.state,
        "version": request.version,
        "revision": request.revision,
        "token": request.token,
        "plan": request.plan,
        "plan_hash": request.plan_hash,
        "draft": request.draft,
        "home": request.home,
        "reason": request.reason,
        "stakes": {
            "people": impact.people,
            "mailboxes": impact.mailboxes,
            "held": impact.held,
            "groups": sorted(impact.groups),
        },
        "without_role": request.without_role,
        "policy": request.policy,
        "opened_at": _time(request.opened_at),
        "asked_at": _time(request.asked_at),
        "expires_at": _time(request.expires_at),
        "timezone": request.timezone,
        "authors": sorted(request.authors),
        "managers": [_party(request.managers.requester), _party(request.managers.affected)],
        "audience": [
            [_party(one) for one in people]
            for people in (request.audience.first, request.audience.second)
        ],
        "approvals": [_yes(yes) for yes in request.approvals],
        "questions": [_question(question) for question in request.questions],
        "held_back": [
            {"person": _party(one.person), "drift": one.drift} for one in request.held_back
        ],
        "reminders": request.reminders,
        "reminded_at": _time(request.reminded_at),
        "channel": request.channel,
        "stands_in": request.stands_in,
        "misses": request.misses,
        "awaited": request.awaited,
        "copies": [[copy.person, copy.conversation] for copy in request.copies],
        "ending": _ending(request.ending),
        "run": request.run,
        "told": request.told,
        "wait_told": request.wait_told,
    }


def decode(body: Json) -> Request:
    """Read a request back."""
    requester, affected = body.get("managers", (None, None))
    first, second = body.get("audience", ((), ()))
    ending = body.get("ending")
    return Request(
        id=body["id"],
        number=body["number"],
        tenant=body["tenant"],
        requester=_read_person(body["requester"]),
        state=State(body["state"]),
        version=body["version"],
        revision=body["revision"],
        token=body["token"],
        plan=body["plan"],
        plan_hash=body["plan_hash"],
        draft=body["draft"],
        home=body["home"],
        reason=body["reason"],
        impact=_read_stakes(body["stakes"]),
        without_role=body["without_role"],
        policy=body["policy"],
        opened_at=_read_time(body["opened_at"]),
        asked_at=_read_time(body["asked_at"]),
        expires_at=_read_time(body["expires_at"]),
        timezone=body.get("timezone", "UTC"),
        authors=frozenset(body.get("authors", ())),
        managers=Managers(_read_party(requester), _read_party(affected)),
        audience=Audience(_parties(first), _parties(second)),
        approvals=tuple(_read_yes(yes) for yes in body.get("approvals", ())),
        questions=tuple(_read_question(question) for question in body.get("questions", ())),
        held_back=tuple(_read_drifted(one) for one in body.get("held_back", ())),
        reminders=body.get("reminders", 0),
        reminded_at=_maybe_time(body.get("reminded_at")),
        channel=body.get("channel", ""),
        stands_in=body.get("stands_in", ""),
        misses=body.get("misses", 0),
        awaited=body.get("awaited", False),
        copies=tuple(PersonalCopy(*copy) for copy in body.get("copies", ())),
        ending=_read_ending(ending) if ending else None,
        run=body.get("run"),
        told=body.get("told", False),
        wait_told=body.get("wait_told", False),
    )


def encode_event(event: Event) -> Json:
    """Turn an entry of a trail into JSON; what happened and when stand beside it."""
    verdict = event.verdict
    return {
        "by": _party(event.by),
        "verdict": _verdict(verdict) if verdict else None,
        "text": event.text,
        "what": dict(event.what),
    }


def decode_event(happened: str, at: datetime, body: Json) -> Event:
    """Read an entry of a trail back."""
    verdict = body.get("verdict")
    return Event(
        happened=Happened(happened),
        at=at,
        by=_read_party(body.get("by")),
        verdict=_read_verdict(verdict) if verdict else None,
        text=body.get("text", ""),
        what=body.get("what", {}),
    )


def _party(participant: Participant | None) -> Json | None:
    return {"id": participant.id, "name": participant.name} if participant else None


def _read_person(body: Json | list[str]) -> Participant:
    """Somebody. The first versions wrote a list of id and name, and their rows are still there."""
    return Participant(*body) if isinstance(body, list) else Participant(**body)


def _read_party(body: Json | list[str] | None) -> Participant | None:
    return _read_person(body) if body else None


def _parties(body: Sequence[Json | list[str]]) -> tuple[Participant, ...]:
    return tuple(_read_person(one) for one in body)


def _read_drifted(body: Json | list[str]) -> Drifted:
    """Whoever changed; the first versions wrote a list of id, name and change."""
    if isinstance(body, list):
        person, name, drift = body
        return Drifted(Participant(person, name), Drift(drift))
    return Drifted(_read_person(body["person"]), Drift(body["drift"]))


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _read_time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _maybe_time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _read_stakes(body: Json) -> Impact:
    return Impact(
        body["people"], body["mailboxes"], body["held"], frozenset(body.get("groups", ()))
    )


def _yes(yes: GivenApproval) -> Json:
    grounds = [
        [g.rule, g.stage, list(g.places), g.line, g.escalated, g.in_place_of]
        for g in yes.approval.grounds
    ]
    return {
        "by": _party(yes.by),
        "at": _time(yes.at),
        "grounds": grounds,
        "has_role": yes.approval.has_role,
        "comment": yes.comment,
        "in_place_of": [_party(one) for one in yes.in_place_of],
    }


def _read_yes(body: Json) -> GivenApproval:
    by = _read_person(body["by"])
    grounds = tuple(
        Ground(rule, stage, tuple(places), line, escalated, in_place_of)
        for rule, stage, places, line, escalated, in_place_of in body["grounds"]
    )
    approval = Approval(by.id, grounds, body["has_role"])
    return GivenApproval(
        by=by,
        at=_read_time(body["at"]),
        approval=approval,
        comment=body.get("comment", ""),
        in_place_of=_parties(body.get("in_place_of", ())),
    )


def _question(question: Question) -> Json:
    return {
        "by": _party(question.by),
        "at": _time(question.at),
        "text": question.text,
        "answer": question.answer,
        "answered_at": _time(question.answered_at),
    }


def _read_question(body: Json) -> Question:
    return Question(
        by=_read_person(body["by"]),
        at=_read_time(body["at"]),
        text=body["text"],
        answer=body.get("answer", ""),
        answered_at=_maybe_time(body.get("answered_at")),
    )


def _ending(ending: Ending | None) -> Json | None:
    if ending is None:
        return None
    return {"at": _time(ending.at), "by": _party(ending.by), "comment": ending.comment}


def _read_ending(body: Json) -> Ending:
    return Ending(_read_time(body["at"]), _read_party(body.get("by")), body.get("comment", ""))


def _verdict(verdict: Verdict) -> Json:
    return {
        "allowed": verdict.allowed,
        "why": verdict.why,
        "rule": _ref(verdict.rule),
        "listed": _ref(verdict.listed),
    }


def _read_verdict(body: Json) -> Verdict:
    rule, listed = body.get("rule"), body.get("listed")
    return Verdict(
        allowed=body["allowed"],
        why=Why(body["why"]),
        rule=RuleRef(*rule) if rule else None,
        listed=RuleRef(*listed) if listed else None,
    )


def _ref(ref: RuleRef | None) -> list[str | int] | None:
    return [ref.name, ref.line] if ref else None
