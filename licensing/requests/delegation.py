"""Lending one's right to approve for a while. Roles are never lent, nor is what was lent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from licensing.requests.model import Participant


@dataclass(frozen=True, slots=True)
class Delegation:
    """Somebody stands in for somebody else, from one moment to another."""

    id: str
    tenant: str
    delegator: Participant
    delegate: Participant
    starts_at: datetime
    ends_at: datetime
    #: When the giver took it back; None while it holds.
    ended_at: datetime | None = None

    def is_active(self, now: datetime) -> bool:
        """Whether it counts at this moment."""
        return self.ended_at is None and self.starts_at <= now < self.ends_at


def delegators(
    delegations: Iterable[Delegation], taker: str, now: datetime
) -> tuple[Participant, ...]:
    """Whose rights somebody has now, each person once."""
    found = {
        d.delegator.id: d.delegator
        for d in delegations
        if d.delegate.id == taker and d.is_active(now)
    }
    return tuple(found.values())
