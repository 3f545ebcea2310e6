"""A scan of all open eDiscovery cases, request by request.

Graph allows 5 requests a minute for an app and a tenant
(https://learn.microsoft.com/graph/throttling-limits), so a scan of N cases with H hold policies
takes 3 N + H + 1 requests, 12 seconds apart. Its cursor is stored after each request.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, Protocol

from licensing.errors import TenantError
from licensing.tenant.cases import Case, CasePage, Hold, HoldPage, MemberPage

#: Failures in a row of one request, and beginnings of one list, before something is skipped.
MOST_FAILURES: Final = 5
MOST_RESTARTS: Final = 3
#: The status of what was deleted.
_GONE: Final = 404


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

    async def holds(self, case: str, link: str | None) -> HoldPage:
        """A page of the hold policies of a case."""

    async def held(self, case: str, hold: str, state: Hold, link: str | None) -> MemberPage:
        """A page of the mailboxes in a hold policy that is in this state."""


class ScanPhase(StrEnum):
    """What is read next."""

    CASES = "cases"
    CUSTODIANS = "custodians"
    SOURCES = "sources"
    HOLDS = "holds"
    HELD = "held"


#: Parts whose 404 means that the case itself is gone.
_OF_CASE: Final = frozenset({ScanPhase.CUSTODIANS, ScanPhase.SOURCES})


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
    #: How often the request for this place failed in a row.
    failures: int = 0
    #: How often this list was restarted because its link had expired.
    restarts: int = 0
    #: Whether something could not be read and was skipped.
    partial: bool = False
    #: How often in a row scans came to nothing before this one.
    refusals: int = 0
    #: Id and state of each hold policy of the case that is read; the first one is read next.
    holds: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the ledger."""
        return {
            "part": self.part,
            "link": self.link,
            "cases": [list(case) for case in self.cases],
            "at": self.at,
            "failures": self.failures,
            "restarts": self.restarts,
            "partial": self.partial,
            "refusals": self.refusals,
            "holds": [list(hold) for hold in self.holds],
        }


def read_cursor(body: Mapping[str, Any]) -> Cursor:
    """Read a cursor back; an empty body is the beginning."""
    if "part" not in body:
        return replace(_BEGIN, refusals=body.get("refusals", 0))
    cases = tuple((id_, name) for id_, name in body["cases"])
    return Cursor(
        ScanPhase(body["part"]),
        body["link"],
        cases,
        body["at"],
        body["failures"],
        body["restarts"],
        partial=body["partial"],
        refusals=body["refusals"],
        holds=tuple((id_, state) for id_, state in body.get("holds", ())),
    )


_BEGIN: Final = Cursor()


@dataclass(frozen=True, slots=True)
class Step:
    """The result of one request."""

    #: How far the scan is now; None when it is complete.
    cursor: Cursor | None
    #: The members of a case, for the ledger; None when there are none.
    members: dict[str, Any] | None = None
    #: Whether something could not be read, once the scan is complete.
    partial: bool = False


async def step(reader: CaseReader, cursor: Cursor) -> Step:
    """Make one request; raises `TenantError`."""
    if cursor.part is ScanPhase.CASES:
        page = await reader.cases(cursor.link)
        cases = cursor.cases + page.cases
        if page.link:
            return Step(replace(cursor, link=page.link, cases=cases, failures=0))
        return Step(Cursor(ScanPhase.CUSTODIANS, None, cases) if cases else None)
    case, name = cursor.cases[cursor.at]
    if cursor.part is ScanPhase.HOLDS:
        policies = await reader.holds(case, cursor.link)
        holds = cursor.holds + tuple((id_, str(state)) for id_, state in policies.holds)
        after = _next(replace(cursor, holds=holds), policies.link)
        return Step(after, partial=cursor.partial)
    found = await _read(reader, cursor, case)
    members = {"id": case, "name": name, "members": [[a, h] for a, h in found.members]}
    after = _next(cursor, found.link)
    return Step(after, members if found.members else None, cursor.partial)


async def _read(reader: CaseReader, cursor: Cursor, case: str) -> MemberPage:
    if cursor.part is ScanPhase.HELD:
        hold, state = cursor.holds[0]
        return await reader.held(case, hold, Hold(state), cursor.link)
    read = reader.custodians if cursor.part is ScanPhase.CUSTODIANS else reader.sources
    return await read(case, cursor.link)


def after_failure(cursor: Cursor, error: TenantError) -> Step | None:
    """Where a scan goes on after a request failed; None where it comes to nothing for now.

    A request that may succeed later is made again, a few times. A link that has expired begins its
    list again. Otherwise the part of that case is skipped, so that one case holds up no other.
    Where Graph has no hold policies at all, nothing was missed of what custodians and sources tell.
    """
    if error.passing and cursor.failures + 1 < MOST_FAILURES:
        return Step(replace(cursor, failures=cursor.failures + 1))
    if not error.passing and cursor.link is not None and cursor.restarts < MOST_RESTARTS:
        cases = () if cursor.part is ScanPhase.CASES else cursor.cases
        holds = () if cursor.part is ScanPhase.HOLDS else cursor.holds
        again = replace(cursor, link=None, cases=cases, holds=holds, failures=0)
        return Step(replace(again, restarts=cursor.restarts + 1))
    if cursor.part is ScanPhase.CASES:
        return None
    if error.answer.status == _GONE:
        # A case that was deleted meanwhile is open no longer.
        last = replace(cursor, part=ScanPhase.HOLDS, holds=())
        after = _next(last if cursor.part in _OF_CASE else cursor, None)
        return Step(after, partial=cursor.partial)
    if cursor.part is ScanPhase.HOLDS and not error.passing:
        return Step(_next(replace(cursor, holds=()), None), partial=cursor.partial)
    return Step(_next(replace(cursor, partial=True), None), partial=True)


def _next(cursor: Cursor, link: str | None) -> Cursor | None:
    read = replace(cursor, link=None, failures=0, restarts=0)
    if link:
        return replace(cursor, link=link, failures=0)
    if cursor.part is ScanPhase.CUSTODIANS:
        return replace(read, part=ScanPhase.SOURCES)
    if cursor.part is ScanPhase.SOURCES:
        return replace(read, part=ScanPhase.HOLDS)
    if cursor.part is ScanPhase.HELD:
        read = replace(read, holds=cursor.holds[1:])
    if read.holds:
        return replace(read, part=ScanPhase.HELD)
    if cursor.at + 1 < len(cursor.cases):
        return replace(read, part=ScanPhase.CUSTODIANS, at=cursor.at + 1)
    return None


def by_address(parts: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Case, ...]]:
    """The cases of each mail address, case-folded, from the members that a scan stored."""
    found: dict[str, tuple[Case, ...]] = {}
    for part in parts:
        for address, hold in part["members"]:
            key = address.casefold()
            case = Case(part["id"], part["name"], Hold(hold))
            # A restarted list is stored twice.
            if case not in found.get(key, ()):
                found[key] = (*found.get(key, ()), case)
    return found
