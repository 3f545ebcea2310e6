"""Controls for directory roles: make one active or eligible (PIM), or remove it.

PUT /_sandbox/roles/{person}            {"role": "License Administrator", "state": "eligible"}
PUT /_sandbox/special-roles/{person}    {"role": "License Administrator", "people": ["<id>"]}
                                        {"actions": ["microsoft.directory/users/assignLicense"]}

A person is given by first name, object id or address; a role by name or template id; the state is
active, eligible or none. POST /_sandbox/reset restores the initial state.
"""

import json
import uuid

from aiohttp import web

from sandbox.organization.personas import PERSONAS
from sandbox.organization.roles import NAMES
from sandbox.refusal import Refusal
from sandbox.state import TENANT
from sandbox.tenant import RoleState, SpecialRole

_STATES: dict[str, RoleState] = {"active": "active", "eligible": "eligible", "none": "none"}


async def set_role(request: web.Request) -> web.Response:
    """Change one role of a person and return all of their roles."""
    tenant = request.app[TENANT]
    try:
        body = await request.json()
        role, state = _role(str(body["role"])), _STATES[str(body["state"])]
        person = tenant.person(person_key(request.match_info["person"])).id
    except (ValueError, TypeError, KeyError):
        raise _wrong("a role and a state (active, eligible, none) are expected") from None
    except Refusal:
        raise web.HTTPNotFound(text="No such person in this rehearsal.") from None
    tenant.set_role(person, role, state)
    return web.json_response(
        {
            "active": sorted(NAMES[role] for role in tenant.roles(person)),
            "eligible": sorted(NAMES[role] for role in tenant.eligible(person)),
        }
    )


async def set_special_role(request: web.Request) -> web.Response:
    """Give a person a custom role or one for a unit; an empty body removes it."""
    tenant = request.app[TENANT]
    try:
        body = await request.json()
        person = tenant.person(person_key(request.match_info["person"])).id
        actions = tuple(str(action) for action in body.get("actions", ()))
        definition = str(uuid.uuid5(uuid.UUID(person), "custom")) if actions else None
        if body and definition is None:
            definition = _role(str(body["role"]))
        people = body.get("people")
    except (ValueError, TypeError, KeyError, AttributeError):
        raise _wrong("a role or actions are expected, and people for a unit") from None
    except Refusal:
        raise web.HTTPNotFound(text="No such person in this rehearsal.") from None
    role = None
    if definition is not None:
        unit = "/" if people is None else "/administrativeUnits/" + str(uuid.UUID(int=1))
        some = None if people is None else frozenset(map(str, people))
        role = SpecialRole(definition, actions, unit, some)
    tenant.set_special_role(person, role)
    return web.json_response({"special": role is not None})


def person_key(person: str) -> str:
    """Return the key of a person in the tenant; a persona's first name is accepted."""
    first_names = {p.name.partition(" ")[0].lower(): p.oid for p in PERSONAS}
    return first_names.get(person, person)


def _role(key: str) -> str:
    """Return the role's template id; raises KeyError."""
    by_name = {name.casefold(): template for template, name in NAMES.items()}
    return key if key in NAMES else by_name[key.casefold()]


def _wrong(message: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=json.dumps({"error": message}), content_type="application/json")


def setup(app: web.Application) -> None:
    """Mount the control."""
    app.router.add_put("/_sandbox/roles/{person}", set_role)
    app.router.add_put("/_sandbox/special-roles/{person}", set_special_role)
