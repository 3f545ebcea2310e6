"""Searches for unused licenses: one for each person who asks, with the people who were found.

Names and addresses of people are in the bodies of the parts only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow
from ledger.tables import finding_parts, finding_scans
from licensing.findings.scan import Scan, ScanState
from licensing.findings.unused import Finding, FoundPerson, NotKnown, UnusedKind
from licensing.tenant.people import PersonRef

#: The people of one part, by kind and product.
PeopleByLine = Mapping[tuple[UnusedKind, str], Sequence[FoundPerson]]


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A search, and where it goes on."""

    scan: Scan
    #: The draft whose card shows it.
    draft: str
    #: IANA name: where the person's clock is.
    timezone: str = "UTC"
    #: The next page; None for the first one.
    link: str | None = None
    #: Number of parts stored so far.
    parts: int = 0
    #: How often in a row the next page could not be read, and how often the list began again.
    failures: int = 0
    restarts: int = 0


class FindingScans:
    """All searches within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, tenant: str, person: str) -> ScanRow | None:
        """The newest search of a person."""
        query = select(finding_scans).where(_is(tenant, person))
        row = (await self._connection.execute(query)).first()
        return None if row is None else _read(row)

    async def save(self, tenant: str, person: str, row: ScanRow) -> None:
        """Store how far a search is; a new one replaces the one before."""
        values = _written(row)
        change = update(finding_scans).where(_is(tenant, person)).values(**values)
        if not (await self._connection.execute(change)).rowcount:
            key = {"tenant": tenant, "person": person}
            await self._connection.execute(insert(finding_scans).values(**key, **values))

    async def add(self, tenant: str, person: str, number: int, people: PeopleByLine) -> None:
        """Store the people who were found on one page."""
        body = [
            [kind, product, [_reference(one.person) for one in some], [one.kept_by for one in some]]
            for (kind, product), some in people.items()
        ]
        key = {"tenant": tenant, "viewer": person, "number": number}
        await self._connection.execute(insert(finding_parts).values(**key, body=body))

    async def people(
        self, tenant: str, person: str, kind: UnusedKind, product: str
    ) -> tuple[PersonRef, ...]:
        """Everyone who was found for one line, as they were read."""
        query = select(finding_parts.c.body).where(_parts(tenant, person))
        rows = await self._connection.execute(query.order_by(finding_parts.c.number))
        found = (
            PersonRef(*one)
            for row in rows
            for kind_, product_, some, _ in row.body
            if (kind_, product_) == (kind, product)
            for one in some
        )
        # Someone can be on two pages where the directory changes while it is read.
        return tuple({one.id: one for one in found}.values())

    async def part(self, tenant: str, person: str, number: int) -> PeopleByLine:
        """The people who were found on one page, counted from 1; empty where it had none."""
        here = _parts(tenant, person) & (finding_parts.c.number == number)
        body = (await self._connection.execute(select(finding_parts.c.body).where(here))).scalar()
        return {
            (UnusedKind(kind), product): [
                FoundPerson(PersonRef(*one), tuple(kept_by))
                for one, kept_by in zip(some, keeps, strict=True)
            ]
            for kind, product, some, keeps in body or ()
        }

    async def drop_parts(self, tenant: str, person: str) -> None:
        """Delete the people who were found."""
        await self._connection.execute(delete(finding_parts).where(_parts(tenant, person)))

    async def forget(self, tenant: str, person: str) -> None:
        """Delete a search with all that it found."""
        await self.drop_parts(tenant, person)
        await self._connection.execute(delete(finding_scans).where(_is(tenant, person)))


def _reference(person: PersonRef) -> list[str]:
    """A person in the form in which names are found again to be forgotten."""
    return [person.id, person.name, person.address]


def _is(tenant: str, person: str) -> ColumnElement[bool]:
    return (finding_scans.c.tenant == tenant) & (finding_scans.c.person == person)


def _parts(tenant: str, person: str) -> ColumnElement[bool]:
    return (finding_parts.c.tenant == tenant) & (finding_parts.c.viewer == person)


def _written(row: ScanRow) -> dict[str, Any]:
    scan = row.scan
    body = {
        "timezone": row.timezone,
        "link": row.link,
        "parts": row.parts,
        "failures": row.failures,
        "restarts": row.restarts,
        "read": scan.read,
        "total": scan.total,
        "findings": [[one.kind, one.product, one.people, one.frees] for one in scan.findings],
        "not_known": {str(why): number for why, number in scan.not_known.items()},
    }
    return {
        "state": scan.state,
        "draft_id": row.draft,
        "body": body,
        "began_at": scan.began_at,
        "ended_at": scan.ended_at,
    }


def _read(row: AnyRow) -> ScanRow:
    body = row.body
    findings = (
        Finding(UnusedKind(kind), product, people, frees)
        for kind, product, people, frees in body["findings"]
    )
    scan = Scan(
        ScanState(row.state),
        row.began_at,
        row.ended_at,
        body["read"],
        body["total"],
        tuple(findings),
        {NotKnown(why): number for why, number in body["not_known"].items()},
    )
    where = (body["timezone"], body["link"], body["parts"], body["failures"], body["restarts"])
    return ScanRow(scan, row.draft_id, *where)
