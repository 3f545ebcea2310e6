"""GET /security/cases/ediscoveryCases, and custodians, data sources and hold policies of one.

https://learn.microsoft.com/graph/api/security-casesroot-list-ediscoverycases
"""

import uuid
from typing import Any

from aiohttp import web

from sandbox.graph.callers import caller
from sandbox.graph.errors import json_answer
from sandbox.graph.odata.listing import Listing
from sandbox.graph.odata.options import read_options
from sandbox.graph.resource_types import Property, ResourceType, flag, text
from sandbox.organization.ediscovery import Case, Custodian, HoldPolicy
from sandbox.refusal import not_found
from sandbox.state import TENANT

_SPACE = uuid.UUID("aaaaaaaa-0000-4000-8000-00000000ca5e")
_CREATED = "2026-02-02T10:00:00Z"


async def list_cases(request: web.Request) -> web.Response:
    """GET /security/cases/ediscoveryCases: those that the caller may see."""
    return _listed(request, _seen(request), _case_kind())


async def list_custodians(request: web.Request) -> web.Response:
    """GET …/custodians."""
    return _listed(request, _case(request).custodians, _custodian_kind())


async def list_sources(request: web.Request) -> web.Response:
    """GET …/noncustodialDataSources; `$expand=dataSource` names the mailboxes."""
    expanded = "dataSource" in request.query.get("$expand", "")
    return _listed(request, _case(request).sources, _source_kind(expanded=expanded))


async def list_holds(request: web.Request) -> web.Response:
    """GET …/legalHolds."""
    return _listed(request, _case(request).holds, _hold_kind())


async def list_held(request: web.Request) -> web.Response:
    """GET …/legalHolds/{hold}/userSources."""
    key = request.match_info["hold"]
    found = next((hold for hold in _case(request).holds if _hold_id(hold) == key), None)
    if found is None:
        raise not_found(key)
    return _listed(request, found.people, _user_source_kind())


def _listed(request: web.Request, items: Any, kind: ResourceType[Any]) -> web.Response:
    body = Listing(items, kind, read_options(request)).page(request)
    # This service always counts.
    return json_answer({**body, "@odata.count": len(items)})


def _seen(request: web.Request) -> tuple[Case, ...]:
    purview = request.config_dict[TENANT].organization.purview
    return purview.seen_by(caller(request).person)


def _case(request: web.Request) -> Case:
    key = request.match_info["case"]
    found = next((case for case in _seen(request) if case.id == key), None)
    if found is None:
        raise not_found(key)
    return found


def _case_kind() -> ResourceType[Case]:
    properties: dict[str, Property[Case]] = {
        "id": flag(lambda c: c.id),
        "displayName": text(lambda c: c.name),
        "description": Property(lambda _: ""),
        "status": flag(lambda c: c.status),
        "externalId": Property(lambda _: ""),
        "createdDateTime": Property(lambda _: _CREATED),
        "lastModifiedDateTime": Property(lambda _: _CREATED),
        "closedDateTime": Property(lambda c: _CREATED if c.status == "closed" else None),
        "closedBy": Property(lambda _: None),
    }
    return ResourceType(
        "security/cases/ediscoveryCases",
        "microsoft.graph.security.ediscoveryCase",
        properties,
        tuple(properties),
    )


def _custodian_kind() -> ResourceType[Custodian]:
    properties: dict[str, Property[Custodian]] = {
        "id": flag(lambda c: str(uuid.uuid5(_SPACE, c.email))),
        "displayName": text(lambda c: c.name),
        "email": text(lambda c: c.email),
        "status": flag(lambda c: c.status),
        "holdStatus": flag(lambda c: c.hold),
        "createdDateTime": Property(lambda _: _CREATED),
        "lastModifiedDateTime": Property(lambda _: _CREATED),
        "acknowledgedDateTime": Property(lambda _: None),
        "releasedDateTime": Property(lambda c: _CREATED if c.status == "released" else None),
    }
    return ResourceType(
        "security/cases/ediscoveryCases/custodians",
        "microsoft.graph.security.ediscoveryCustodian",
        properties,
        tuple(properties),
    )


def _source_kind(*, expanded: bool) -> ResourceType[Custodian]:
    properties: dict[str, Property[Custodian]] = {
        "id": flag(lambda c: str(uuid.uuid5(_SPACE, f"source {c.email}"))),
        "displayName": text(lambda c: c.name),
        "status": flag(lambda c: c.status),
        "holdStatus": flag(lambda c: c.hold),
        "createdDateTime": Property(lambda _: _CREATED),
        "lastModifiedDateTime": Property(lambda _: _CREATED),
        "releasedDateTime": Property(lambda _: None),
    }
    if expanded:
        properties["dataSource"] = Property(_data_source)
    return ResourceType(
        "security/cases/ediscoveryCases/noncustodialDataSources",
        "microsoft.graph.security.ediscoveryNoncustodialDataSource",
        properties,
        tuple(properties),
    )


def _hold_id(hold: HoldPolicy) -> str:
    return str(uuid.uuid5(_SPACE, f"hold {hold.name}"))


def _hold_kind() -> ResourceType[HoldPolicy]:
    properties: dict[str, Property[HoldPolicy]] = {
        "id": flag(_hold_id),
        "displayName": text(lambda h: h.name),
        "description": Property(lambda _: ""),
        "isEnabled": Property(lambda h: h.enabled),
        "status": Property(lambda _: "success"),
        "errors": Property(lambda _: []),
        "contentQuery": Property(lambda _: ""),
        "createdDateTime": Property(lambda _: _CREATED),
        "lastModifiedDateTime": Property(lambda _: _CREATED),
    }
    return ResourceType(
        "security/cases/ediscoveryCases/legalHolds",
        "microsoft.graph.security.ediscoveryHoldPolicy",
        properties,
        tuple(properties),
    )


def _user_source_kind() -> ResourceType[Custodian]:
    properties: dict[str, Property[Custodian]] = {
        "id": flag(lambda c: str(uuid.uuid5(_SPACE, f"held {c.email}"))),
        "displayName": text(lambda c: c.name),
        "email": text(lambda c: c.email),
        "includedSources": Property(lambda _: "mailbox"),
        "createdDateTime": Property(lambda _: _CREATED),
    }
    return ResourceType(
        "security/cases/ediscoveryCases/legalHolds/userSources",
        "microsoft.graph.security.userSource",
        properties,
        tuple(properties),
    )


def _data_source(source: Custodian) -> dict[str, Any]:
    return {
        "@odata.type": "#microsoft.graph.security.userSource",
        "id": str(uuid.uuid5(_SPACE, f"mailbox {source.email}")),
        "displayName": source.name,
        "email": source.email,
        "includedSources": "mailbox",
        "createdDateTime": _CREATED,
    }
