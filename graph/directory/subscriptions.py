"""What the tenant bought, kept for a while: it changes a few times a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from graph.client.errors import not_allowed
from graph.client.parsing import Json, text
from graph.client.sdk import SubscriptionsQuery
from graph.client.session import Session
from licensing.clock import Clock
from licensing.errors import SignInNeeded, TenantError
from licensing.tenant.checks import Check, NotChecked
from licensing.tenant.subscriptions import Subscription, Subscriptions

#: How long an answer is believed, and how long a refusal.
KEPT: Final = timedelta(minutes=30)
REFUSED: Final = timedelta(minutes=5)
#: Subscriptions that no longer give licenses.
_OVER: Final = frozenset({"Deleted", "LockedOut"})
_FIELDS: Final = (
    *("skuId", "ownerType", "isTrial", "totalLicenses"),
    *("status", "nextLifecycleDateTime"),
)


@dataclass(frozen=True, slots=True)
class _Kept:
    found: Subscriptions
    until: datetime


class CachedSubscriptions:
    """By tenant and person: what one may see is not shown to another."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[tuple[str, str], _Kept] = {}

    async def read(self, session: Session, tenant: str, person: str) -> Subscriptions:
        """Read all; a tenant that does not let us says so in the answer.

        Needs Organization.Read.All (https://learn.microsoft.com/graph/api/directory-list-subscriptions),
        which the app need not have.
        """
        now = self._clock.now()
        kept = self._kept.get((tenant, person))
        if kept is None or kept.until <= now:
            found = await _read(session, now)
            until = now + (KEPT if found.check.done else REFUSED)
            kept = self._kept[tenant, person] = _Kept(found, until)
        return kept.found


async def _read(session: Session, now: datetime) -> Subscriptions:
    query = SubscriptionsQuery(select=list(_FIELDS))
    try:
        found = await session.read_all(session.client.directory.subscriptions, query)
    except SignInNeeded:
        raise
    except TenantError as error:
        why = NotChecked.NO_PERMISSION if not_allowed(error) else NotChecked.NO_ANSWER
        return Subscriptions(Check(why))
    return Subscriptions(Check(at=now), _by_product(found))


def _by_product(found: Iterable[Json]) -> dict[str, tuple[Subscription, ...]]:
    by_product: dict[str, tuple[Subscription, ...]] = {}
    for raw in found:
        product = (text(raw, "skuId") or "").lower()
        if product and text(raw, "status") not in _OVER:
            by_product[product] = (*by_product.get(product, ()), _subscription(product, raw))
    return by_product


def _subscription(product: str, raw: Json) -> Subscription:
    licenses = raw.get("totalLicenses")
    return Subscription(
        product=product,
        licenses=licenses if isinstance(licenses, int) else 0,
        self_bought=text(raw, "ownerType") == "User",
        trial=raw.get("isTrial") is True,
        renews=_day(text(raw, "nextLifecycleDateTime")),
    )


def _day(moment: str | None) -> date | None:
    try:
        return date.fromisoformat(moment[:10]) if moment else None
    except ValueError:
        return None
