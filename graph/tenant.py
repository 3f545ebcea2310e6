"""The tenant, as one person of it may see and change it."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from urllib.parse import quote
from uuid import UUID

from graph.client.concurrency import gather_bounded
from graph.client.odata import (
    MOST_PRODUCTS,
    beginning,
    both,
    chunks,
    guids,
    holding,
    searching,
    shortened,
)
from graph.client.parsing import (
    PERSON_FIELDS,
    PRODUCT_FIELDS,
    Json,
    Names,
    groups_of,
    read_person,
    read_product,
    text,
)
from graph.client.requests import request_config
from graph.client.sdk import AssignedLicense, AssignLicensePostRequestBody, ProductsQuery
from graph.client.send_guard import Precondition
from graph.client.session import Session
from graph.directory.groups import GroupNames
from graph.directory.name_lookup import NameLookup
from graph.directory.org import OrgReader
from graph.directory.people import (
    PAGE,
    all_is_quicker,
    by_name,
    count_people,
    everyone,
    filtered,
    filters_for,
    licensed_people,
    people_query,
    with_aliases,
    with_values,
)
from graph.directory.product_cache import CachedProducts
from graph.directory.roles import Roles
from graph.directory.subscriptions import CachedSubscriptions
from licensing.errors import Answer, DependentPlan, MissingPlan, NothingToChange, UnknownPerson
from licensing.tenant.groups import GroupFacts
from licensing.tenant.people import PeoplePage, Person
from licensing.tenant.products import Product
from licensing.tenant.subscriptions import Subscriptions


class Tenant:
    """Reads and changes in one person's name; Graph enforces that person's rights.

    Every method raises the TenantError tree. Reads are tried again for a while; a change never is.
    """

    def __init__(
        self,
        id: str,  # noqa: A002
        session: Session,
        names: Names,
        groups: GroupNames,
        roles: Roles,
        products_cache: CachedProducts,
        subscriptions_cache: CachedSubscriptions,
    ) -> None:
        #: The org around people of the tenant: groups, managers, roles of others.
        self.org = OrgReader(session)
        self._id = id
        self._session = session
        self._client = session.client
        self._names = names
        self._groups = groups
        self._roles = roles
        self._products_cache = products_cache
        self._subscriptions_cache = subscriptions_cache
        self._users = f"{session.acting.root}/users"
        #: Whose view it is: what one person may see is not shown to another.
        self._viewer = session.acting.person

    async def products(self) -> tuple[Product, ...]:
        """All products that the tenant owns, by name; at most `product_cache.FRESH` old."""
        token = await self._session.acting.token()
        products = self._products_cache.get(self._id, self._viewer, token)
        if products is None:
            products = await self._read_products()
            self._products_cache.keep(self._id, self._viewer, token, products)
        return products

    async def _read_products(self) -> tuple[Product, ...]:
        query = ProductsQuery(select=list(PRODUCT_FIELDS))
        found = await self._session.read_all(self._client.subscribed_skus, query)
        products = (read_product(raw, self._names) for raw in found)
        return tuple(sorted(products, key=lambda product: (product.name.casefold(), product.id)))

    async def search_people(
        self, text: str, *, holding: Collection[str] = (), limit: int = 15
    ) -> tuple[Person, ...]:
        """People with a word of the name, or an address, that begins so; by name.

        Perhaps only holders of at least one of some products. No text: the first people by name.
        What $search can't take is looked for at the beginning of name and addresses only.
        """
        wanted = shortened(text.strip())
        parts: list[str | None] = [*_product_filters(holding)] if holding else [None]
        search = searching(wanted) if wanted else None
        begins = beginning(wanted) if wanted and search is None else None
        pages = await gather_bounded(
            partial(self._first, search, both(begins, part), limit) for part in parts
        )
        found = await by_name(person for page in pages for person in page)
        return tuple(found[:limit])

    async def holders(self, products: Collection[str]) -> tuple[Person, ...]:
        """Everyone who holds at least one of these products, by name."""
        filters = _product_filters(products)
        # For one product the directory itself is read, which is never outdated.
        several = len(guids(products)) > 1
        found = await filtered(self._session, filters, self._read, advanced=several)
        return tuple(found)

    async def licensed_people(self, link: str | None = None) -> PeoplePage:
        """A page of everyone with a license; groups by id only. One request, in no order."""
        return await licensed_people(self._session, link)

    async def find_people(self, entries: Sequence[str]) -> Mapping[str, tuple[Person, ...]]:
        """For each entry everyone it could mean, by name.

        An entry with "@" is a user principal name or one of the mail addresses, a GUID an object
        id, any other one a whole display name; case and spelling do not matter.
        """
        sought = NameLookup(entries)
        return sought.meaning(await self._sought(sought))

    async def _sought(self, sought: NameLookup) -> list[Person]:
        if await all_is_quicker(self._session, sought.wanted):
            return await everyone(self._session, sought.fits, self._read)
        people = await filtered(self._session, filters_for(sought.wanted), self._read)
        if rest := sought.aliases(people):
            people += await with_aliases(self._session, rest, self._read)
        return await by_name(people)

    async def read_people(self, ids: Sequence[str]) -> dict[str, Person]:
        """People by id; accounts that are gone are left out."""
        asked_as = {one.lower(): one for one in ids}
        wanted = guids(ids)
        people = await with_values(
            self._session,
            {"id": wanted},
            lambda raw: (text(raw, "id") or "").lower() in asked_as,
            self._read,
        )
        return {asked_as[person.id.lower()]: person for person in people}

    async def read_person(self, id: str) -> Person:  # noqa: A002
        """One person, from the directory itself and not from its index; UnknownPerson if gone."""
        if not id:
            raise UnknownPerson
        # Every run reads everyone twice, and the SDK takes longer to fill in its template for an
        # address than Graph's answer takes to be read.
        address = f"{self._users}/{quote(id, safe='')}?$select={','.join(PERSON_FIELDS)}"
        person = self._client.users.by_user_id(id).with_url(address)
        raw = await self._session.read_object(person.get, request_config())
        return (await self._read([raw]))[0]

    async def subscriptions(self) -> Subscriptions:
        """What the tenant bought; says itself when it may not be read."""
        return await self._subscriptions_cache.read(
            self._session, self._id, self._session.acting.person
        )

    async def group_facts(self, ids: Collection[str]) -> dict[str, GroupFacts]:
        """What is known of groups, by id; one that can't be read is left out."""
        return await self._groups.facts(self._session, self._id, ids) if ids else {}

    async def my_roles(self) -> frozenset[str]:
        """Template ids of the active directory roles of the person who acts."""
        return await self._roles.active()

    async def my_eligible_roles(self) -> frozenset[str]:
        """Template ids of the roles that the person who acts could activate."""
        return await self._roles.eligible()

    async def remove(
        self, person: str, products: Collection[str], precondition: Precondition | None = None
    ) -> Answer:
        """Take products from a person in one call: all of them or, with an error, none.

        Returns status and request id of Graph's answer. After TenantUnavailable it may have
        happened: read the person before another attempt. `precondition` is checked as the call
        leaves; when it is false, nothing is sent and `SendPrevented` is raised. Raises ValueError
        for a product that is not a GUID.
        """
        if not products:
            raise NothingToChange
        if not person:
            raise UnknownPerson
        body = AssignLicensePostRequestBody(
            add_licenses=[], remove_licenses=[UUID(product) for product in sorted(set(products))]
        )
        return await self._write(person, body, precondition)

    async def restore(
        self,
        person: str,
        licenses: Mapping[str, Collection[str]],
        precondition: Precondition | None = None,
    ) -> Answer:
        """Give products to a person in one call, all or none; each with what is switched off in it.

        `licenses` are ids of service plans by id of product. Returns and raises as `remove`, but
        `MissingPlan` where one of the products depends on a service that the person would not have.
        """
        if not licenses:
            raise NothingToChange
        if not person:
            raise UnknownPerson
        body = AssignLicensePostRequestBody(
            add_licenses=[
                AssignedLicense(
                    sku_id=UUID(product), disabled_plans=[UUID(plan) for plan in sorted(plans)]
                )
                for product, plans in sorted(licenses.items())
            ],
            remove_licenses=[],
        )
        try:
            return await self._write(person, body, precondition)
        except DependentPlan as error:
            raise MissingPlan(error.answer) from error

    async def count_people(self) -> int:
        """How many accounts the tenant has, guests included."""
        return await count_people(self._session)

    async def _write(
        self, person: str, body: AssignLicensePostRequestBody, precondition: Precondition | None
    ) -> Answer:
        try:
            address = f"{self._users}/{quote(person, safe='')}/assignLicense"
            users = self._client.users.by_user_id(person)
            call = users.assign_license.with_url(address).post
            return await self._session.write(partial(call, body), precondition)
        finally:
            self._products_cache.forget(self._id)

    async def _first(self, search: str | None, filter: str | None, limit: int) -> list[Person]:  # noqa: A002
        """The first people by name; with a filter or a search that takes an advanced query."""
        query = people_query(
            search=search, filter=filter, top=min(max(limit, 1), PAGE), ordered=True, count=True
        )
        async for page in self._session.pages(self._client.users, query, eventual=True):
            return await self._read(page)
        return []

    async def _read(self, page: list[Json]) -> list[Person]:
        """People out of JSON, with the names of the groups."""
        ids = {group for raw in page for group in groups_of(raw)}
        groups = await self._groups.named(self._session, self._id, ids)
        return [read_person(raw, groups) for raw in page]


def _product_filters(products: Collection[str]) -> list[str]:
    return [holding(part) for part in chunks(guids(products), MOST_PRODUCTS)]
