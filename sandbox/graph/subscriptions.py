"""GET /directory/subscriptions: purchases, their buyers and renewal dates.

https://learn.microsoft.com/graph/api/directory-list-subscriptions
"""

import uuid
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from sandbox.graph.errors import json_answer
from sandbox.graph.odata.listing import context
from sandbox.graph.odata.options import read_options
from sandbox.organization.products import Product
from sandbox.state import TENANT
from sandbox.tenant import Tenant


async def list_subscriptions(request: web.Request) -> web.Response:
    """GET /directory/subscriptions."""
    tenant = request.config_dict[TENANT]
    select = read_options(request).select
    value = [one for product in tenant.products.values() for one in _of(tenant, product)]
    shown = [one if select is None else {name: one.get(name) for name in select} for one in value]
    named = context(request, "directory/subscriptions", select)
    return json_answer({"@odata.context": named, "value": shown})


def _of(tenant: Tenant, product: Product) -> Iterator[dict[str, Any]]:
    owners = {"organization": ("Organization",), "people": ("User",)}
    for owner in owners.get(product.bought_by, ("Organization", "User")):
        one = uuid.uuid5(uuid.UUID(tenant.organization.tenant), f"{product.id} {owner}")
        yield {
            "id": str(one),
            "commerceSubscriptionId": str(one),
            "createdDateTime": "2024-03-01T00:00:00Z",
            "isTrial": product.trial,
            "nextLifecycleDateTime": f"{product.renews}T00:00:00Z",
            "ownerId": tenant.people[0].id if owner == "User" else None,
            "ownerTenantId": None,
            "ownerType": owner,
            "serviceStatus": [],
            "skuId": product.id,
            "skuPartNumber": product.part,
            "status": product.status,
            "totalLicenses": product.seats or 0,
        }
