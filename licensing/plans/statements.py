"""What every removal has to state, and what has to be accepted first.

Microsoft's page on removing licenses makes two statements: data is held and then deleted, and
eDiscovery can no longer search the mailbox. Both hold only where something is lost, each from its
own day; where nothing is, a card says that instead.
"""

from datetime import date
from typing import Final

from licensing.losses.rules import DataEvent, day_of
from licensing.losses.services import Data
from licensing.plans.draft import Consent
from licensing.plans.summary import Summary

#: What eDiscovery can no longer search once it is lost.
_SEARCHED: Final = (Data.MAILBOX, Data.ARCHIVE)


def deleted_kinds(summary: Summary, day: date) -> tuple[tuple[Data, date], ...]:
    """Each kind of data that is deleted for good, with the day, the earliest first."""
    found = [
        (kind, gone)
        for kind, people in summary.losing.items()
        if people and (gone := day_of(kind, DataEvent.DELETED, day, summary.terms))
    ]
    return tuple(sorted(found, key=lambda one: (one[1], list(Data).index(one[0]))))


def unsearchable_kinds(summary: Summary) -> tuple[Data, ...]:
    """Each kind of data that eDiscovery can no longer search."""
    return tuple(kind for kind in _SEARCHED if summary.losing.get(kind))


def needed_consents(summary: Summary, day: date) -> frozenset[Consent]:
    """The boxes that must be ticked before licenses are removed; none where nothing is lost."""
    needed = {
        Consent.DELETION: bool(deleted_kinds(summary, day)),
        Consent.EDISCOVERY: bool(unsearchable_kinds(summary)),
        Consent.CASES: bool(summary.in_cases.people),
    }
    return frozenset(consent for consent, needs in needed.items() if needs)
