"""A person's manager, direct reports and membership in given groups."""

import json
from typing import Any

from aiohttp import web

from sandbox.graph.callers import me
from sandbox.graph.errors import json_answer
from sandbox.graph.odata.listing import Listing, base, context
from sandbox.graph.odata.options import read_options
from sandbox.graph.user_type import user_type
from sandbox.organization.organization import Account
from sandbox.refusal import Refusal, not_found
from sandbox.state import TENANT

_USER = "#microsoft.graph.user"
#: https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups
_MOST_GROUPS = 20


async def manager(request: web.Request) -> web.Response:
    """GET …/manager; 404 for a person without one.

    https://learn.microsoft.com/graph/api/user-list-manager
    """
    tenant = request.config_dict[TENANT]
    found = tenant.org_chart.manager(_target_user(request).id)
    if found is None:
        raise not_found("manager")
    options = read_options(request)
    shown = Listing([tenant.person(found)], user_type(tenant), options).page(request)["value"][0]
    named = context(request, "directoryObjects", options.select, "/$entity")
    return json_answer({"@odata.context": named, "@odata.type": _USER, **shown})


async def direct_reports(request: web.Request) -> web.Response:
    """GET …/directReports.

    https://learn.microsoft.com/graph/api/user-list-directreports
    """
    tenant = request.config_dict[TENANT]
    reports = tenant.org_chart.reports(_target_user(request).id)
    body = Listing(reports, user_type(tenant), read_options(request)).page(request)
    body["@odata.context"] = context(request, "directoryObjects", read_options(request).select)
    body["value"] = [{"@odata.type": _USER, **shown} for shown in body["value"]]
    return json_answer(body)


async def check_member_groups(request: web.Request) -> web.Response:
    """POST …/checkMemberGroups: which of the given groups the person is in."""
    tenant = request.config_dict[TENANT]
    wanted = _group_ids(await request.read())
    own = set(tenant.org_chart.groups(_target_user(request)))
    named = f"{base(request)}/$metadata#Collection(Edm.String)"
    return json_answer({"@odata.context": named, "value": [g for g in wanted if g in own]})


def _group_ids(raw: bytes) -> list[str]:
    try:
        body: Any = json.loads(raw)
    except ValueError:
        body = None
    ids = body.get("groupIds") if isinstance(body, dict) else None
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise Refusal("Required parameter 'groupIds' is missing.")
    if len(ids) > _MOST_GROUPS:
        raise Refusal(f"Exceeded the maximum of {_MOST_GROUPS} ids in one request.")
    return ids


def _target_user(request: web.Request) -> Account:
    key = request.match_info.get("user")
    return request.config_dict[TENANT].person(me(request) if key is None else key)
