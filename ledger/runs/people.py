"""What people were called in runs and requests, to find them again after they have left.

The directory forgets an account 30 days after it was deleted; receipts are kept.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import ColumnElement, String, and_, cast, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.upsert import insert_all, insert_all_new
from ledger.tables import known_people
from licensing.tenant.people import PersonRef
from licensing.tenant.spelling import folded

#: Maximum number of words of a search that are compared.
_WORDS: Final = 6
#: What separates words. What JSON would escape is among it.
_SPACES: Final = re.compile(r"[\s\"\\\x00-\x1f\x7f\ud800-\udfff,;<>()]+")


class KnownPeople:
    """Names by id within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, tenant: str, people: Iterable[PersonRef]) -> None:
        """Store what people are called now. Someone without a name, or forgotten, is left out."""
        # Always in the same order, so that two writers never deadlock.
        known = sorted(
            {one.id: one for one in people if one.name and one.name != one.id}.values(),
            key=lambda one: one.id,
        )
        whole = [_row(tenant, one) for one in known if one.address]
        await insert_all(self._connection, known_people, whole)
        # A name alone replaces no name with an address.
        partly = [_row(tenant, one) for one in known if not one.address]
        await insert_all_new(self._connection, known_people, partly)

    async def search(self, tenant: str, text: str, limit: int) -> tuple[str, ...]:
        """The ids of people with words that begin with all words of `text`."""
        fits = _fits(text)
        if fits is None:
            return ()
        query = select(known_people.c.person).where(known_people.c.tenant == tenant, fits)
        found = await self._connection.execute(query.order_by(known_people.c.person).limit(limit))
        return tuple(found.scalars())

    async def names(self, tenant: str, ids: Collection[str]) -> Mapping[str, PersonRef]:
        """What people are called, by id; those who are not known are left out."""
        if not ids:
            return {}
        these = (known_people.c.tenant == tenant) & known_people.c.person.in_(sorted(ids))
        rows = await self._connection.execute(select(known_people).where(these))
        return {
            row.person: PersonRef(row.person, row.body["name"], row.body["address"]) for row in rows
        }


def _row(tenant: str, one: PersonRef) -> dict[str, object]:
    words = _SPACES.split(folded(f"{one.name} {one.address}"))
    return {
        "tenant": tenant,
        "person": one.id,
        "words": f" {' '.join(words)}",
        "body": {"name": one.name, "address": one.address},
    }


def search_words(text: str) -> Sequence[str]:
    """The words of a search, in one spelling, as JSON stores them."""
    return [word for word in _SPACES.split(folded(text)) if word][:_WORDS]


def _fits(text: str) -> ColumnElement[bool] | None:
    words = search_words(text)
    if not words:
        return None
    stored = cast(known_people.c.words, String)
    return and_(*(stored.contains(f" {word}", autoescape=True) for word in words))
