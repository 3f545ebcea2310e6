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

#: What eDiscovery can no longer search once it is lost; a OneDrive only later.
_SEARCHED: Final = (Data.MAILBOX, Data.ARCHIVE, Data.ONEDRIVE)


def deleted_kinds(summary: Summary, day: date) -> tuple[tuple[Data, date], ...]:
    """Each kind of data that is permanently deleted, with the day, the earliest first."""
    found = [
        (kind, gone)
        for kind, people in summary.losing.items()
        if people and (gone := day_of(kind, DataEvent.DELETED, day, summary.terms))
    ]
    return tuple(sorted(found, key=lambda one: (one[1], list(Data).index(one[0]))))


def unsearchable_kinds(summary: Summary, day: date) -> tuple[tuple[Data, date | None], ...]:
    """Each kind of data that eDiscovery can no longer search, with the day; None: immediately.

    A mailbox that keeps working for a while is searchable through that day. A OneDrive is no
    longer found from its day on.
    """
    return tuple((kind, _lost_to_search(kind, day, summary)) for kind in _searched(summary))


def _searched(summary: Summary) -> list[Data]:
    return [kind for kind in _SEARCHED if summary.losing.get(kind)]


def _lost_to_search(kind: Data, day: date, summary: Summary) -> date | None:
    event = DataEvent.UNSEARCHABLE if kind is Data.ONEDRIVE else DataEvent.STOPS
    return day_of(kind, event, day, summary.terms)


def loses_unknown(summary: Summary) -> bool:
    """Whether a product with unknown contents is removed.

    A service that Microsoft added to a known product since is named, without a box: such services
    come every month, and a checkbox that is always there is selected without reading.
    """
    return bool(summary.losing.get(Data.UNKNOWN))


def needed_consents(summary: Summary, day: date) -> frozenset[Consent]:
    """The checkboxes that must be selected before licenses are removed.

    None where nothing is lost and all is known.
    """
    needed = {
        Consent.DELETION: bool(deleted_kinds(summary, day)),
        Consent.EDISCOVERY: bool(_searched(summary)),
        Consent.CASES: bool(summary.in_cases.people),
        Consent.UNKNOWN: loses_unknown(summary),
    }
    return frozenset(consent for consent, needs in needed.items() if needs)
