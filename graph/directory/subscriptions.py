"""What the tenant bought, kept for a while: it changes a few times a year."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from cachetools import TLRUCache

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
#: Maximum number of people whose answers are kept.
_MOST: Final = 1_000
#: Subscriptions that no longer give licenses.
_OVER: Final = frozenset({"Deleted", "LockedOut"})
_FIELDS: Final = (
    *("skuId", "ownerType", "isTrial", "totalLicenses"),
    *("status", "nextLifecycleDateTime"),
)


class CachedSubscriptions:
    """By tenant and person: what one may see is not shown to another."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._answers: TLRUCache[tuple[str, str], Subscriptions, datetime] = TLRUCache(
            _MOST, _until, clock.now
        )

    async def read(self, session: Session, tenant: str, person: str) -> Subscriptions:
        """Read all; a tenant that does not let us says so in the answer.

        Needs Organization.Read.All (https://learn.microsoft.com/graph/api/directory-list-subscriptions),
        which the app need not have.
        """
        answer = self._answers.get((tenant, person))
        if answer is None:
            answer = await _read(session, self._clock.now())
            self._answers[tenant, person] = answer
        return answer


def _until(_: tuple[str, str], answer: Subscriptions, now: datetime) -> datetime:
    return now + (KEPT if answer.check.done else REFUSED)


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
