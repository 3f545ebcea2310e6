"""One look at all open eDiscovery cases, request by request.

Graph allows 5 requests a minute for an app and a tenant
(https://learn.microsoft.com/graph/throttling-limits), so a look at N cases takes 2 N + 1 requests
and as many times 12 seconds. Where it stands is a value that is stored after each request.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from engine.lookups.ports import CaseReader
from licensing.tenant.cases import Case, Hold


class ScanPhase(StrEnum):
    """What is read next."""

    CASES = "cases"
    CUSTODIANS = "custodians"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a look stands."""

    part: ScanPhase = ScanPhase.CASES
    #: The next page, where a page is not the first.
    link: str | None = None
    #: Id and name of each case that was found.
    cases: tuple[tuple[str, str], ...] = ()
    #: Which of them is being read.
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
    """Read one back; the beginning where there is none."""
    if not body:
        return _BEGIN
    cases = tuple((id_, name) for id_, name in body["cases"])
    return Cursor(ScanPhase(body["part"]), body["link"], cases, body["at"])


_BEGIN: Final = Cursor()


@dataclass(frozen=True, slots=True)
class Step:
    """What one request brought."""

    #: Where the look stands now; None when it is complete.
    cursor: Cursor | None
    #: Who is in a case, for the ledger; None when nobody was read.
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
    return Step(_onward(cursor, found.link), members if found.members else None)


def _onward(cursor: Cursor, link: str | None) -> Cursor | None:
    if link:
        return Cursor(cursor.part, link, cursor.cases, cursor.at)
    if cursor.part is ScanPhase.CUSTODIANS:
        return Cursor(ScanPhase.SOURCES, None, cursor.cases, cursor.at)
    if cursor.at + 1 < len(cursor.cases):
        return Cursor(ScanPhase.CUSTODIANS, None, cursor.cases, cursor.at + 1)
    return None


def by_address(parts: list[Mapping[str, Any]]) -> dict[str, tuple[Case, ...]]:
    """The cases of each mail address, in folded case, from the parts of a look."""
    found: dict[str, tuple[Case, ...]] = {}
    for part in parts:
        for address, hold in part["members"]:
            key = address.casefold()
            case = Case(part["id"], part["name"], Hold(hold))
            found[key] = (*found.get(key, ()), case)
    return found
