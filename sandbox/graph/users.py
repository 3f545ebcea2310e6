"""GET /users and the resources below a user, /me included."""

import uuid
from typing import Any

from aiohttp import web

from sandbox.graph.callers import me
from sandbox.graph.errors import json_answer
from sandbox.graph.group_type import group_type
from sandbox.graph.odata.listing import Listing, context
from sandbox.graph.odata.matching import unsupported
from sandbox.graph.odata.options import read_options
from sandbox.graph.resource_types import ResourceType
from sandbox.graph.user_type import user_type
from sandbox.organization.organization import Account
from sandbox.organization.products import Product
from sandbox.organization.roles import NAMES, role_id
from sandbox.refusal import Refusal
from sandbox.state import TENANT
from sandbox.tenant import Tenant

_ROLE = "#microsoft.graph.directoryRole"
_GROUP = "#microsoft.graph.group"


async def list_users(request: web.Request) -> web.Response:
    """GET /users."""
    return json_answer(_people(request).page(request))


async def count_users(request: web.Request) -> web.Response:
    """GET /users/$count: plain text, as an advanced query only."""
    if not read_options(request).eventual:
        raise Refusal("$count is not currently supported.")
    return web.Response(text=str(_people(request).count()))


async def get_user(request: web.Request) -> web.Response:
    """GET /users/{id or user principal name} and GET /me."""
    tenant = request.config_dict[TENANT]
    account = _target_user(request)
    options = read_options(request)
    listing = Listing([account], user_type(tenant), options)
    shown = listing.page(request)["value"][0]
    named = context(request, "users", options.select, "/$entity")
    return json_answer({"@odata.context": named, **shown})


async def license_details(request: web.Request) -> web.Response:
    """GET /users/{id}/licenseDetails: each product once, with its service plans."""
    tenant = request.config_dict[TENANT]
    account = _target_user(request)
    named = context(request, f"users('{account.id}')/licenseDetails", None)
    return json_answer({"@odata.context": named, "value": _details(tenant, account)})


async def member_of(request: web.Request) -> web.Response:
    """GET …/memberOf and …/transitiveMemberOf: directory roles and groups."""
    account = _target_user(request)
    named = context(request, "directoryObjects", None)
    value = _roles(request, account) + _groups(request, account)
    return json_answer({"@odata.context": named, "value": value})


async def roles_of(request: web.Request) -> web.Response:
    """GET …/microsoft.graph.directoryRole: the cast requires an advanced query.

    https://learn.microsoft.com/graph/api/user-list-transitivememberof
    """
    return _cast(request, "directoryRoles", _roles(request, _target_user(request)))


async def groups_of(request: web.Request) -> web.Response:
    """GET …/microsoft.graph.group, likewise."""
    return _cast(request, "groups", _groups(request, _target_user(request)))


def _cast(request: web.Request, name: str, value: list[dict[str, Any]]) -> web.Response:
    options = read_options(request)
    if not options.advanced:
        raise unsupported()
    kept = [_selected(item, options.select) for item in value]
    named = context(request, name, options.select)
    return json_answer({"@odata.context": named, "@odata.count": len(kept), "value": kept})


def _selected(item: dict[str, Any], select: tuple[str, ...] | None) -> dict[str, Any]:
    if select is None:
        return item
    return {k: v for k, v in item.items() if k in select or k == "@odata.type"}


def _people(request: web.Request) -> Listing[Account]:
    tenant = request.config_dict[TENANT]
    kind: ResourceType[Account] = user_type(tenant)
    return Listing(tenant.people, kind, read_options(request), tenant.index)


def _target_user(request: web.Request) -> Account:
    """Return the user of the path; without one, the caller."""
    key = request.match_info.get("user")
    return request.config_dict[TENANT].person(me(request) if key is None else key)


def _roles(request: web.Request, account: Account) -> list[dict[str, Any]]:
    tenant = request.config_dict[TENANT]
    return [
        {
            "@odata.type": _ROLE,
            "id": role_id(tenant.organization.tenant, template),
            "displayName": NAMES.get(template, template),
            "description": None,
            "roleTemplateId": template,
        }
        for template in sorted(tenant.roles(account.id))
    ]


def _groups(request: web.Request, account: Account) -> list[dict[str, Any]]:
    tenant = request.config_dict[TENANT]
    kind = group_type()
    groups = (tenant.groups[group] for group in tenant.org_chart.groups(account))
    return [{"@odata.type": _GROUP, **kind.shown(group, None)} for group in groups]


def _details(tenant: Tenant, account: Account) -> list[dict[str, Any]]:
    off: dict[str, set[str]] = {}
    for assignment in tenant.assignments(account.id):
        disabled = set(assignment.disabled)
        off[assignment.product] = off.get(assignment.product, disabled) & disabled
    details = []
    for sku, disabled in off.items():
        product = tenant.products[sku]
        details.append(
            {
                "id": str(uuid.uuid5(uuid.UUID(account.id), sku)),
                "skuId": sku,
                "skuPartNumber": product.part,
                "servicePlans": service_plans(product, disabled),
            }
        )
    return details


def service_plans(product: Product, disabled: set[str]) -> list[dict[str, Any]]:
    """Return a product's service plans in Graph's format."""
    usable = product.usable_seats > 0
    return [
        {
            "servicePlanId": plan.id,
            "servicePlanName": plan.name,
            "provisioningStatus": "Success" if usable and plan.id not in disabled else "Disabled",
            "appliesTo": "Company" if plan.name == "EXCHANGE_S_FOUNDATION" else product.applies_to,
        }
        for plan in product.plans
    ]
