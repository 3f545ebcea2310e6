"""Delegation of approvals for a while. Roles and delegations can't be delegated."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from licensing.requests.model import Participant


@dataclass(frozen=True, slots=True)
class Delegation:
    """Someone approves on behalf of someone else, from one time to another."""

    id: str
    tenant: str
    delegator: Participant
    delegate: Participant
    starts_at: datetime
    ends_at: datetime
    #: When the delegator ended it; None while it is active.
    ended_at: datetime | None = None

    def is_active(self, now: datetime) -> bool:
        """Return whether it is active now."""
        return self.ended_at is None and self.starts_at <= now < self.ends_at


def delegators(
    delegations: Iterable[Delegation], delegate: str, now: datetime
) -> tuple[Participant, ...]:
    """Return whose approvals are delegated to a person now, each once."""
    found = {
        d.delegator.id: d.delegator
        for d in delegations
        if d.delegate.id == delegate and d.is_active(now)
    }
    return tuple(found.values())
