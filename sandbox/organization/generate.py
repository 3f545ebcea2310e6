"""A generated organization: the same seed gives the same people, ids and licenses every time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from random import Random

from sandbox.organization.accounts import fixture_account, id_of, persona_account
from sandbox.organization.fixtures import PEOPLE
from sandbox.organization.generated_cases import PURVIEW
from sandbox.organization.generated_people import PersonGenerator
from sandbox.organization.groups import GROUPS
from sandbox.organization.organization import Account, Organization
from sandbox.organization.personas import DOMAIN, PERSONAS, TENANT
from sandbox.organization.products import OWNED, Product

#: The date of the latest generated event.
TODAY = datetime(2026, 11, 24, 8, tzinfo=UTC)

#: Products without free seats.
_FULL = frozenset({"Microsoft_365_Copilot"})


def generate(people: int = 2_000, seed: int = 1, today: datetime = TODAY) -> Organization:
    """Return an organization of `people` accounts: personas, fixtures, then generated people."""
    accounts = tuple(_accounts(people, seed, today))
    roles = {persona.oid: persona.roles for persona in PERSONAS if persona.roles}
    roles |= {id_of(part.user_principal_name): part.roles for part in PEOPLE if part.roles}
    return Organization(
        tenant=TENANT,
        name="Contoso",
        domain=DOMAIN,
        people=accounts,
        groups=GROUPS,
        products=seated(OWNED, accounts),
        roles=roles,
        purview=PURVIEW,
    )


def _accounts(people: int, seed: int, today: datetime) -> Iterator[Account]:
    known = [persona_account(persona, today) for persona in PERSONAS]
    known += [fixture_account(part, today) for part in PEOPLE]
    yield from known[: max(people, len(PERSONAS))]
    chance = Random(seed)  # noqa: S311 - not for cryptography
    generator = PersonGenerator(chance, today, (account.address for account in known))
    for _ in range(people - len(known)):
        yield generator.next()


def seated(products: Iterable[Product], people: Sequence[Account]) -> tuple[Product, ...]:
    """Return the products with enough seats for their holders, most with some to spare."""
    held = Counter(p for person in people for p in {a.product for a in person.assignments})
    return tuple(
        product if product.seats is not None else product.bought(_seats(product, held[product.id]))
        for product in products
    )


def _seats(product: Product, held: int) -> int:
    if product.part in _FULL:
        return held
    return held + max(5, held // 12)
