"""What each person reads: the locale of their client, and the language they chose."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.upsert import insert_new
from ledger.tables import person_languages
from licensing.tenant.person_language import PersonLanguage

#: People per query; databases accept a few thousand values in one.
_CHUNK: Final = 900
#: Read for each activity.
_THIS: Final = select(person_languages.c.locale, person_languages.c.chosen).where(
    person_languages.c.tenant == bindparam("tenant"),
    person_languages.c.person == bindparam("person"),
)


class PersonLanguages:
    """The languages within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep_locale(self, tenant: str, person: str, locale: str) -> None:
        """Store the locale of a person's client; what they chose stays."""
        await self._keep(tenant, person, locale=locale)

    async def choose(self, tenant: str, person: str, chosen: str) -> None:
        """Store the tag of the language that a person chose; empty for that of their client."""
        await self._keep(tenant, person, chosen=chosen)

    async def get(self, tenant: str, person: str) -> PersonLanguage:
        """What a person reads."""
        found = await self._connection.execute(_THIS, {"tenant": tenant, "person": person})
        row = found.first()
        return PersonLanguage(row.locale, row.chosen) if row else PersonLanguage()

    async def of(self, tenant: str, people: Sequence[str]) -> Mapping[str, PersonLanguage]:
        """What these people read, by person; those who were never seen are left out."""
        key, found = person_languages.c, {}
        for start in range(0, len(people), _CHUNK):
            some = key.person.in_(people[start : start + _CHUNK])
            query = select(key.person, key.locale, key.chosen).where(key.tenant == tenant, some)
            for row in await self._connection.execute(query):
                found[row.person] = PersonLanguage(row.locale, row.chosen)
        return found

    async def _keep(self, tenant: str, person: str, **values: str) -> None:
        new = {"tenant": tenant, "person": person, "locale": "", "chosen": "", **values}
        if not await insert_new(self._connection, person_languages, **new):
            key = person_languages.c
            mine = (key.tenant == tenant) & (key.person == person)
            await self._connection.execute(update(person_languages).where(mine).values(**values))
