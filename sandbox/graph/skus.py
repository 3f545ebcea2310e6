"""GET /subscribedSkus: the tenant's products with seats and service plans."""

import uuid
from typing import Any

from aiohttp import web

from sandbox.graph.errors import json_answer
from sandbox.graph.odata.listing import context
from sandbox.graph.odata.matching import unsupported
from sandbox.graph.odata.options import read_options
from sandbox.graph.users import service_plans
from sandbox.organization.products import Product
from sandbox.refusal import not_found
from sandbox.state import TENANT
from sandbox.tenant import Tenant


async def list_skus(request: web.Request) -> web.Response:
    """GET /subscribedSkus. It supports $select only and has no pages.

    https://learn.microsoft.com/graph/api/subscribedsku-list
    """
    options = read_options(request)
    if options.filter or options.search or options.order:
        raise unsupported()
    tenant = request.config_dict[TENANT]
    skus = [_selected(_sku(tenant, p), options.select) for p in tenant.products.values()]
    named = context(request, "subscribedSkus", options.select)
    return json_answer({"@odata.context": named, "value": skus})


async def get_sku(request: web.Request) -> web.Response:
    """GET /subscribedSkus/{tenant id}_{sku id}."""
    tenant = request.config_dict[TENANT]
    options = read_options(request)
    key = request.match_info["sku"]
    product = tenant.products.get(key.rpartition("_")[2])
    if product is None or key != f"{tenant.organization.tenant}_{product.id}":
        raise not_found(key)
    named = context(request, "subscribedSkus", options.select, "/$entity")
    return json_answer(
        {"@odata.context": named, **_selected(_sku(tenant, product), options.select)}
    )


def _sku(tenant: Tenant, product: Product) -> dict[str, Any]:
    organization = tenant.organization
    units = {"enabled": 0, "suspended": 0, "warning": 0, "lockedOut": 0}
    states = {"Suspended": "suspended", "Warning": "warning", "LockedOut": "lockedOut"}
    units[states.get(product.status, "enabled")] = product.seats or 0
    return {
        "accountId": organization.tenant,
        "accountName": organization.name,
        "appliesTo": product.applies_to,
        "capabilityStatus": product.status,
        "consumedUnits": tenant.consumed(product.id),
        "id": f"{organization.tenant}_{product.id}",
        "prepaidUnits": units,
        "servicePlans": service_plans(product, set()),
        "skuId": product.id,
        "skuPartNumber": product.part,
        "subscriptionIds": [str(uuid.uuid5(uuid.UUID(organization.tenant), product.id))],
    }


def _selected(sku: dict[str, Any], select: tuple[str, ...] | None) -> dict[str, Any]:
    return sku if select is None else {name: sku[name] for name in select if name in sku}
