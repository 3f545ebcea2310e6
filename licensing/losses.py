"""What a person really loses: a kind of data that no remaining assignment still supplies."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from licensing.people import Assignment, Person
from licensing.products import Product
from licensing.services import Data, data_of

#: Exchange data is held this long after the license, then deleted for good
#: (Microsoft 365, "Unassign licenses from users").
MAILBOX_GRACE = timedelta(days=30)
#: An unlicensed OneDrive turns read-only, then is archived or binned, this long after the license
#: (Microsoft SharePoint, "Manage unlicensed OneDrive user accounts", enforced since January 2025).
ONEDRIVE_READ_ONLY = timedelta(days=60)
ONEDRIVE_ARCHIVED = timedelta(days=93)

#: States in which an assignment gives its services, as far as Graph names them.
_SUPPLYING = frozenset({"Active", "ActiveWithError"})
_NOT_SUPPLYING = frozenset({"Disabled", "Error"})


def losses(
    person: Person, removed: Collection[str], products: Mapping[str, Product]
) -> frozenset[Data]:
    """Name the kinds of data a person loses when the direct assignments of `removed` go.

    A state that Graph adds one day counts as supplying on the side that goes and as not supplying
    on the side that stays, so that a doubt warns rather than hides.
    """
    going = [a for a in person.assignments if a.direct and a.product in removed]
    staying = [a for a in person.assignments if a not in going]
    lost = _supplied((a for a in going if a.state not in _NOT_SUPPLYING), products)
    kept = _supplied((a for a in staying if a.state in _SUPPLYING), products)
    return frozenset(lost - kept)


def spared(
    lost: Collection[Data], kept: Iterable[Assignment], products: Mapping[str, Product]
) -> frozenset[Data]:
    """Name what of a plan's losses remains when some of its assignments stay after all."""
    return frozenset(lost) - _supplied((a for a in kept if a.state in _SUPPLYING), products)


def _supplied(assignments: Iterable[Assignment], products: Mapping[str, Product]) -> set[Data]:
    return {
        data
        for assignment in assignments
        if (product := products.get(assignment.product))
        for plan in product.plans
        if plan.id not in assignment.disabled_plans and (data := data_of(plan.id))
    }


def deletion_day(day: date) -> date:
    """The day on which a mailbox is deleted for good, for a license removed on `day`."""
    return day + MAILBOX_GRACE


def onedrive_days(day: date) -> tuple[date, date]:
    """The days on which OneDrive turns read-only and is archived, for a removal on `day`."""
    return day + ONEDRIVE_READ_ONLY, day + ONEDRIVE_ARCHIVED
