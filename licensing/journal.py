"""The journal: who asked, who decided what, and what was done to whom, in a chain of hashes.

Each entry carries the hash of the one before it, so that no entry can be changed, taken out, moved
or put in without the chain breaking there. Entries hold ids only: a person can be forgotten
elsewhere, and the chain stays whole. Each tenant has a chain of its own.

The hash of an entry is SHA-256 over the hash before it, in hexadecimal, followed by the canonical
form of the entry: JSON with sorted keys, no spaces, and nothing but ASCII.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from licensing.tenant.roles import ActingMode

#: What stands before the first entry of a chain.
GENESIS_HASH: Final = "0" * 64


class EntryKind(StrEnum):
    """What an entry tells."""

    #: A plan was worked out and shown.
    PREVIEWED = "plan_previewed"
    #: Somebody decided that a plan is to be carried out: one that removes, or one that gives back.
    CONFIRMED = "removal_confirmed"
    UNDO_CONFIRMED = "undo_confirmed"
    #: Somebody wanted to and may not.
    REFUSED = "refused"
    RUN_STARTED = "run_started"
    #: A person holds a run, lets it go on, or ends it; the actor is that person.
    RUN_PAUSED = "run_paused"
    RUN_RESUMED = "run_resumed"
    RUN_STOPPED = "run_stopped"
    #: The first people of a large run are through: the rest goes on, or waits and why.
    CANARY_FINISHED = "canary_finished"
    #: One person of a run is through, with the outcome of each product.
    PERSON = "person_finished"
    RUN_ENDED = "run_ended"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    #: The tenant does not take a kept sign-in any more, so it was thrown away.
    SIGN_IN_ENDED = "sign_in_ended"
    #: The name and address of a person were taken out of everything but this journal.
    FORGOTTEN = "person_forgotten"
    #: A removal was asked for; what is asked was changed, which makes the approvals given void.
    REQUEST_OPENED = "request_opened"
    REQUEST_CHANGED = "request_changed"
    #: The policy changed, so approvals given before count no more.
    APPROVALS_VOIDED = "approvals_voided"
    #: One person's yes; the last one is followed by `removal_confirmed` and `run_started`.
    REQUEST_APPROVED = "request_approved"
    REQUEST_REJECTED = "request_rejected"
    REQUEST_WITHDRAWN = "request_withdrawn"
    REQUEST_EXPIRED = "request_expired"
    QUESTION_ASKED = "question_asked"
    QUESTION_ANSWERED = "question_answered"
    #: Somebody wanted to decide about a request and may not.
    APPROVAL_REFUSED = "approval_refused"
    REQUEST_REMINDED = "request_reminded"
    #: A second list of approvers came in.
    REQUEST_ESCALATED = "request_escalated"
    #: People were asked whether they still need what a request would take; one of them answered.
    CONSULTATION_STARTED = "consultation_started"
    CONSULTATION_ANSWERED = "consultation_answered"
    #: An admin chose where requests are posted.
    CHANNEL_CHOSEN = "channel_chosen"
    #: The bot was taken out of the channel.
    CHANNEL_LOST = "channel_lost"
    #: Somebody lent their right to approve for a while, or took it back.
    DELEGATION_STARTED = "delegation_started"
    DELEGATION_ENDED = "delegation_ended"


@dataclass(frozen=True, slots=True)
class Note:
    """What there is to write down, before it has a place in the chain."""

    #: A `EntryKind`; plain text, so that one that was tampered with can still be read and judged.
    kind: str
    #: The Entra object id of the person who decided; empty where time or the bot itself did.
    actor: str
    #: In whose name the tenant is called for it: an `ActingMode`.
    acting_as: str = ActingMode.PERSON
    #: The Entra object id of the person to whom it was done.
    subject: str | None = None
    run: str | None = None
    #: The hash of the plan, which says exactly what was previewed, confirmed and run.
    plan_hash: str | None = None
    #: Everything else: ids, counts and codes in JSON, without names, addresses and fractions.
    what: Mapping[str, Any] = field(default_factory=dict)
    #: HTTP status, and error code if any, with which Graph answered the write; its id for the call.
    answer: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of a tenant's chain."""

    tenant: str
    #: From 1 on, without gaps.
    number: int
    at: datetime
    note: Note
    #: Ties the entry to the click that led to it and to the calls of Graph.
    correlation: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends."""

    number: int = 0
    hash: str = GENESIS_HASH


class Fault(StrEnum):
    """How a chain is broken."""

    #: An entry is missing, or one too many, or not in its place.
    NUMBER = "number"
    #: The entry does not follow the one before it.
    PREVIOUS = "previous"
    #: The entry is not what it was when its hash was made.
    CHANGED = "changed"
    #: The entry belongs to another tenant.
    TENANT = "tenant"
    #: The entry can't even be read.
    UNREADABLE = "unreadable"
    #: The chain does not end where it was left.
    END = "end"


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which a chain is broken."""

    #: The number that an entry should have there.
    number: int
    fault: Fault


def next_entry(head: Head, tenant: str, at: datetime, note: Note, correlation: str = "") -> Entry:
    """Make the entry that follows `head`."""
    number = head.number + 1
    text = _canonical(tenant, number, at, note, correlation)
    return Entry(tenant, number, at, note, correlation, head.hash, _hashed(head.hash, text))


def canonical(entry: Entry) -> str:
    """Write an entry, without the two hashes, in the one form that is hashed."""
    return _canonical(entry.tenant, entry.number, entry.at, entry.note, entry.correlation)


@dataclass(slots=True)
class Chain:
    """Follows a tenant's chain entry by entry, however long it is."""

    tenant: str
    head: Head = field(default_factory=Head)

    def follow(self, entry: Entry) -> Break | None:
        """Take the next entry; tells what is wrong with it."""
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
        """Tell whether the chain ends where it was left: without this, a cut end is not seen."""
        return None if self.head == head else Break(self.head.number + 1, Fault.END)


def verify(entries: Iterable[Entry], tenant: str, head: Head | None = None) -> Break | None:
    """Find the first place at which a tenant's chain is broken; None for a whole chain."""
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
