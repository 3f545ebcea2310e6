"""Graph's group resource."""

from typing import Any

from sandbox.graph.resource_types import Property, ResourceType, flag, text
from sandbox.organization.organization import Group

_DEFAULT = (
    "id",
    "displayName",
    "description",
    "groupTypes",
    "mail",
    "mailEnabled",
    "membershipRule",
    "onPremisesSyncEnabled",
    "securityEnabled",
)


def group_type() -> ResourceType[Group]:
    """Return how groups are serialized and filtered."""
    properties: dict[str, Property[Group]] = {
        "id": flag(lambda g: g.id),
        "displayName": text(lambda g: g.name),
        "description": Property(lambda _: None),
        "groupTypes": Property(lambda g: ["DynamicMembership"] if g.rule else []),
        "mail": Property(lambda _: None),
        "mailEnabled": flag(lambda _: False),
        "securityEnabled": flag(lambda _: True),
        "isAssignableToRole": Property(lambda _: False),
        "membershipRule": Property(lambda g: g.rule),
        "membershipRuleProcessingState": Property(lambda g: "On" if g.rule else None),
        "onPremisesSyncEnabled": flag(lambda g: g.synced or None),
        "assignedLicenses": Property(_licenses),
        "licenseProcessingState": Property(lambda _: {"state": "ProcessingComplete"}),
    }
    return ResourceType("groups", "microsoft.graph.group", properties, _DEFAULT)


def _licenses(group: Group) -> list[dict[str, Any]]:
    return [{"skuId": sku, "disabledPlans": list(off)} for sku, off in group.licenses.items()]
