"""Which people of a plan a list shows: those who lose a mailbox, say."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from licensing.losses.services import CLOUD_PCS, Data
from licensing.plans.planned_person import BLOCKED_ACTIONS, PlannedPerson


class PeopleFilter(StrEnum):
    """A part of a plan's people, in the order in which the filters are offered."""

    #: People whose licenses change.
    AFFECTED = "affected"
    #: People who lose this.
    MAILBOX = "mailbox"
    ARCHIVE = "archive"
    ONEDRIVE = "onedrive"
    CLOUD_PC = "cloud_pc"
    #: People who lose a product with unknown contents.
    UNKNOWN = "unknown"
    #: Affected people in an open eDiscovery case.
    CASE = "case"
    #: Affected people who have no license afterwards.
    LAST_LICENSE = "last_license"
    #: Of an undo: people who can't get everything back.
    BLOCKED = "blocked"
    #: People with a license that a group keeps assigned.
    BY_GROUP = "by_group"
    #: People whose licenses don't change.
    UNCHANGED = "unchanged"
    EVERYONE = "everyone"


#: The bit of each filter in `filter_bits`. The ledger stores them: never give one another meaning.
FILTER_BITS: Final[Mapping[PeopleFilter, int]] = {
    PeopleFilter.AFFECTED: 1,
    PeopleFilter.MAILBOX: 2,
    PeopleFilter.ARCHIVE: 4,
    PeopleFilter.ONEDRIVE: 8,
    PeopleFilter.CLOUD_PC: 16,
    PeopleFilter.UNKNOWN: 32,
    PeopleFilter.CASE: 64,
    PeopleFilter.LAST_LICENSE: 128,
    PeopleFilter.BLOCKED: 256,
    PeopleFilter.BY_GROUP: 512,
    PeopleFilter.UNCHANGED: 1024,
    PeopleFilter.EVERYONE: 2048,
}
_LOSSES: Final[Mapping[PeopleFilter, frozenset[Data]]] = {
    PeopleFilter.MAILBOX: frozenset({Data.MAILBOX}),
    PeopleFilter.ARCHIVE: frozenset({Data.ARCHIVE}),
    PeopleFilter.ONEDRIVE: frozenset({Data.ONEDRIVE, Data.ONEDRIVE_STAYS}),
    PeopleFilter.CLOUD_PC: frozenset(CLOUD_PCS),
    PeopleFilter.UNKNOWN: frozenset({Data.UNKNOWN}),
}


def filters_of(person: PlannedPerson) -> frozenset[PeopleFilter]:
    """The filters that show a person. What an undo finds lost is no loss of the undo."""
    found = {PeopleFilter.EVERYONE}
    found.add(PeopleFilter.AFFECTED if person.touched else PeopleFilter.UNCHANGED)
    if any(line.groups for line in person.lines):
        found.add(PeopleFilter.BY_GROUP)
    if any(line.action in BLOCKED_ACTIONS for line in person.lines):
        found.add(PeopleFilter.BLOCKED)
    if person.removals:
        found |= {which for which, kinds in _LOSSES.items() if person.losses & kinds}
        if person.cases:
            found.add(PeopleFilter.CASE)
        if person.last_license:
            found.add(PeopleFilter.LAST_LICENSE)
    return frozenset(found)


def filter_bits(person: PlannedPerson) -> int:
    """The same as a number, a bit for each filter."""
    return sum(FILTER_BITS[which] for which in filters_of(person))
