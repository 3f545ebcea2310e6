"""POST /users/{id}/assignLicense: add and remove licenses, all or none."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.graph.callers import caller, check_may_assign
from sandbox.graph.errors import json_answer
from sandbox.graph.odata.listing import context
from sandbox.graph.user_type import DEFAULT, assigned_licenses, user_type
from sandbox.organization.rules import Addition, Change
from sandbox.refusal import Refusal
from sandbox.state import TENANT


async def assign_license(request: web.Request) -> web.Response:
    """Change a person's licenses as the caller."""
    tenant = request.config_dict[TENANT]
    key, actor = request.match_info["user"], caller(request).person
    change = read_change(_json(await request.read()))
    try:
        check_may_assign(request, key)
    except Refusal as refusal:
        tenant.record(key, change, actor, refusal.status, refusal.message)
        raise
    account = tenant.change(key, change, actor)
    shown = user_type(tenant).shown(account, DEFAULT)
    shown["assignedLicenses"] = assigned_licenses(tenant.actual(account.id))
    named = context(request, "users", None, "/$entity")
    return json_answer({"@odata.context": named, **shown})


def read_change(body: Mapping[str, Any]) -> Change:
    """Parse the change; raises Refusal (400). Both arrays are required."""
    missing = [name for name in ("addLicenses", "removeLicenses") if body.get(name) is None]
    if missing:
        raise Refusal(
            "One or more parameters of the operation 'assignLicense' are missing from the request "
            f"payload. The missing parameters are: {', '.join(missing)}."
        )
    add, remove = body["addLicenses"], body["removeLicenses"]
    if not isinstance(add, list) or not isinstance(remove, list):
        raise _unreadable()
    return Change(
        tuple(_addition(item) for item in add), tuple(_guid(product) for product in remove)
    )


def _addition(item: Any) -> Addition:
    if not isinstance(item, dict):
        raise _unreadable()
    disabled = item.get("disabledPlans") or []
    if not isinstance(disabled, list):
        raise _unreadable()
    return Addition(_guid(item.get("skuId")), tuple(sorted(_guid(plan) for plan in disabled)))


def _guid(value: Any) -> str:
    try:
        return str(uuid.UUID(value))
    except (ValueError, AttributeError, TypeError) as error:
        raise Refusal(
            f"Cannot convert the literal '{value}' to the expected type 'Edm.Guid'.",
            code="BadRequest",
        ) from error


def _json(raw: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise _unreadable() from error
    if not isinstance(body, dict):
        raise _unreadable()
    return body


def _unreadable() -> Refusal:
    return Refusal(
        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload "
        "is of valid JSON format.",
        code="BadRequest",
    )
