"""The tenant by the app's own rights, for people whose role would permit the same.

Graph enforces the app's permissions only, so the person's role is checked here: before each change,
and for reading each minute. People whom the policy names may read too: one who may ask puts a plan
together, and one who may approve looks at it.
"""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cachetools import TTLCache

from graph.client.parsing import Names
from graph.client.send_guard import Precondition
from graph.client.session import Session
from graph.directory.groups import GroupNames
from graph.directory.product_cache import CachedProducts
from graph.directory.roles import Roles
from graph.directory.subscriptions import CachedSubscriptions
from graph.shared_checks import SharedChecks
from graph.tenant import Tenant
from licensing.errors import Answer, RoleMissing
from licensing.policy.lists import Memberships, PrincipalType, first_match
from licensing.policy.model import Policy
from licensing.tenant.groups import GroupFacts
from licensing.tenant.people import PeoplePage, Person
from licensing.tenant.products import Product
from licensing.tenant.roles import may_remove
from licensing.tenant.subscriptions import Subscriptions

#: Seconds for which a check counts for reading.
CHECKED: Final = 60.0
#: Maximum number of people whose checks are remembered.
_MOST: Final = 10_000


class Checks:
    """Whose roles were checked a moment ago and found good, by tenant and person."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Take a clock in seconds that never goes back."""
        self._passed: TTLCache[tuple[str, str], bool] = TTLCache(_MOST, CHECKED, clock)

    def count(self, tenant: str, person: str) -> bool:
        """Whether the last check still counts."""
        return (tenant, person) in self._passed

    def note(self, tenant: str, person: str) -> None:
        """Remember a check that came out well just now."""
        self._passed[tenant, person] = True


@dataclass(frozen=True, slots=True)
class AccessCache:
    """Who was let through to read a moment ago, and checks of who may remove.

    The policy may let more people read.
    """

    policy: Policy
    reading: Checks = field(default_factory=Checks)
    removing: SharedChecks = field(default_factory=SharedChecks)


class AuthorizedTenant(Tenant):
    """Like `Tenant`; every call may also raise `RoleMissing` because of the person's roles."""

    def __init__(
        self,
        id: str,  # noqa: A002
        session: Session,
        names: Names,
        groups: GroupNames,
        roles: Roles,
        products_cache: CachedProducts,
        subscriptions_cache: CachedSubscriptions,
        access_cache: AccessCache,
    ) -> None:
        super().__init__(id, session, names, groups, roles, products_cache, subscriptions_cache)
        #: The app sees the same, whomever it acts for.
        self._viewer = ""
        self._access_cache = access_cache
        self._person = session.acting.person

    async def products(self) -> tuple[Product, ...]:
        """All products that the tenant owns, by name."""
        await self._check_reading()
        return await super().products()

    async def search_people(
        self, text: str, *, holding: Collection[str] = (), limit: int = 15
    ) -> tuple[Person, ...]:
        """People whose name or address begins so."""
        await self._check_reading()
        return await super().search_people(text, holding=holding, limit=limit)

    async def holders(self, products: Collection[str]) -> tuple[Person, ...]:
        """Everyone who holds at least one of these products."""
        await self._check_reading()
        return await super().holders(products)

    async def licensed_people(self, link: str | None = None) -> PeoplePage:
        """A page of everyone with a license."""
        await self._check_reading()
        return await super().licensed_people(link)

    async def find_people(self, entries: Sequence[str]) -> Mapping[str, tuple[Person, ...]]:
        """For each entry everyone it could mean."""
        await self._check_reading()
        return await super().find_people(entries)

    async def read_people(self, ids: Sequence[str]) -> dict[str, Person]:
        """People by id."""
        await self._check_reading()
        return await super().read_people(ids)

    async def read_person(self, id: str) -> Person:  # noqa: A002
        """One person."""
        await self._check_reading()
        return await super().read_person(id)

    async def subscriptions(self) -> Subscriptions:
        """What the tenant bought."""
        await self._check_reading()
        return await super().subscriptions()

    async def group_facts(self, ids: Collection[str]) -> dict[str, GroupFacts]:
        """What is known of groups."""
        await self._check_reading()
        return await super().group_facts(ids)

    async def remove(
        self, person: str, products: Collection[str], precondition: Precondition | None = None
    ) -> Answer:
        """Take products from a person in one call."""
        await self._check()
        return await super().remove(person, products, precondition)

    async def restore(
        self,
        person: str,
        licenses: Mapping[str, Collection[str]],
        precondition: Precondition | None = None,
    ) -> Answer:
        """Give products to a person in one call."""
        await self._check()
        return await super().restore(person, licenses, precondition)

    async def _check(self) -> None:
        """Let through who may remove licenses, by their roles as read after this call came."""
        await self._access_cache.removing.passed((self._id, self._person), self._read_role)

    async def _read_role(self) -> None:
        if not may_remove(await self.my_roles()).allowed:
            raise RoleMissing(Answer(message="the person's roles do not permit it"))

    async def _check_reading(self) -> None:
        """Let through who may remove licenses, ask for it, or approve it."""
        if self._access_cache.reading.count(self._id, self._person):
            return
        if not await self._named():
            await self._check()
        self._access_cache.reading.note(self._id, self._person)

    async def _named(self) -> bool:
        """Whether any list of the policy names the person."""
        policy, person = self._access_cache.policy, self._person
        lists = tuple(policy.lists)
        if not lists:
            return False
        address = (await super().read_person(person)).address
        groups = await self.org.groups_among(person, policy.groups)
        memberships = Memberships(person, address, await self.my_roles(), groups)
        if first_match(lists, memberships) is not None:
            return True
        managers = any(listed.type is PrincipalType.MANAGER for listed in lists)
        return managers and bool(await self.org.reports_of(person))
