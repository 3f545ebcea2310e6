"""What happened to a request: its trail for people, and its entries in the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from licensing.journal import EntryKind, Note
from licensing.policy.verdicts import Verdict
from licensing.requests.model import Participant, Request
from licensing.tenant.roles import ActingMode


class EventType(StrEnum):
    """One step in the life of a request."""

    OPENED = "opened"
    #: The requester changed what is asked.
    CHANGED = "changed"
    #: The policy changed, so earlier approvals no longer count.
    VOIDED = "voided"
    #: Rules that did not apply when it was sent apply now, so more approvals are needed.
    RULES_ADDED = "rules_added"
    #: One person's yes; the last one is followed by COMPLETED.
    APPROVED = "approved"
    COMPLETED = "completed"
    #: No one who is there can give the approvals that a rule still needs.
    STUCK = "stuck"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ASKED = "asked"
    ANSWERED = "answered"
    #: Someone tried to decide and may not.
    REFUSED = "refused"
    #: People changed since the preview.
    DRIFTED = "drifted"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    POSTED = "posted"
    #: Its channel could not be reached.
    UNREACHABLE = "unreachable"


#: Kinds of journal entries; all other events are in the trail only.
_KINDS: Mapping[EventType, EntryKind] = {
    EventType.OPENED: EntryKind.REQUEST_OPENED,
    EventType.CHANGED: EntryKind.REQUEST_CHANGED,
    EventType.VOIDED: EntryKind.APPROVALS_VOIDED,
    EventType.APPROVED: EntryKind.REQUEST_APPROVED,
    EventType.REJECTED: EntryKind.REQUEST_REJECTED,
    EventType.WITHDRAWN: EntryKind.REQUEST_WITHDRAWN,
    EventType.EXPIRED: EntryKind.REQUEST_EXPIRED,
    EventType.ASKED: EntryKind.QUESTION_ASKED,
    EventType.ANSWERED: EntryKind.QUESTION_ANSWERED,
    EventType.REFUSED: EntryKind.APPROVAL_REFUSED,
    EventType.REMINDED: EntryKind.REQUEST_REMINDED,
    EventType.ESCALATED: EntryKind.REQUEST_ESCALATED,
}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a request's trail."""

    type: EventType
    at: datetime
    #: None for a timer or the bot itself.
    by: Participant | None = None
    #: What it is based on.
    verdict: Verdict | None = None
    #: What was said: a comment, a question, an answer.
    text: str = ""
    #: Numbers and ids that belong to it.
    what: Mapping[str, Any] = field(default_factory=dict)


def journal_note(request: Request, event: Event, acting: ActingMode) -> Note | None:
    """The entry of the journal for an event; None where it has none.

    Free text stays out of it, because it may name people.
    """
    kind = _KINDS.get(event.type)
    if kind is None:
        return None
    what: dict[str, Any] = {
        "request": request.id,
        "number": request.number,
        "revision": request.revision,
        **event.what,
    }
    verdict = event.verdict
    if verdict is not None:
        what["why"] = verdict.why
        if verdict.rule is not None:
            what["rule_line"] = verdict.rule.line
        if verdict.listed is not None:
            what["list_line"] = verdict.listed.line
    actor = event.by.id if event.by else ""
    return Note(kind, actor, acting, plan_hash=request.plan_hash, what=what)
