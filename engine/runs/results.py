"""What one attempt at a person comes to."""

from dataclasses import dataclass

from licensing.errors import TenantError
from licensing.runs.calls import Call
from licensing.runs.outcome import PersonOutcome
from licensing.tenant.people import Person


@dataclass(frozen=True, slots=True)
class Finished:
    """The end: this is the outcome."""

    outcome: PersonOutcome


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: try again after so many seconds."""

    seconds: float
    #: The class of the error, or what is waited for.
    reason: str
    error: TenantError | None = None
    #: All calls so far, where it is known what came of each; the intent is taken back then.
    settled: tuple[Call, ...] | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """All that can be asked for was asked for; whether it took effect is to be read."""

    calls: tuple[Call, ...]
    #: The person as read already, with the licenses gone.
    seen: Person | None = None
    #: Why it is not known what came of the newest call; None when Graph said yes.
    doubt: TenantError | None = None


@dataclass(frozen=True, slots=True)
class LeaseLost:
    """Another claim has the person now; nothing is left to do here."""


Step = Finished | Later | Sent | LeaseLost
Settled = Finished | Later | LeaseLost
