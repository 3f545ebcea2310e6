"""GET /roleManagement/directory/roleDefinitions: the directory roles.

https://learn.microsoft.com/graph/api/rbacapplication-list-roledefinitions
"""

from aiohttp import web

from sandbox.graph.errors import json_answer
from sandbox.graph.listing import context
from sandbox.graph.matching import unsupported
from sandbox.organization.roles import NAMES


async def list_definitions(request: web.Request) -> web.Response:
    """The built-in roles, whose ids are those of their templates. Only `$top` is supported."""
    top = request.query.get("$top", "100")
    if set(request.query) - {"$top"} or not top.isdecimal():
        raise unsupported()
    value = [
        {"id": role, "templateId": role, "displayName": name, "isBuiltIn": True, "isEnabled": True}
        for role, name in sorted(NAMES.items())
    ]
    named = context(request, "roleManagement/directory/roleDefinitions", None)
    return json_answer({"@odata.context": named, "value": value[: int(top)]})
