"""What a person really loses: a kind of data that no remaining assignment still supplies."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from licensing.losses.dependencies import broken_requirements
from licensing.losses.entitlements import INACTIVE_STATES, Entitlement, Entitlements
from licensing.losses.rules import DataEvent, Terms, day_of
from licensing.losses.services import PARTS, Data
from licensing.tenant.mailboxes import LICENSE_FREE, LICENSE_FREE_GB, Mailbox
from licensing.tenant.people import Assignment, Person
from licensing.tenant.products import Product


def losses(
    person: Person,
    removed: Collection[str],
    products: Mapping[str, Product],
    terms: Terms | None = None,
    mailbox: Mailbox = Mailbox.UNKNOWN,
) -> frozenset[Data]:
    """Name the kinds of data a person loses when the direct assignments of `removed` go."""
    return losses_by(person, removed, Entitlements(products), terms, mailbox)


def losses_by(
    person: Person,
    removed: Collection[str],
    supplies: Entitlements,
    terms: Terms | None = None,
    mailbox: Mailbox = Mailbox.UNKNOWN,
) -> frozenset[Data]:
    """As `losses`, for many people: what one assignment gives is computed once for all."""
    going, staying = split_assignments(person, removed)
    return lost_data(
        removed_entitlement(going, supplies),
        remaining_entitlement(staying, supplies, mailbox),
        terms or Terms(),
    )


def split_assignments(
    person: Person, removed: Collection[str]
) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...]]:
    """The direct assignments that go, and all that stay."""
    going = tuple(a for a in person.assignments if a.direct and a.product in removed)
    staying = tuple(a for a in person.assignments if not (a.direct and a.product in removed))
    return going, staying


def removed_entitlement(going: Collection[Assignment], supplies: Entitlements) -> Entitlement:
    """What goes.

    A state that Graph adds one day counts as supplying on the side that goes and as not supplying
    on the side that stays, so that a doubt warns rather than hides.
    """
    return supplies.combined(a for a in going if a.state not in INACTIVE_STATES)


def remaining_entitlement(
    staying: Collection[Assignment], supplies: Entitlements, mailbox: Mailbox
) -> Entitlement:
    """What stays: by other assignments, and by a mailbox that needs none."""
    found = supplies.combined(supplies.working(staying))
    if mailbox in LICENSE_FREE:
        room = {Data.MAILBOX_SPACE: LICENSE_FREE_GB}
        return found.merged_with(Entitlement(frozenset({Data.MAILBOX}), amounts=room))
    return found


def loses_mailbox(
    meant: Collection[Data], kept: Iterable[Assignment], products: Mapping[str, Product]
) -> bool:
    """Whether the mailbox that a plan meant to cost goes though some of its assignments stay."""
    supplies = Entitlements(products)
    supplied = supplies.combined(supplies.working(kept))
    return Data.MAILBOX in meant and Data.MAILBOX not in supplied.data


def lost_data(going: Entitlement, staying: Entitlement, terms: Terms) -> frozenset[Data]:
    """What is lost of what goes, and what ends of what stays because it needs what goes.

    A person who loses the mailbox loses its archive too; parts of lost data are not listed.
    """
    found = set(going.data - staying.data)
    found |= {kind for kind, _ in going.separate - staying.separate}
    for need, _ in broken_requirements(going.plans | staying.plans, staying.plans):
        found |= need.ends
    found |= {
        part
        for part, whole in PARTS.items()
        if whole not in found and 0 < staying.amounts.get(part, 0) < going.amounts.get(part, 0)
    }
    if Data.MAILBOX in found:
        found -= {Data.ARCHIVE, Data.ARCHIVE_SPACE}
    if Data.ONEDRIVE in found and not (terms.onedrive_rule and going.onedrive_is_archived):
        found = found - {Data.ONEDRIVE} | {Data.ONEDRIVE_STAYS}
    return frozenset(found)


#: Microsoft holds these through their last day. A Cloud PC goes in the course of its day, and a
#: OneDrive may go from its day on.
_HELD_THROUGH: Final = frozenset({Data.MAILBOX, Data.ARCHIVE})


def last_good_day(data: Data, removed_on: date, terms: Terms | None = None) -> date:
    """The last day on which a license surely brings everything back.

    Every card goes by this day: it is still fine, and the deletion comes after it.
    """
    found = day_of(data, DataEvent.DELETED, removed_on, terms)
    return held_until(data, found) if found else date.max


def held_until(data: Data, deleted_on: date) -> date:
    """The last day on which a license surely brings back what is deleted on a day."""
    return deleted_on if data in _HELD_THROUGH else deleted_on - timedelta(days=1)


def deletion_day(day: date, terms: Terms | None = None) -> date:
    """The day on which a mailbox is permanently deleted, for a license removed on `day`."""
    found = day_of(Data.MAILBOX, DataEvent.DELETED, day, terms)
    assert found  # noqa: S101 - the rule has that stage
    return found


def onedrive_days(day: date, terms: Terms | None = None) -> tuple[date, date, date, date]:
    """The days on which a OneDrive changes, for a removal on `day`.

    It turns read-only, it is archived, eDiscovery no longer finds it, it may be deleted.
    """
    days = [
        day_of(Data.ONEDRIVE, event, day, terms)
        for event in (
            DataEvent.READ_ONLY,
            DataEvent.ARCHIVED,
            DataEvent.UNSEARCHABLE,
            DataEvent.DELETED,
        )
    ]
    read_only, archived, unsearchable, deleted = days
    assert read_only and archived and unsearchable and deleted  # noqa: S101, PT018 - all are there
    return read_only, archived, unsearchable, deleted
