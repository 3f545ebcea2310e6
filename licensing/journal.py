"""The journal: requests, decisions and outcomes, in a hash chain.

Each entry has the hash of the one before it, so changing, removing, moving or inserting an entry
breaks the chain there. Entries have ids only, so a person can be deleted elsewhere and the chain
remains intact. Each tenant has its own chain.

The hash of an entry is SHA-256 over the previous hash, in hexadecimal, followed by the canonical
form of the entry: ASCII JSON with sorted keys and no spaces.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from licensing.tenant.roles import ActingMode

#: The hash before the first entry of a chain.
GENESIS_HASH: Final = "0" * 64


class EntryKind(StrEnum):
    """What an entry records."""

    #: A plan was computed and shown.
    PREVIEWED = "plan_previewed"
    #: Someone confirmed a plan, for a removal or an undo.
    CONFIRMED = "removal_confirmed"
    UNDO_CONFIRMED = "undo_confirmed"
    #: Someone tried to and may not.
    REFUSED = "refused"
    RUN_STARTED = "run_started"
    #: A person paused, resumed or stopped a run; the actor is that person.
    RUN_PAUSED = "run_paused"
    RUN_RESUMED = "run_resumed"
    RUN_STOPPED = "run_stopped"
    #: A run pauses for trouble of the whole tenant: throttling, an outage, or an ended role.
    RUN_IN_TROUBLE = "run_in_trouble"
    #: The canary of a large run is done: the rest continues, or waits and why.
    CANARY_FINISHED = "canary_finished"
    #: One person of a run is done, with the outcome of each product.
    PERSON = "person_finished"
    RUN_ENDED = "run_ended"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    #: The tenant no longer accepts a stored sign-in, so it was deleted.
    SIGN_IN_ENDED = "sign_in_ended"
    #: A person's name and address were deleted everywhere but in this journal.
    FORGOTTEN = "person_forgotten"
    #: A removal was requested; the request was changed, which voids its approvals.
    REQUEST_OPENED = "request_opened"
    REQUEST_CHANGED = "request_changed"
    #: The policy changed, so earlier approvals no longer count.
    APPROVALS_VOIDED = "approvals_voided"
    #: One approval; the last is followed by `removal_confirmed` and `run_started`.
    REQUEST_APPROVED = "request_approved"
    REQUEST_REJECTED = "request_rejected"
    REQUEST_WITHDRAWN = "request_withdrawn"
    REQUEST_EXPIRED = "request_expired"
    QUESTION_ASKED = "question_asked"
    QUESTION_ANSWERED = "question_answered"
    #: Someone tried to decide on a request and may not.
    APPROVAL_REFUSED = "approval_refused"
    REQUEST_REMINDED = "request_reminded"
    #: A request was escalated to a second list of approvers.
    REQUEST_ESCALATED = "request_escalated"
    #: A card reminded someone of what will be lost after a run; someone was told that they lost
    #: something, or a manager that their reports did. The subject is who was written to.
    REMINDED = "reminder_sent"
    NOTIFIED = "loss_notified"
    #: People were consulted on whether they still need their licenses; one of them answered.
    CONSULTATION_STARTED = "consultation_started"
    CONSULTATION_ANSWERED = "consultation_answered"
    #: An admin chose where requests are posted.
    CHANNEL_CHOSEN = "channel_chosen"
    #: The bot was removed from the channel.
    CHANNEL_LOST = "channel_lost"
    #: Someone delegated their approvals for a while, or ended the delegation.
    DELEGATION_STARTED = "delegation_started"
    DELEGATION_ENDED = "delegation_ended"


@dataclass(frozen=True, slots=True)
class Note:
    """The content of an entry, before it is in the chain."""

    #: An `EntryKind`; plain text, so that a manipulated entry can still be read.
    kind: str
    #: The Entra object id of the person who decided; empty for a timer or the bot.
    actor: str
    #: On whose behalf the tenant is called: an `ActingMode`.
    acting_as: str = ActingMode.PERSON
    #: The Entra object id of the person concerned.
    subject: str | None = None
    run: str | None = None
    #: The hash of the plan that was previewed, confirmed and run.
    plan_hash: str | None = None
    #: Other ids, counts and codes as JSON, without names, addresses and fractions.
    what: Mapping[str, Any] = field(default_factory=dict)
    #: HTTP status and error code, if any, of Graph's answer; its request id.
    answer: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a tenant's chain."""

    tenant: str
    #: From 1 on, without gaps.
    number: int
    at: datetime
    note: Note
    #: Correlates the entry with a click and with calls to Graph.
    correlation: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain."""

    number: int = 0
    hash: str = GENESIS_HASH


class Fault(StrEnum):
    """Why a chain is broken."""

    #: An entry is missing, added or moved.
    NUMBER = "number"
    #: The entry does not follow the one before it.
    PREVIOUS = "previous"
    #: The entry differs from its hash.
    CHANGED = "changed"
    #: The entry belongs to another tenant.
    TENANT = "tenant"
    #: The entry can't be read.
    UNREADABLE = "unreadable"
    #: The chain ends at another entry than the last one written.
    END = "end"


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which a chain is broken."""

    #: The number that an entry should have there.
    number: int
    fault: Fault


def next_entry(head: Head, tenant: str, at: datetime, note: Note, correlation: str = "") -> Entry:
    """Return the entry that follows `head`."""
    number = head.number + 1
    text = _canonical(tenant, number, at, note, correlation)
    return Entry(tenant, number, at, note, correlation, head.hash, _hashed(head.hash, text))


def canonical(entry: Entry) -> str:
    """Return the canonical form of an entry, without the two hashes."""
    return _canonical(entry.tenant, entry.number, entry.at, entry.note, entry.correlation)


@dataclass(slots=True)
class Chain:
    """Verifies a tenant's chain entry by entry, whatever its length."""

    tenant: str
    head: Head = field(default_factory=Head)

    def follow(self, entry: Entry) -> Break | None:
        """Verify the next entry; returns what is wrong with it."""
        number = self.head.number + 1
        if entry.tenant != self.tenant:
            return Break(number, Fault.TENANT)
        if entry.number != number:
            return Break(number, Fault.NUMBER)
        if entry.previous != self.head.hash:
            return Break(number, Fault.PREVIOUS)
        if entry.hash != _hashed(entry.previous, canonical(entry)):
            return Break(number, Fault.CHANGED)
        self.head = Head(number, entry.hash)
        return None

    def end(self, head: Head) -> Break | None:
        """Verify the end of the chain; otherwise a truncated chain would go unnoticed."""
        return None if self.head == head else Break(self.head.number + 1, Fault.END)


def verify(entries: Iterable[Entry], tenant: str, head: Head | None = None) -> Break | None:
    """Return the first break of a tenant's chain; None if it is intact."""
    chain = Chain(tenant)
    for entry in entries:
        if broken := chain.follow(entry):
            return broken
    return chain.end(head) if head is not None else None


def _canonical(tenant: str, number: int, at: datetime, note: Note, correlation: str) -> str:
    fields = {
        "tenant": tenant,
        "number": number,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": note.kind,
        "actor": note.actor,
        "acting_as": note.acting_as,
        "subject": note.subject,
        "run": note.run,
        "plan_hash": note.plan_hash,
        "what": note.what,
        "answer": note.answer,
        "request_id": note.request_id,
        "correlation_id": correlation,
    }
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _hashed(previous: str, text: str) -> str:
    return hashlib.sha256(f"{previous}{text}".encode()).hexdigest()
