"""What a person really loses: a kind of data that no remaining assignment still supplies."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from licensing.losses.entitlements import ACTIVE_STATES, INACTIVE_STATES, Entitlement, Entitlements
from licensing.losses.rules import DataEvent, Terms, day_of
from licensing.losses.services import Data
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
    supplies = Entitlements(products)
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
    found = supplies.combined(a for a in staying if a.state in ACTIVE_STATES)
    if mailbox in LICENSE_FREE:
        return found.merged_with(Entitlement(frozenset({Data.MAILBOX}), mailbox_gb=LICENSE_FREE_GB))
    return found


def loses_mailbox(
    meant: Collection[Data], kept: Iterable[Assignment], products: Mapping[str, Product]
) -> bool:
    """Whether the mailbox that a plan meant to cost goes though some of its assignments stay."""
    supplied = Entitlements(products).combined(a for a in kept if a.state in ACTIVE_STATES)
    return Data.MAILBOX in meant and Data.MAILBOX not in supplied.data


def lost_data(going: Entitlement, staying: Entitlement, terms: Terms) -> frozenset[Data]:
    """What is lost of what goes. Who loses the mailbox loses its archive and its room with it."""
    found = set(going.data - staying.data)
    if Data.MAILBOX in found:
        found -= {Data.ARCHIVE}
    elif staying.mailbox_gb < going.mailbox_gb:
        found.add(Data.MAILBOX_SPACE)
    if Data.ONEDRIVE in found and not (terms.onedrive_rule and going.onedrive_is_archived):
        found = found - {Data.ONEDRIVE} | {Data.ONEDRIVE_STAYS}
    return frozenset(found)


def last_good_day(data: Data, removed_on: date, terms: Terms | None = None) -> date:
    """The last day on which a license still brings everything back; the next day it is gone.

    Every card goes by this day: it is still fine, and the deletion comes after it.
    """
    found = day_of(data, DataEvent.DELETED, removed_on, terms)
    return found or date.max


def deletion_day(day: date, terms: Terms | None = None) -> date:
    """The day on which a mailbox is deleted for good, for a license removed on `day`."""
    found = day_of(Data.MAILBOX, DataEvent.DELETED, day, terms)
    assert found  # noqa: S101 - the rule has that stage
    return found


def onedrive_days(day: date) -> tuple[date, date]:
    """The days on which OneDrive turns read-only and is archived, for a removal on `day`."""
    read_only = day_of(Data.ONEDRIVE, DataEvent.READ_ONLY, day)
    archived = day_of(Data.ONEDRIVE, DataEvent.ARCHIVED, day)
    assert read_only and archived  # noqa: S101, PT018 - the rule has both stages
    return read_only, archived
