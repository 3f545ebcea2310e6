"""eDiscovery cases and the people in them, one request at a time.

https://learn.microsoft.com/graph/api/resources/security-ediscoverycase. Version 1.0 of Graph knows
custodians and other data sources, with whether a hold applies to each, and hold policies with the
mailboxes in them. Today's cases may have hold policies only. Graph knows no litigation holds and no
retention policies.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from graph.client.errors import no_case_role
from graph.client.parsing import Json, objects, text
from graph.client.requests import Listing, request_config
from graph.client.sdk import CasesQuery, CustodiansQuery, SourcesQuery
from graph.client.session import Session
from licensing.errors import NotAllowed, UnreadAnswer
from licensing.tenant.cases import CasePage, Hold, HoldPage, MemberPage

#: Cases that are closed. Any other state, also one that Graph adds one day, may still matter.
_CLOSED: Final = frozenset({"closed"})
#: People who were released from a case.
_RELEASED: Final = frozenset({"released"})
_HOLDS: Final = {
    "applied": Hold.APPLIED,
    "applying": Hold.APPLIED,
    "partial": Hold.APPLIED,
    "removing": Hold.APPLIED,
    "notApplied": Hold.NONE,
}
_TOP: Final = 100


class CaseReader:
    """Cases as one person, or the app, may see them. Everything raises `TenantError`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._cases = session.client.security.cases.ediscovery_cases
        self._root = f"{session.acting.root}/security/cases/ediscoveryCases"

    async def cases(self, link: str | None) -> CasePage:
        """A page of the open cases."""
        query = CasesQuery(select=["id", "displayName", "status"], top=_TOP)
        body = await self._page(self._cases, query, link)
        found = (
            (id_, text(raw, "displayName") or id_)
            for raw in objects(body, "value")
            if (id_ := text(raw, "id")) and text(raw, "status") not in _CLOSED
        )
        return CasePage(tuple(found), text(body, "@odata.nextLink"))

    async def custodians(self, case: str, link: str | None) -> MemberPage:
        """A page of the custodians of a case."""
        query = CustodiansQuery(select=["id", "email", "status", "holdStatus"], top=_TOP)
        listing = self._cases.by_ediscovery_case_id(case).custodians
        body = await self._page(listing, query, link)
        return MemberPage(tuple(_members(objects(body, "value"))), text(body, "@odata.nextLink"))

    async def sources(self, case: str, link: str | None) -> MemberPage:
        """A page of the mailboxes that are searched without being in anyone's custody."""
        query = SourcesQuery(expand=["dataSource"], top=_TOP)
        listing = self._cases.by_ediscovery_case_id(case).noncustodial_data_sources
        body = await self._page(listing, query, link)
        found = (_with_address(raw) for raw in objects(body, "value"))
        return MemberPage(tuple(_members(found)), text(body, "@odata.nextLink"))

    async def holds(self, case: str, link: str | None) -> HoldPage:
        """A page of the hold policies of a case.

        https://learn.microsoft.com/graph/api/security-ediscoverycase-list-legalholds; msgraph-sdk
        has no builder for it.
        """
        body = await self._page(self._cases, None, link or self._holds(case))
        found = (
            (id_, _state(raw.get("isEnabled")))
            for raw in objects(body, "value")
            if (id_ := text(raw, "id"))
        )
        return HoldPage(tuple(found), text(body, "@odata.nextLink"))

    async def held(self, case: str, hold: str, state: Hold, link: str | None) -> MemberPage:
        """A page of the mailboxes in a hold policy, each with the policy's state."""
        url = f"{self._holds(case)}/{quote(hold, safe='')}/userSources"
        body = await self._page(self._cases, None, link or url)
        addresses = (text(raw, "email") for raw in objects(body, "value"))
        found = tuple((address, state) for address in addresses if address)
        return MemberPage(found, text(body, "@odata.nextLink"))

    def _holds(self, case: str) -> str:
        return f"{self._root}/{quote(case, safe='')}/legalHolds"

    async def _page(self, listing: Listing, query: object, link: str | None) -> Json:
        try:
            if link is not None:
                return await self._session.read_object(listing.with_url(link).get, request_config())
            return await self._session.read_object(listing.get, request_config(query))
        except UnreadAnswer as error:
            if no_case_role(error):
                raise NotAllowed(error.answer) from error
            raise


def _state(enabled: object) -> Hold:
    if not isinstance(enabled, bool):
        return Hold.UNKNOWN
    return Hold.APPLIED if enabled else Hold.NONE


def _members(found: Iterable[Json]) -> Iterable[tuple[str, Hold]]:
    for raw in found:
        address = text(raw, "email")
        if address and text(raw, "status") not in _RELEASED:
            yield address, _HOLDS.get(text(raw, "holdStatus") or "", Hold.UNKNOWN)


def _with_address(raw: Json) -> Json:
    """Sites have no address, and are no one's."""
    source = raw.get("dataSource")
    email = source.get("email") if isinstance(source, dict) else None
    return {**raw, "email": email}
