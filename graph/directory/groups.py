"""Groups: their names, and how people come into them, read once and kept for a while."""

import asyncio
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from cachetools import TLRUCache

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
#: Maximum number of groups that are kept.
_MOST = 50_000


_FIELDS = (
    *("id", "displayName", "assignedLicenses", "groupTypes"),
    *("onPremisesSyncEnabled", "mailEnabled", "isAssignableToRole"),
)


@dataclass(frozen=True, slots=True)
class _Kept:
    group: Group
    ttl: timedelta
    facts: GroupFacts | None = None


class GroupNames:
    """Names by tenant and group. A group that can't be read is named by its id."""

    def __init__(self, clock: Clock) -> None:
        self._kept: TLRUCache[tuple[str, str], _Kept, datetime] = TLRUCache(
            _MOST, lambda _, kept, now: now + kept.ttl, clock.now
        )
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def named(self, session: Session, tenant: str, ids: Collection[str]) -> dict[str, Group]:
        """The groups by id; raises TenantError when the tenant does not answer."""
        kept = await self._known(session, tenant, ids)
        return {one: kept[one].group for one in ids}

    async def facts(
        self, session: Session, tenant: str, ids: Collection[str]
    ) -> dict[str, GroupFacts]:
        """What is known of the groups, by id; whatever could not be read is left out."""
        kept = await self._known(session, tenant, ids)
        return {one: facts for one in ids if (facts := kept[one].facts)}

    async def _known(self, session: Session, tenant: str, ids: Collection[str]) -> dict[str, _Kept]:
        known = self._cached(tenant, ids)
        if len(known) < len(set(ids)):
            async with self._locks[tenant]:
                known |= self._cached(tenant, ids)
                unknown = [one for one in dict.fromkeys(ids) if one not in known]
                found = await _read_all(session, unknown)
                read = {one: _kept(one, found.get(one.lower(), {})) for one in unknown}
            self._kept.update({(tenant, one): kept for one, kept in read.items()})
            known |= read
        return known

    def _cached(self, tenant: str, ids: Collection[str]) -> dict[str, _Kept]:
        found = ((one, self._kept.get((tenant, one))) for one in ids)
        return {one: kept for one, kept in found if kept is not None}


def _kept(id_: str, raw: Json) -> _Kept:
    name = text(raw, "displayName")
    ttl = KEPT if name else UNREADABLE_KEPT
    return _Kept(Group(id_, name or id_), ttl, _facts(raw) if name else None)


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
