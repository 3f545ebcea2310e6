"""Controls for groups and managers, as if changed in the admin center.

PUT /_sandbox/members/{group}/{person}    {"member": false}
PUT /_sandbox/managers/{person}           {"manager": "adele"}, or null for none

A person is given by first name, object id or address; a group by name or object id. POST
/_sandbox/reset restores the initial state.
"""

import json

from aiohttp import web

from sandbox.controls.role_controls import person_key
from sandbox.refusal import Refusal
from sandbox.state import TENANT
from sandbox.tenant import Tenant


async def set_member(request: web.Request) -> web.Response:
    """Add a person to a group or remove them."""
    tenant = request.app[TENANT]
    member = await _value(request, "member")
    group = _group(tenant, request.match_info["group"])
    person = _person(tenant, request.match_info["person"])
    tenant.org_chart.set_member(group, person, member=bool(member))
    return web.Response(status=204)


async def set_manager(request: web.Request) -> web.Response:
    """Set or clear a person's manager."""
    tenant = request.app[TENANT]
    manager = await _value(request, "manager")
    person = _person(tenant, request.match_info["person"])
    tenant.org_chart.set_manager(person, None if manager is None else _person(tenant, str(manager)))
    return web.Response(status=204)


async def _value(request: web.Request, key: str) -> object:
    try:
        return (await request.json())[key]
    except (ValueError, TypeError, KeyError):
        message = json.dumps({"error": f"{key} is expected"})
        raise web.HTTPBadRequest(text=message, content_type="application/json") from None


def _group(tenant: Tenant, key: str) -> str:
    names = {group.name.casefold(): group.id for group in tenant.groups.values()}
    found = key if key in tenant.groups else names.get(key.casefold())
    if found is None:
        raise web.HTTPNotFound(text="No such group in this rehearsal.")
    return found


def _person(tenant: Tenant, key: str) -> str:
    try:
        return tenant.person(person_key(key)).id
    except Refusal:
        raise web.HTTPNotFound(text="No such person in this rehearsal.") from None


def setup(app: web.Application) -> None:
    """Mount the controls."""
    app.router.add_put("/_sandbox/members/{group}/{person}", set_member)
    app.router.add_put("/_sandbox/managers/{person}", set_manager)
