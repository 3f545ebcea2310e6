"""A small organization with many people of one kind."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from sandbox.organization.accounts import direct, id_of
from sandbox.organization.generate import generate, seated
from sandbox.organization.organization import Account, Organization
from sandbox.organization.personas import DOMAIN
from sandbox.organization.products import CATALOG, OWNED, Product

#: Personas and the people made by hand.
CAST_SIZE = 40
SINCE = "2025-06-16T09:30:00Z"


@cache
def office(crowd: int = 0, *parts: str) -> Organization:
    """The people made by hand, and a crowd whose every member holds these products.

    Members are called Crowd 0001 and so on, at crowd0001@contoso.example; Office 365 E3 is theirs
    where no product is named.
    """
    few = generate(CAST_SIZE, 1)
    many = tuple(_member(n, parts or ("ENTERPRISEPACK",)) for n in range(1, crowd + 1))
    people = (*few.people, *many)
    roles = dict(few.roles)
    return replace(few, people=people, products=seated(_owned(parts), people), roles=roles)


def _owned(parts: Iterable[str]) -> list[Product]:
    """What a generated organization owns, and these products."""
    return list(dict.fromkeys([*OWNED, *(CATALOG[part] for part in parts)]))


def address(number: int) -> str:
    """The address of one of the crowd, from 1."""
    return f"crowd{number:04}@{DOMAIN}"


def addresses(count: int) -> str:
    """The addresses of the first of the crowd, as a list to paste."""
    return "\n".join(address(n) for n in range(1, count + 1))


def with_people(office: Organization, *people: Account) -> Organization:
    """The same organization with a few more."""
    everyone = (*office.people, *people)
    return replace(office, people=everyone, products=seated(OWNED, everyone))


def person(name: str, address: str, *parts: str) -> Account:
    """Someone with an odd name."""
    whole = f"{address}@{DOMAIN}"
    return Account(id_of(whole), name, whole, whole, assignments=direct(parts, SINCE))


def _member(number: int, parts: tuple[str, ...]) -> Account:
    return person(f"Crowd {number:04}", f"crowd{number:04}", *parts)
