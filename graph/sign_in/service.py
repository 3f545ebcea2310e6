"""Asks people to sign in, and takes what Teams or the sign-in window brings.

A token counts for the person whom Entra names in it and for no one else: tenant and object id must
be those of the person who was asked and who answers. What the window brings is provisional until
that person gives its code in Teams, so passing the window's address on gives nothing away.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from graph.sign_in.codes import new_code, tidied
from graph.sign_in.delegated import DelegatedTokens
from graph.sign_in.entra import Entra, Grant
from graph.sign_in.ports import Caches, Request, SignInRequests
from licensing.errors import (
    AUTH_TIME_CLAIMS,
    SignInNeeded,
    SignInTimeMissing,
    TenantError,
    WrongPerson,
)


@dataclass(slots=True)
class SignInService:
    """Everything about signing in that is not Teams' own."""

    entra: Entra
    caches: Caches
    requests: SignInRequests
    tokens: DelegatedTokens
    #: Where Entra sends the browser back to.
    back_to: str
    new_id: Callable[[], str]
    #: By request; a lock is forgotten when no one holds it or waits for it.
    _exchanges: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def ask(
        self,
        tenant: str,
        person: str,
        conversation: str,
        claims: str | None = None,
        *,
        always_new: bool = True,
    ) -> str:
        """Create a request to sign in; returns its id.

        Unless `always_new`, an open request of the conversation is returned instead.
        """
        ask = self.requests.ask if always_new else self.requests.ask_once
        return (await ask(self.new_id(), tenant, person, conversation, claims)).id

    async def awaits(self, tenant: str, person: str, conversation: str) -> bool:
        """Whether the person has an open request in a conversation."""
        return await self.requests.open_request(tenant, person, conversation) is not None

    async def signed_in(self, tenant: str, person: str) -> bool:
        """Whether tokens of a person are stored."""
        kept = await self.caches.read(tenant, person)
        return kept is not None and bool(kept.text)

    async def people(self) -> Sequence[tuple[str, str]]:
        """People with stored tokens: pairs of tenant and person."""
        return await self.caches.people()

    async def check(self, tenant: str, person: str) -> bool:
        """Delete what is kept of a person when Entra no longer accepts it.

        False when nothing is kept. Raises `TenantError`.
        """
        return await self.tokens.check(tenant, person)

    async def exchange(self, id: str, tenant: str, person: str, assertion: str) -> None:  # noqa: A002
        """Accept the client's single sign-on token. Raises `TenantError`.

        Each of a person's open clients sends one for the same request; only the first is used.
        """
        async with self._exchanges.setdefault(id, asyncio.Lock()):
            await self._exchange_once(id, tenant, person, assertion)

    async def demand(self, id: str, claims: str) -> None:  # noqa: A002
        """Have the window of a request prove what the tenant asks for."""
        await self.requests.demand(id, claims)

    async def open_window(self, id: str) -> str | None:  # noqa: A002
        """Where the browser has to go; None for a request that is too old or unknown."""
        request = await self.requests.find(id)
        if request is None:
            return None
        flow = await self.entra.open_window(request.tenant, self.back_to, request.claims)
        await self.requests.begin(request, str(flow["state"]), json.dumps(flow))
        return str(flow["auth_uri"])

    async def end_window(self, answer: Mapping[str, str]) -> str | None:
        """Take what the browser brought back; returns the code that confirms it.

        None for a window that was never opened or that answered before. Raises `TenantError`.
        """
        taken = await self.requests.take(answer.get("state", ""))
        if taken is None:
            return None
        request, flow = taken
        grant = await self.entra.end_window(request.tenant, json.loads(flow), answer)
        _check_owner(request, grant)
        if request.claims == AUTH_TIME_CLAIMS and grant.proven_at is None:
            # Without this the same person would be asked again and again.
            raise SignInTimeMissing
        code = new_code()
        await self.requests.keep(request, code, grant.cache or "", grant.proven_at)
        return code

    async def confirm(
        self, tenant: str, person: str, code: str
    ) -> Sequence[tuple[str, str]] | None:
        """Take a window's code from the person; None for a wrong one.

        Else the ids and conversations of the requests that are done by it.
        """
        if not await self.requests.confirm(tenant, person, tidied(code)):
            return None
        self.tokens.forget(tenant, person)
        return await self.requests.end(tenant, person)

    async def sign_out(self, tenant: str, person: str) -> bool:
        """Forget a person; False when nothing was kept."""
        kept = await self.caches.drop(tenant, person)
        self.tokens.forget(tenant, person)
        await self.requests.end(tenant, person)
        return kept

    async def _exchange_once(self, id: str, tenant: str, person: str, assertion: str) -> None:  # noqa: A002
        request = await self.requests.find(id)
        if request is None or request.exchanged is False:
            raise SignInNeeded
        if (request.tenant, request.person) != (tenant, person):
            raise WrongPerson
        if request.exchanged:
            return
        try:
            grant = await self.entra.on_behalf_of(tenant, assertion, request.claims)
            _check_owner(request, grant)
        except TenantError as error:
            if not error.passing:
                await self.requests.exchanged(id, good=False)
            if isinstance(error, SignInNeeded) and error.claims:
                await self.requests.demand(id, error.claims)
            raise
        await self.requests.accept(request, grant.cache or "")
        self.tokens.forget(tenant, person)


def _check_owner(request: Request, grant: Grant) -> None:
    if (grant.tenant, grant.person) != (request.tenant, request.person):
        raise WrongPerson
