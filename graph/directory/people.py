"""Reads people out of the directory, one way or another."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial

from graph.client.concurrency import MOST, gather_bounded
from graph.client.odata import MOST_VALUES, alias_chunks, chunks, having_alias, one_of
from graph.client.parsing import PERSON_FIELDS, Json, objects, read_person, text
from graph.client.requests import request_config
from graph.client.sdk import CountQuery, PeopleQuery
from graph.client.session import Session
from licensing.errors import Answer, UnreadAnswer
from licensing.tenant.people import PeoplePage, Person

#: Parses people from a page of Graph.
Read = Callable[[list[Json]], Awaitable[list[Person]]]

#: The largest page: https://learn.microsoft.com/graph/api/user-list
PAGE = 999
#: Maximum number of people who are sorted without a thread.
_QUICK = 2_000
#: What tells which licenses a person has, and who it is.
_LICENSE_FIELDS = [field for field in PERSON_FIELDS if field != "proxyAddresses"]
#: https://learn.microsoft.com/graph/aad-advanced-queries
_LICENSED = "assignedLicenses/$count ne 0"
#: Up to this many values, reading the whole directory is never considered.
_FEW = 300


def people_query(
    *,
    filter: str | None = None,  # noqa: A002 - Graph's own word
    search: str | None = None,
    top: int = PAGE,
    ordered: bool = False,
    count: bool = False,
) -> PeopleQuery:
    """A question to /users, for exactly what a person is made of."""
    return PeopleQuery(
        filter=filter,
        search=search,
        top=top,
        orderby=["displayName"] if ordered else None,
        select=list(PERSON_FIELDS),
        count=count or None,
    )


def licensed_query() -> PeopleQuery:
    """A question for everyone with a license; it needs an advanced query."""
    return PeopleQuery(filter=_LICENSED, top=PAGE, select=_LICENSE_FIELDS, count=True)


async def licensed_people(session: Session, link: str | None) -> PeoplePage:
    """A page of everyone with a license: the first one, or that of a link. Groups have no names."""
    users, asked = session.client.users, request_config(eventual=True)
    if link is None:
        first = request_config(licensed_query(), eventual=True)
        body = await session.read_object(users.get, first)
    else:
        body = await session.read_object(users.with_url(link).get, asked)
    if not isinstance(body.get("value"), list):
        raise UnreadAnswer(Answer(message="a list without a value"))
    found = objects(body, "value")
    total = body.get("@odata.count")
    return PeoplePage(
        # A page is long, and others get on meanwhile.
        await asyncio.to_thread(lambda: tuple(read_person(raw, {}) for raw in found)),
        text(body, "@odata.nextLink"),
        total if isinstance(total, int) else None,
    )


async def count_people(session: Session) -> int:
    """How many accounts the directory has."""
    response = await session.read(
        session.client.users.count.get, request_config(CountQuery(), eventual=True)
    )
    # The number is plain text, at times behind a byte order mark.
    digits = response.text.strip().removeprefix("\ufeff")
    if not digits.isdecimal():
        raise UnreadAnswer(Answer(response.status_code, message="a count that is no number"))
    return int(digits)


async def filtered(
    session: Session, filters: Iterable[str], read: Read, *, advanced: bool = False
) -> list[Person]:
    """Everyone who matches at least one of the filters, each once, by name.

    `advanced` for filters with several conditions on one collection
    (https://learn.microsoft.com/graph/aad-advanced-queries).
    """
    query = partial(people_query, count=advanced)
    jobs = [partial(_all, session, query(filter=one), read, eventual=advanced) for one in filters]
    return await by_name(person for part in await gather_bounded(jobs) for person in part)


async def with_values(
    session: Session,
    wanted: Mapping[str, Sequence[str]],
    fits: Callable[[Json], bool],
    read: Read,
) -> list[Person]:
    """Everyone who has one of the wanted values in one of these fields, by name.

    `fits` tells the same of one person: for many values the whole directory is read instead, when
    that takes fewer steps one after the other. A look-up takes 15 values, and 8 of them run at the
    same time; pages of 999 follow each other.
    """
    if await all_is_quicker(session, wanted):
        return await everyone(session, fits, read)
    return await filtered(session, filters_for(wanted), read)


def filters_for(wanted: Mapping[str, Sequence[str]]) -> list[str]:
    """Filters that together find everyone with one of the wanted values."""
    return [one_of(field, part) for field, values in wanted.items() for part in chunks(values)]


async def all_is_quicker(session: Session, wanted: Mapping[str, Sequence[str]]) -> bool:
    """Whether the whole directory is read in fewer steps than the filters for these values.

    Long values may need more filters than are counted here.
    """
    values = max((len(values) for values in wanted.values()), default=0)
    filters = sum(math.ceil(len(values) / MOST_VALUES) for values in wanted.values())
    return values > _FEW and math.ceil(await count_people(session) / PAGE) < filters / MOST


async def everyone(session: Session, fits: Callable[[Json], bool], read: Read) -> list[Person]:
    """Everyone in the directory who fits, by name."""
    return await by_name(await _all(session, people_query(), read, fits))


async def with_aliases(session: Session, values: Sequence[str], read: Read) -> list[Person]:
    """Everyone who has one of these among all mail addresses, each with its prefix."""
    # Several conditions on a collection are an advanced query.
    query = partial(people_query, count=True)
    jobs = [
        partial(_all, session, query(filter=having_alias(part)), read, eventual=True)
        for part in alias_chunks(values)
    ]
    return [person for part in await gather_bounded(jobs) for person in part]


async def by_name(people: Iterable[Person]) -> list[Person]:
    """Each person once, by name; in a thread where it takes long, so that others get on."""
    once = list({person.id: person for person in people}.values())
    if len(once) > _QUICK:
        await asyncio.to_thread(once.sort, key=_name)
    else:
        once.sort(key=_name)
    return once


async def _all(
    session: Session,
    query: PeopleQuery,
    read: Read,
    fits: Callable[[Json], bool] = bool,
    *,
    eventual: bool = False,
) -> list[Person]:
    """All pages of a query. The raw page is released before the next one is read."""
    found: list[Person] = []
    async for page in session.pages(session.client.users, query, eventual=eventual):
        found += await read([person for person in page if fits(person)])
    return found


def _name(person: Person) -> tuple[str, str]:
    return person.name.casefold(), person.id
