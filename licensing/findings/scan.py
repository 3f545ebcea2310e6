"""A search for unused licenses: how far it is, and what it has found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from licensing.findings.unused import Finding, NotKnown


class ScanState(StrEnum):
    """How a search goes on, or ended."""

    RUNNING = "running"
    DONE = "done"
    #: The person stopped it.
    STOPPED = "stopped"
    #: Microsoft 365 does not let the person read everyone.
    REFUSED = "refused"
    #: The person has to sign in again.
    SIGNED_OUT = "signed_out"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Scan:
    """A search as it is now. Lines about the people read so far count in every state."""

    state: ScanState
    began_at: datetime
    ended_at: datetime | None = None
    #: People with a license who were read, and how many there are as far as Graph said.
    read: int = 0
    total: int | None = None
    findings: tuple[Finding, ...] = ()
    #: People who could not be judged, by reason.
    not_known: Mapping[NotKnown, int] = field(default_factory=dict)
