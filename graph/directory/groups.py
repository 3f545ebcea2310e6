"""Groups: their names, and how people come into them, read once and kept for a while."""

import asyncio
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from graph.client.concurrency import gather_bounded
from graph.client.odata import chunks, guids, one_of
from graph.client.parsing import Json, objects, text
from graph.client.sdk import GroupsQuery
from graph.client.session import Session
from licensing.clock import Clock
from licensing.errors import NotAllowed, UnreadAnswer
from licensing.tenant.groups import GroupFacts, MembershipType
from licensing.tenant.people import Group

#: How long a name is believed.
KEPT = timedelta(minutes=15)
#: How long a group without a readable name is left alone.
UNREADABLE_KEPT = timedelta(minutes=1)


_FIELDS = (
    *("id", "displayName", "assignedLicenses", "groupTypes"),
    *("onPremisesSyncEnabled", "mailEnabled", "isAssignableToRole"),
)


@dataclass(frozen=True, slots=True)
class _Kept:
    group: Group
    until: datetime
    facts: GroupFacts | None = None


class GroupNames:
    """Names by tenant and group. A group that can't be read is named by its id."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[tuple[str, str], _Kept] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def named(self, session: Session, tenant: str, ids: Collection[str]) -> dict[str, Group]:
        """The groups by id; raises TenantError when the tenant does not answer."""
        await self._know(session, tenant, ids)
        return {one: self._kept[tenant, one].group for one in ids}

    async def facts(
        self, session: Session, tenant: str, ids: Collection[str]
    ) -> dict[str, GroupFacts]:
        """What is known of the groups, by id; whatever could not be read is left out."""
        await self._know(session, tenant, ids)
        kept = {one: self._kept[tenant, one].facts for one in ids}
        return {one: facts for one, facts in kept.items() if facts}

    async def _know(self, session: Session, tenant: str, ids: Collection[str]) -> None:
        if self._unknown(tenant, ids):
            async with self._locks[tenant]:
                unknown = self._unknown(tenant, ids)
                self._keep(tenant, unknown, await _read_all(session, unknown))

    def _unknown(self, tenant: str, ids: Collection[str]) -> list[str]:
        now = self._clock.now()
        kept = ((one, self._kept.get((tenant, one))) for one in ids)
        return [one for one, found in kept if found is None or found.until <= now]

    def _keep(self, tenant: str, ids: Collection[str], found: dict[str, Json]) -> None:
        now = self._clock.now()
        for one in ids:
            raw = found.get(one.lower(), {})
            name = text(raw, "displayName")
            until = now + (KEPT if name else UNREADABLE_KEPT)
            facts = _facts(raw) if name else None
            self._kept[tenant, one] = _Kept(Group(one, name or one), until, facts)


async def _read_all(session: Session, ids: Collection[str]) -> dict[str, Json]:
    parts = chunks(guids(ids))
    found = await gather_bounded(partial(_read, session, part) for part in parts)
    return {one.lower(): group for part in found for group in part if (one := text(group, "id"))}


async def _read(session: Session, ids: list[str]) -> list[Json]:
    query = GroupsQuery(filter=one_of("id", ids), select=list(_FIELDS))
    try:
        return await session.read_all(session.client.groups, query)
    except (NotAllowed, UnreadAnswer):
        return []


def _facts(raw: Json) -> GroupFacts:
    products = (text(one, "skuId") for one in objects(raw, "assignedLicenses"))
    return GroupFacts(_joining(raw), tuple(sorted(p.lower() for p in products if p)))


def _joining(raw: Json) -> MembershipType:
    """https://learn.microsoft.com/graph/api/resources/group ."""
    kinds = raw.get("groupTypes")
    kinds = kinds if isinstance(kinds, list) else []
    if raw.get("onPremisesSyncEnabled") is True:
        return MembershipType.SYNCED
    if "DynamicMembership" in kinds:
        return MembershipType.DYNAMIC
    if raw.get("isAssignableToRole") is True:
        return MembershipType.ROLE_ASSIGNABLE
    if raw.get("mailEnabled") is True and "Unified" not in kinds:
        return MembershipType.MAIL_ENABLED
    return MembershipType.ASSIGNED
