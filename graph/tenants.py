"""All tenants that the bot serves, and the connections they share."""

from typing import Final

from cachetools import LRUCache
from kiota_http.observability_options import ObservabilityOptions

from graph.authorized_tenant import AccessCache, AuthorizedTenant
from graph.client.auth_provider import ActingAs
from graph.client.base_url import Root
from graph.client.parsing import Names
from graph.client.retry import Retry
from graph.client.sdk import GraphRequestAdapter, GraphServiceClient
from graph.client.session import Session
from graph.client.tokens import TokenSource
from graph.client.transport import graph_client
from graph.directory.groups import GroupNames
from graph.directory.product_cache import CachedProducts
from graph.directory.roles import OwnRoles, RolesOf
from graph.directory.subscriptions import CachedSubscriptions
from graph.tenant import Tenant
from licensing.clock import Clock
from licensing.policy.model import Policy
from licensing.tenant.roles import ActingMode
from observability.watch import Watch, unwatched

#: Maximum number of people whose clients are kept; making one costs more than a click should.
_MOST: Final = 1_000


class Tenants:
    """Where tenants are reached: one pool of connections to one Graph.

    `root` is Graph's base address with its version, such as https://graph.microsoft.com/v1.0;
    `names` gives a product's friendly name from its id and part number.
    """

    def __init__(
        self,
        root: str,
        tokens: TokenSource,
        names: Names,
        clock: Clock,
        retry: Retry | None = None,
        acting: ActingMode = ActingMode.PERSON,
        watch: Watch = unwatched,
        policy: Policy | None = None,
    ) -> None:
        """`policy` says who may read where the app acts and Graph does not hold people back."""
        #: In whose name Graph is called.
        self.acting = acting
        self._root = Root(root)
        self._tokens = tokens
        self._names = names
        self._clock = clock
        self._retry = retry or Retry()
        self._http = graph_client(self._retry, watch)
        self._groups = GroupNames(clock)
        self._products_cache = CachedProducts()
        self._subscriptions_cache = CachedSubscriptions(clock)
        self._access_cache = AccessCache(policy or Policy())
        self._known: LRUCache[tuple[str, str], Tenant] = LRUCache(_MOST)

    def acting_as(self, tenant: str, person: str) -> Tenant:
        """A tenant (id) as one person of it (object id). Costs little; keep it or not.

        Where the app acts, the person's roles are checked before each call.
        """
        known = self._known.get((tenant, person))
        if known is None:
            known = self._known[tenant, person] = self._made(tenant, person)
        return known

    def with_retry(self, tenant: str, person: str, retry: Retry) -> Tenant:
        """The same, with another retry policy."""
        return self._made(tenant, person, retry)

    def session(
        self,
        tenant: str,
        person: str,
        *,
        tokens: TokenSource | None = None,
        retry: Retry | None = None,
    ) -> Session:
        """Calls in a person's name, with other tokens and another retry policy where given."""
        acting = ActingAs(self._root, tokens or self._tokens, tenant, person)
        adapter = GraphRequestAdapter(acting, client=self._http)
        # Addresses carry names, and would appear in traces.
        adapter.observability_options = ObservabilityOptions(include_euii_attributes=False)
        adapter.base_url = self._root.address
        client = GraphServiceClient(request_adapter=adapter)
        return Session(client, acting, self._clock, retry or self._retry)

    def _made(self, tenant: str, person: str, retry: Retry | None = None) -> Tenant:
        session = self.session(tenant, person, retry=retry)
        shared = (self._names, self._groups)
        caches = (self._products_cache, self._subscriptions_cache)
        if self.acting is ActingMode.APP:
            roles = RolesOf(session, person)
            return AuthorizedTenant(tenant, session, *shared, roles, *caches, self._access_cache)
        return Tenant(tenant, session, *shared, OwnRoles(session), *caches)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()
