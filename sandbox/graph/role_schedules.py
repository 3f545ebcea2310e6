"""GET /roleManagement/directory/roleDefinitions, and …ScheduleInstances/filterByCurrentUser.

Eligible roles can be activated in Privileged Identity Management.
https://learn.microsoft.com/graph/api/unifiedroleeligibilityscheduleinstance-filterbycurrentuser
"""

import uuid
from typing import Any

from aiohttp import web

from sandbox.graph.callers import me
from sandbox.graph.errors import json_answer
from sandbox.graph.odata.listing import context
from sandbox.graph.odata.matching import unsupported
from sandbox.organization.roles import NAMES
from sandbox.refusal import Refusal
from sandbox.state import TENANT
from sandbox.tenant import SpecialRole

_KINDS = {
    "roleEligibilityScheduleInstances": "roleEligibilityScheduleId",
    "roleAssignmentScheduleInstances": "roleAssignmentScheduleId",
}


async def list_definitions(request: web.Request) -> web.Response:
    """GET /roleManagement/directory/roleDefinitions: the built-in roles, by their templates' ids.

    Only `$top` is supported (https://learn.microsoft.com/graph/api/rbacapplication-list-roledefinitions).
    """
    top = request.query.get("$top", "100")
    if set(request.query) - {"$top"} or not top.isdecimal():
        raise unsupported()
    value = [
        {"id": role, "templateId": role, "displayName": name, "isBuiltIn": True, "isEnabled": True}
        for role, name in sorted(NAMES.items())
    ]
    named = context(request, "roleManagement/directory/roleDefinitions", None)
    return json_answer({"@odata.context": named, "value": value[: int(top)]})


async def mine(request: web.Request) -> web.Response:
    """Return the caller's own eligible or active roles."""
    kind, on = request.match_info["schedule"], request.match_info["on"]
    if kind not in _KINDS:
        raise web.HTTPNotFound
    if on != "principal":
        raise Refusal(f"The value '{on}' of the parameter 'on' is not valid.", code="BadRequest")
    unknown = set(request.query) - {"$select", "$top", "$expand"}
    if unknown or request.query.get("$expand", "roleDefinition") != "roleDefinition":
        raise unsupported()
    tenant, person = request.config_dict[TENANT], me(request)
    eligible = kind == "roleEligibilityScheduleInstances"
    roles = tenant.eligible(person) if eligible else tenant.roles(person)
    expanded = "$expand" in request.query
    value = [_instance(kind, person, role, expanded) for role in sorted(roles)]
    special = None if eligible else tenant.special_role(person)
    if special is not None:
        value.append(_special(kind, person, special, expanded))
    named = context(request, f"roleManagement/directory/{kind}", None)
    return json_answer({"@odata.context": named, "value": value})


def _special(kind: str, person: str, role: SpecialRole, expanded: bool) -> dict[str, Any]:
    instance = _instance(kind, person, role.definition, expanded)
    instance["directoryScopeId"] = role.scope
    if expanded and role.actions:
        instance["roleDefinition"] |= {
            "isBuiltIn": False,
            "rolePermissions": [{"allowedResourceActions": list(role.actions), "condition": None}],
        }
    return instance


def _instance(kind: str, person: str, role: str, expanded: bool) -> dict[str, Any]:
    id_ = str(uuid.uuid5(uuid.UUID(person), kind + role))
    instance: dict[str, Any] = {
        "id": id_,
        "principalId": person,
        # A built-in role's definition has the id of its template.
        "roleDefinitionId": role,
        "directoryScopeId": "/",
        "appScopeId": None,
        "startDateTime": "2026-01-05T08:00:00Z",
        "endDateTime": None,
        "memberType": "Direct",
        _KINDS[kind]: id_,
    }
    if kind == "roleAssignmentScheduleInstances":
        instance |= {"assignmentType": "Assigned", "roleAssignmentOriginId": id_}
    if expanded:
        name = NAMES.get(role, "License helper")
        definition = {"id": role, "templateId": role, "displayName": name, "isBuiltIn": True}
        instance["roleDefinition"] = definition
    return instance
