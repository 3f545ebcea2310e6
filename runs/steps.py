"""What one attempt at a person comes to."""

from dataclasses import dataclass

from licensing.errors import Answer, TenantError
from licensing.outcome import PersonOutcome
from licensing.people import Person


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
    #: Graph said no, so the intent is taken back.
    nothing_written: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """The write went out; whether it took effect is to be read."""

    #: The person as read already, with the licenses gone.
    seen: Person | None = None
    #: Why it is not known whether Graph took the write; None when it said yes.
    doubt: TenantError | None = None
    #: What Graph said to the write; None when nobody heard it.
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Another claim has the person now; nothing is left to do here."""


Step = Finished | Later | Sent | Overtaken
Settled = Finished | Later | Overtaken
