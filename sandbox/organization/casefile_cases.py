"""The eDiscovery cases of a case file."""

import uuid
from collections.abc import Mapping

from sandbox.organization.casefile_reader import Node
from sandbox.organization.ediscovery import Case, Custodian, HoldPolicy, Purview
from sandbox.organization.organization import Account
from sandbox.organization.personas import DOMAIN, PERSONAS, TENANT

_HOLDS = {name: name for name in ("applied", "notApplied", "applying", "removing", "partial")}
_STATUS = {name: name for name in ("active", "pendingDelete", "closing", "closed")}


class CaseFileCases:
    """Reads `cases`: an object with the cases and who may see them."""

    def __init__(self, place: Node, people: Mapping[str, Account]) -> None:
        self._place = place
        self._ids = {persona.address: persona.oid for persona in PERSONAS}
        self._ids |= {address: account.id for address, account in people.items()}

    def purview(self) -> Purview:
        """Return all cases; none if the file has none."""
        place = self._place
        if place.value is None:
            return Purview()
        place.known("administrators", "managers", "app", "open")
        return Purview(
            cases=tuple(self._case(item) for item in place.at("open").items()),
            managers=self._people(place.at("managers")),
            administrators=self._people(place.at("administrators")),
            app=place.at("app").flag(default=False),
        )

    def _case(self, place: Node) -> Case:
        place.known("name", "status", "custodians", "sources", "holds", "members")
        name = place.at("name").text()
        status = place.at("status")
        return Case(
            id=str(uuid.uuid5(uuid.UUID(TENANT), f"case {name}")),
            name=name,
            status="active" if status.value is None else status.one_of("status", _STATUS) or "",
            custodians=tuple(self._custodian(item) for item in place.at("custodians").items()),
            sources=tuple(self._custodian(item) for item in place.at("sources").items()),
            holds=tuple(self._hold(item) for item in place.at("holds").items()),
            members=self._people(place.at("members")),
        )

    def _hold(self, place: Node) -> HoldPolicy:
        """Read a hold policy: its name and the addresses in it."""
        place.known("name", "people", "enabled")
        return HoldPolicy(
            name=place.at("name").text(),
            people=tuple(self._custodian(item) for item in place.at("people").items()),
            enabled=place.at("enabled").flag(default=True),
        )

    def _custodian(self, place: Node) -> Custodian:
        """Read an address or an object with `address` and `hold`."""
        if isinstance(place.value, str):
            return Custodian(_whole(place.text()), place.text())
        place.known("address", "hold")
        address, hold = place.at("address").text(), place.at("hold")
        held = "applied" if hold.value is None else hold.one_of("hold", _HOLDS) or ""
        return Custodian(_whole(address), address, held)

    def _people(self, place: Node) -> frozenset[str]:
        found = set()
        for item in place.items():
            address = _whole(item.text()).casefold()
            if address in self._ids:
                found.add(self._ids[address])
            else:
                item.complain("no one in this file has that address")
        return frozenset(found)


def _whole(address: str) -> str:
    return address if "@" in address else f"{address}@{DOMAIN}"
