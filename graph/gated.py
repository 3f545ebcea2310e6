"""The tenant by the app's own rights, for people whose role would permit the same.

Graph holds the app to the app's permissions only, so the person's role is checked here, before
every call and anew each minute.
"""

import time
from collections.abc import Collection, Mapping, Sequence

from graph.tenant import Tenant
from licensing.errors import Answer, NotAllowed
from licensing.membership import GroupFacts
from licensing.people import Person
from licensing.products import Product
from licensing.roles import may_remove
from licensing.subscriptions import Subscriptions

#: Seconds for which a check counts.
CHECKED = 60.0


class GatedTenant(Tenant):
    """Like `Tenant`; every call may also raise `NotAllowed` because of the person's roles."""

    _checked_at: float | None = None

    async def _read_products(self) -> tuple[Product, ...]:
        await self._check()
        return await super()._read_products()

    async def search_people(
        self, text: str, *, holding: Collection[str] = (), limit: int = 15
    ) -> tuple[Person, ...]:
        """People whose name or address begins so."""
        await self._check()
        return await super().search_people(text, holding=holding, limit=limit)

    async def holders(self, products: Collection[str]) -> tuple[Person, ...]:
        """Everybody who holds at least one of these products."""
        await self._check()
        return await super().holders(products)

    async def find_people(self, entries: Sequence[str]) -> dict[str, tuple[Person, ...]]:
        """For each entry everybody it could mean."""
        await self._check()
        return await super().find_people(entries)

    async def read_people(self, ids: Sequence[str]) -> dict[str, Person]:
        """People by id."""
        await self._check()
        return await super().read_people(ids)

    async def read_person(self, id: str) -> Person:  # noqa: A002
        """One person."""
        await self._check()
        return await super().read_person(id)

    async def subscriptions(self) -> Subscriptions:
        """What the tenant bought."""
        await self._check()
        return await super().subscriptions()

    async def group_facts(self, ids: Collection[str]) -> dict[str, GroupFacts]:
        """What is known of groups."""
        await self._check()
        return await super().group_facts(ids)

    async def remove(self, person: str, products: Collection[str]) -> Answer:
        """Take products from a person in one call."""
        await self._check()
        return await super().remove(person, products)

    async def give_back(self, person: str, licenses: Mapping[str, Collection[str]]) -> Answer:
        """Give products to a person in one call."""
        await self._check()
        return await super().give_back(person, licenses)

    async def _check(self) -> None:
        now = time.monotonic()
        if self._checked_at is not None and now - self._checked_at < CHECKED:
            return
        if not may_remove(await self.my_roles()).allowed:
            raise NotAllowed(Answer(message="the person's roles do not permit it"))
        self._checked_at = now
