"""The names of groups, read once and kept for a while."""

import asyncio
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from graph.at_once import at_once
from graph.clock import Clock
from graph.queries import chunks, guids, one_of
from graph.reading import Json, text
from graph.sdk import GroupsQuery
from graph.session import Session
from licensing.errors import NotAllowed, UnreadAnswer
from licensing.people import Group

#: How long a name is believed.
KEPT = timedelta(minutes=15)
#: How long a group without a readable name is left alone.
UNREADABLE_KEPT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Kept:
    group: Group
    until: datetime


class GroupNames:
    """Names by tenant and group. A group that can't be read is named by its id."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[tuple[str, str], _Kept] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def named(self, session: Session, tenant: str, ids: Collection[str]) -> dict[str, Group]:
        """The groups by id; raises TenantError when the tenant does not answer."""
        if self._unknown(tenant, ids):
            async with self._locks[tenant]:
                unknown = self._unknown(tenant, ids)
                self._keep(tenant, unknown, await _names(session, unknown))
        return {one: self._kept[tenant, one].group for one in ids}

    def _unknown(self, tenant: str, ids: Collection[str]) -> list[str]:
        now = self._clock.now()
        kept = ((one, self._kept.get((tenant, one))) for one in ids)
        return [one for one, found in kept if found is None or found.until <= now]

    def _keep(self, tenant: str, ids: Collection[str], names: dict[str, str]) -> None:
        now = self._clock.now()
        for one in ids:
            until = now + (KEPT if one.lower() in names else UNREADABLE_KEPT)
            group = Group(one, names.get(one.lower(), one))
            self._kept[tenant, one] = _Kept(group, until)


async def _names(session: Session, ids: Collection[str]) -> dict[str, str]:
    parts = chunks(guids(ids))
    found = await at_once(partial(_read, session, part) for part in parts)
    return {
        one.lower(): name
        for part in found
        for group in part
        if (one := text(group, "id")) and (name := text(group, "displayName"))
    }


async def _read(session: Session, ids: list[str]) -> list[Json]:
    query = GroupsQuery(filter=one_of("id", ids), select=["id", "displayName"])
    try:
        return await session.read_all(session.client.groups, query)
    except (NotAllowed, UnreadAnswer):
        return []
