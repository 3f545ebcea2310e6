"""Parses a case file into an organization."""

import re
import uuid
from dataclasses import replace

from sandbox.organization import roles as role_names
from sandbox.organization.accounts import id_of, inherited
from sandbox.organization.casefile_cases import CaseFileCases
from sandbox.organization.casefile_reader import Errors, Node
from sandbox.organization.generate import seated
from sandbox.organization.organization import Account, Assignment, Group, Organization
from sandbox.organization.personas import DOMAIN, PERSONAS, TENANT, Persona
from sandbox.organization.products import CATALOG, PLANS, Plan, Product

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SINCE = "2026-01-12T08:00:00Z"
_STATUS = {name: name for name in ("Enabled", "Warning", "Suspended", "Deleted", "LockedOut")}
_BUYERS = {name: name for name in ("organization", "people", "both")}
_MAILBOXES = {name: name for name in ("user", "shared", "room", "equipment")}
_PERSONAS = {persona.address: persona for persona in PERSONAS}


class CaseReader:
    """Parses one file. Continues after an error, so that all errors are reported together."""

    def __init__(self, problems: Errors) -> None:
        self._problems = problems
        self._products: dict[str, Product] = {}
        self._groups: dict[str, Group] = {}
        self._people: dict[str, Account] = {}
        self._ids: set[str] = set()
        #: The manager entry of each person.
        self._led: dict[str, Node] = {}
        self._roles: dict[str, frozenset[str]] = {p.oid: p.roles for p in PERSONAS if p.roles}

    def organization(self, file: Node) -> Organization:
        """Return the organization, which always includes the three personas."""
        file.known("name", "products", "groups", "people", "cases")
        for place in file.at("products").items():
            self._product(place)
        for place in file.at("groups").items():
            self._group(place)
        for place in file.at("people").items():
            self._person(place)
        missing = [p for p in PERSONAS if p.address not in self._people]
        people = (
            *(_bare(persona) for persona in missing),
            *map(self._with_manager, self._people.values()),
        )
        return Organization(
            tenant=TENANT,
            name=file.at("name").text("Contoso"),
            domain=DOMAIN,
            people=people,
            groups=tuple(self._groups.values()),
            products=self._seated(people),
            roles=self._roles,
            purview=CaseFileCases(file.at("cases"), self._people).purview(),
        )

    def _with_manager(self, account: Account) -> Account:
        """Resolve managers by address; people may be in any order."""
        place = self._led[account.id]
        named = place.maybe()
        if named is None:
            return account
        address = (named if "@" in named else f"{named}@{DOMAIN}").casefold()
        ids = {persona.address: persona.oid for persona in PERSONAS}
        ids |= {known: one.id for known, one in self._people.items()}
        if address not in ids:
            place.complain(f"no one in this file is {address}")
        return replace(account, manager=ids.get(address))

    def _seated(self, people: tuple[Account, ...]) -> tuple[Product, ...]:
        return () if self._problems.found else seated(self._products.values(), people)

    def _product(self, place: Node) -> None:
        place.known(
            *("product", "id", "name", "seats", "status", "appliesTo", "plans"),
            *("boughtBy", "renews", "trial"),
        )
        part = place.at("product").text()
        if part in self._products:
            place.complain(f"{part} is there twice")
        known = CATALOG.get(part)
        if known is None and not (isinstance(place.value, dict) and "id" in place.value):
            place.at("product").one_of("product", {name: name for name in CATALOG})
            return
        base = known or Product("", part, part)
        status = place.at("status")
        self._products[part] = Product(
            id=_guid(place.at("id"), base.id),
            part=part,
            name=place.at("name").text(base.name),
            plans=self._plans(place.at("plans")) or base.plans,
            seats=place.at("seats").maybe_number(base.seats),
            applies_to=place.at("appliesTo").text(base.applies_to),
            status=base.status if status.value is None else status.one_of("status", _STATUS) or "",
            bought_by=_one(place.at("boughtBy"), "buyer", _BUYERS, base.bought_by),
            renews=place.at("renews").text(base.renews),
            trial=place.at("trial").flag(default=False),
        )

    def _plans(self, place: Node) -> tuple[Plan, ...]:
        plans = []
        for item in place.items():
            item.known("name", "id")
            name = item.at("name").text()
            plans.append(Plan(_guid(item.at("id"), PLANS.get(name, "")), name))
        return tuple(plans)

    def _group(self, place: Node) -> None:
        place.known("name", "id", "licenses", "rule", "synced")
        name = place.at("name").text()
        if name in self._groups:
            place.complain(f'there are two groups "{name}"')
        given = [self._license(item) for item in place.at("licenses").items()]
        self._groups[name] = Group(
            id=_guid(place.at("id"), str(uuid.uuid5(uuid.UUID(TENANT), name))),
            name=name,
            licenses={a.product: a.disabled for a in given if a is not None},
            rule=place.at("rule").maybe(),
            synced=place.at("synced").flag(default=False),
        )

    def _person(self, place: Node) -> None:
        place.known(
            *("name", "address", "id", "mail", "enabled", "guest", "department", "job"),
            *("usageLocation", "lastSignIn", "synced", "roles", "licenses", "groups", "mailbox"),
            *("manager", "restricted"),
        )
        address = place.at("address").text()
        address = address if "@" in address else f"{address}@{DOMAIN}"
        persona = _PERSONAS.get(address.casefold())
        if address.casefold() in self._people:
            place.at("address").complain(f"{address} is there twice")
        groups = self._groups_of(place.at("groups"))
        account = Account(
            id=persona.oid if persona else _guid(place.at("id"), id_of(address)),
            name=place.at("name").text(),
            address=address,
            mail=_mail(place, address),
            enabled=place.at("enabled").flag(default=True),
            guest=place.at("guest").flag(default=False),
            department=place.at("department").maybe(),
            job=place.at("job").maybe(),
            usage_location=_location(place),
            synced=place.at("synced").flag(default=False),
            signed_in=place.at("lastSignIn").maybe(),
            groups=tuple(group.id for group in groups),
            assignments=self._held(place.at("licenses"), groups),
            mailbox=_one(place.at("mailbox"), "mailbox", _MAILBOXES, "user"),
            restricted=place.at("restricted").flag(default=False),
        )
        if account.id in self._ids:
            place.at("id").complain("someone else has this id")
        self._ids.add(account.id)
        self._people[address.casefold()] = account
        self._led[account.id] = place.at("manager")
        self._take_roles(place.at("roles"), account.id)

    def _groups_of(self, place: Node) -> list[Group]:
        names = {name: name for name in self._groups}
        found = [item.one_of("group", names) for item in place.items()]
        return [self._groups[name] for name in found if name is not None]

    def _held(self, place: Node, groups: list[Group]) -> tuple[Assignment, ...]:
        """Return direct and inherited assignments."""
        given = [self._license(item) for item in place.items()]
        direct = {a.product: a for a in given if a is not None}
        return (*direct.values(), *inherited(groups, _SINCE))

    def _license(self, place: Node) -> Assignment | None:
        """Read a part number or an object with the disabled plans."""
        plain = isinstance(place.value, str)
        if not plain:
            place.known("product", "without")
        names = {part: part for part in self._products}
        part = (place if plain else place.at("product")).one_of("product in this file", names)
        if part is None:
            return None
        product = self._products[part]
        plans = {plan.name: plan.id for plan in product.plans}
        without = [] if plain else list(place.at("without").items())
        disabled = [item.one_of(f"service plan of {part}", plans) for item in without]
        off = tuple(sorted(plan for plan in disabled if plan is not None))
        return Assignment(product.id, None, off, _SINCE)

    def _take_roles(self, place: Node, person: str) -> None:
        if place.value is None:
            return
        names = {name: template for template, name in role_names.NAMES.items()}
        found = [item.one_of("role", names) for item in place.items()]
        self._roles[person] = frozenset(role for role in found if role is not None)


def _one(place: Node, what: str, names: dict[str, str], default: str) -> str:
    return default if place.value is None else place.one_of(what, names) or default


def _guid(place: Node, default: str) -> str:
    if place.value is None:
        if not default:
            place.complain("an id is needed")
        return default
    text = place.text().casefold()
    if not _GUID.fullmatch(text):
        place.complain("a GUID is expected")
    return text


def _mail(place: Node, address: str) -> str | None:
    """Read the mail address: the user's address by default, none for null."""
    if isinstance(place.value, dict) and "mail" not in place.value:
        return address
    return place.at("mail").maybe()


def _location(place: Node) -> str | None:
    if isinstance(place.value, dict) and "usageLocation" not in place.value:
        return "US"
    return place.at("usageLocation").maybe()


def _bare(persona: Persona) -> Account:
    """Return a persona that the file doesn't mention."""
    return Account(
        id=persona.oid,
        name=persona.name,
        address=persona.address,
        mail=persona.address,
        department=persona.department,
        job=persona.job,
    )
