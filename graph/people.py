"""Reads people out of the directory, one way or another."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from graph.asking import asking
from graph.at_once import MOST, at_once
from graph.queries import chunks, one_of
from graph.reading import PERSON_FIELDS, Json, text
from graph.sdk import CountQuery, PeopleQuery
from graph.session import Session
from licensing.errors import Answer, UnreadAnswer

#: The largest page: https://learn.microsoft.com/graph/api/user-list
PAGE = 999
#: Up to here nobody asks whether reading the whole directory would be quicker.
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


async def count_people(session: Session) -> int:
    """How many accounts the directory has."""
    response = await session.read(
        session.client.users.count.get, asking(CountQuery(), eventual=True)
    )
    # The number is plain text, at times behind a byte order mark.
    digits = response.text.strip().removeprefix("\ufeff")
    if not digits.isdecimal():
        raise UnreadAnswer(Answer(response.status_code, message="a count that is no number"))
    return int(digits)


async def filtered(session: Session, filters: Iterable[str]) -> list[Json]:
    """Everybody whom at least one of the filters lets through, each once."""
    users = session.client.users
    jobs = [partial(session.read_all, users, people_query(filter=one)) for one in filters]
    return _each_once(person for part in await at_once(jobs) for person in part)


async def with_values(
    session: Session, wanted: Mapping[str, Sequence[str]], fits: Callable[[Json], bool]
) -> list[Json]:
    """Everybody who has one of the wanted values in one of these fields.

    `fits` tells the same of one person: for many values the whole directory is read instead, when
    that takes fewer steps one after the other. A look-up takes 15 values, and 8 of them run at the
    same time; pages of 999 follow each other.
    """
    filters = [one_of(field, part) for field, values in wanted.items() for part in chunks(values)]
    values = max((len(values) for values in wanted.values()), default=0)
    if values > _FEW:
        pages = math.ceil(await count_people(session) / PAGE)
        if pages < len(filters) / MOST:
            return await _swept(session, fits)
    return await filtered(session, filters)


async def _swept(session: Session, fits: Callable[[Json], bool]) -> list[Json]:
    found: list[Json] = []
    async for page in session.pages(session.client.users, people_query()):
        found.extend(person for person in page if fits(person))
    return _each_once(found)


def _each_once(people: Iterable[Json]) -> list[Json]:
    return list({text(person, "id"): person for person in people}.values())
