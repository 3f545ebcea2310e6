"""GET /directoryRoles: the roles that are in use in the tenant, and their members.

https://learn.microsoft.com/graph/api/directoryrole-list-members. Neither supports paging.
"""

from typing import Any

from aiohttp import web

from sandbox.graph.errors import json_answer
from sandbox.graph.odata.listing import Listing, context
from sandbox.graph.odata.matching import unsupported
from sandbox.graph.odata.options import read_options
from sandbox.graph.user_type import user_type
from sandbox.organization.roles import NAMES, role_id
from sandbox.refusal import not_found
from sandbox.state import TENANT


async def list_roles(request: web.Request) -> web.Response:
    """Return the roles that someone has had."""
    if set(request.query):
        raise unsupported()
    tenant = request.config_dict[TENANT]
    value = [
        {
            "id": role_id(tenant.organization.tenant, template),
            "displayName": NAMES.get(template, template),
            "description": None,
            "roleTemplateId": template,
        }
        for template in sorted(tenant.roles_in_use())
    ]
    return json_answer({"@odata.context": context(request, "directoryRoles", None), "value": value})


async def list_members(request: web.Request) -> web.Response:
    """Return who has a role active, each with its type."""
    tenant = request.config_dict[TENANT]
    ids = {role_id(tenant.organization.tenant, one): one for one in tenant.roles_in_use()}
    role = ids.get(request.match_info["role"])
    if role is None:
        raise not_found(request.match_info["role"])
    members = [person for person in tenant.people if role in tenant.roles(person.id)]
    shown = Listing(members, user_type(tenant), read_options(request)).page(request)["value"]
    value: list[dict[str, Any]] = [{"@odata.type": "#microsoft.graph.user", **one} for one in shown]
    named = context(request, "directoryObjects", None)
    return json_answer({"@odata.context": named, "value": value})
