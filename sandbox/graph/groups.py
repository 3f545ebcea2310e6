"""GET /groups, one group, and its members."""

from typing import Any

from aiohttp import web

from sandbox.graph.errors import json_answer
from sandbox.graph.group_type import group_type
from sandbox.graph.odata.listing import Listing, context
from sandbox.graph.odata.matching import unsupported
from sandbox.graph.odata.options import read_options
from sandbox.graph.user_type import user_type
from sandbox.state import TENANT


async def list_groups(request: web.Request) -> web.Response:
    """GET /groups."""
    groups = request.config_dict[TENANT].organization.groups
    return json_answer(Listing(groups, group_type(), read_options(request)).page(request))


async def get_group(request: web.Request) -> web.Response:
    """GET /groups/{id}."""
    group = request.config_dict[TENANT].group(request.match_info["group"])
    options = read_options(request)
    shown = Listing([group], group_type(), options).page(request)["value"][0]
    named = context(request, "groups", options.select, "/$entity")
    return json_answer({"@odata.context": named, **shown})


async def list_members(request: web.Request) -> web.Response:
    """GET /groups/{id}/members and …/transitiveMembers: people, with their type.

    No group here contains a group, so both are the same.
    """
    body = _members(request)
    body["@odata.context"] = context(request, "directoryObjects", read_options(request).select)
    body["value"] = [{"@odata.type": "#microsoft.graph.user", **shown} for shown in body["value"]]
    return json_answer(body)


async def list_people(request: web.Request) -> web.Response:
    """GET …/microsoft.graph.user: the cast requires an advanced query.

    https://learn.microsoft.com/graph/api/group-list-transitivemembers
    """
    if not read_options(request).advanced:
        raise unsupported()
    return json_answer(_members(request))


def _members(request: web.Request) -> dict[str, Any]:
    tenant = request.config_dict[TENANT]
    members = tenant.org_chart.members(tenant.group(request.match_info["group"]).id)
    return Listing(members, user_type(tenant), read_options(request)).page(request)
