"""When reminders and escalations of an open request are due."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from licensing.policy.model import Reminders, Rule

#: Longest wait; a request ends long before.
_LONGEST: Final = timedelta(days=365)


def reminder_at(reminders: Reminders, asked_at: datetime, sent: int) -> datetime | None:
    """Return when the next reminder is due after a number of them; None if enough were sent.

    The waits grow: with 4 hours and factor 2 they come after 4, 12, 28 hours and so on.
    """
    if sent >= reminders.at_most:
        return None
    wait = reminders.first_after
    due = asked_at + wait
    for _ in range(sent):
        wait = min(wait * reminders.factor, _LONGEST)
        due += wait
    return due


def escalations(rules: Iterable[Rule], asked_at: datetime) -> tuple[datetime, ...]:
    """Return the times of all escalations, in order, each once."""
    delays: set[timedelta] = {
        stage.escalation.after for rule in rules for stage in rule.stages if stage.escalation
    }
    return tuple(asked_at + delay for delay in sorted(delays))
