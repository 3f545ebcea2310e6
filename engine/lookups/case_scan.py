"""A scan of all open eDiscovery cases, request by request.

Graph allows 5 requests a minute for an app and a tenant
(https://learn.microsoft.com/graph/throttling-limits), so a scan of N cases takes 2 N + 1 requests,
12 seconds apart. Its cursor is stored after each request.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Protocol

from licensing.tenant.cases import Case, CasePage, Hold, MemberPage


class CaseReader(Protocol):
    """The eDiscovery cases that one viewer may see. Each call is one request to Graph.

    Every method may raise `TenantError`; none retries.
    """

    async def cases(self, link: str | None) -> CasePage:
        """A page of the open cases."""

    async def custodians(self, case: str, link: str | None) -> MemberPage:
        """A page of the custodians of a case."""

    async def sources(self, case: str, link: str | None) -> MemberPage:
        """A page of the other mailboxes that are searched in a case."""


class ScanPhase(StrEnum):
    """What is read next."""

    CASES = "cases"
    CUSTODIANS = "custodians"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a scan is."""

    part: ScanPhase = ScanPhase.CASES
    #: The next page; None for the first one.
    link: str | None = None
    #: Id and name of each case that was found.
    cases: tuple[tuple[str, str], ...] = ()
    #: The index of the case that is read.
    at: int = 0

    def as_json(self) -> dict[str, Any]:
        """For the ledger."""
        return {
            "part": self.part,
            "link": self.link,
            "cases": [list(case) for case in self.cases],
            "at": self.at,
        }


def read_cursor(body: Mapping[str, Any]) -> Cursor:
    """Read a cursor back; an empty body is the beginning."""
    if not body:
        return _BEGIN
    cases = tuple((id_, name) for id_, name in body["cases"])
    return Cursor(ScanPhase(body["part"]), body["link"], cases, body["at"])


_BEGIN: Final = Cursor()


@dataclass(frozen=True, slots=True)
class Step:
    """The result of one request."""

    #: How far the scan is now; None when it is complete.
    cursor: Cursor | None
    #: The members of a case, for the ledger; None when there are none.
    members: dict[str, Any] | None = None


async def step(reader: CaseReader, cursor: Cursor) -> Step:
    """Make one request; raises `TenantError`."""
    if cursor.part is ScanPhase.CASES:
        page = await reader.cases(cursor.link)
        cases = cursor.cases + page.cases
        if page.link:
            return Step(Cursor(ScanPhase.CASES, page.link, cases))
        return Step(Cursor(ScanPhase.CUSTODIANS, None, cases) if cases else None)
    case, name = cursor.cases[cursor.at]
    read = reader.custodians if cursor.part is ScanPhase.CUSTODIANS else reader.sources
    found = await read(case, cursor.link)
    members = {"id": case, "name": name, "members": [[a, h] for a, h in found.members]}
    return Step(_next(cursor, found.link), members if found.members else None)


def _next(cursor: Cursor, link: str | None) -> Cursor | None:
    if link:
        return Cursor(cursor.part, link, cursor.cases, cursor.at)
    if cursor.part is ScanPhase.CUSTODIANS:
        return Cursor(ScanPhase.SOURCES, None, cursor.cases, cursor.at)
    if cursor.at + 1 < len(cursor.cases):
        return Cursor(ScanPhase.CUSTODIANS, None, cursor.cases, cursor.at + 1)
    return None


def by_address(parts: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Case, ...]]:
    """The cases of each mail address, case-folded, from the members that a scan stored."""
    found: dict[str, tuple[Case, ...]] = {}
    for part in parts:
        for address, hold in part["members"]:
            key = address.casefold()
            case = Case(part["id"], part["name"], Hold(hold))
            found[key] = (*found.get(key, ()), case)
    return found
