"""What one attempt at a person of a run leads to."""

from dataclasses import dataclass

from licensing.errors import TenantError
from licensing.runs.calls import Call
from licensing.runs.outcome import PersonOutcome
from licensing.tenant.people import Person


@dataclass(frozen=True, slots=True)
class Finished:
    """The person is done."""

    outcome: PersonOutcome


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again after `seconds`."""

    seconds: float
    #: The class of the error, or what is waited for.
    reason: str
    error: TenantError | None = None
    #: All calls so far when the result of each is known, which withdraws the intent; else None.
    calls: tuple[Call, ...] | None = None
    #: Whether this uses up one of the person's tries.
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Sent:
    """All calls were made; whether they took effect has to be read."""

    calls: tuple[Call, ...]
    #: The person, where a read already shows the effect.
    seen: Person | None = None
    #: Why the result of the newest call is unknown; None when Graph accepted it.
    doubt: TenantError | None = None


@dataclass(frozen=True, slots=True)
class LeaseLost:
    """Another claim has the person; there is nothing to store."""


Result = Finished | Retry | Sent | LeaseLost
