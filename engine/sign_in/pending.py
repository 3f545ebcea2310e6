"""The gate: who has to sign in is asked, and what they did waits until they have."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.activities.inbound import Inbound
from bot.http.json_body import JsonObject
from bot.sign_in.oauth_card import SignInLinks, oauth_activity, oauth_card
from bot.sign_in.ports import SignIn
from bot.sign_in.proofs import ClientToken, Proof
from cards.words.languages import english
from cards.words.texts import Texts
from dialogs.model.events import Who
from engine.events import who as who_of
from engine.messages import text_activity
from engine.turns.turn import TurnInProgress, open_for
from ledger import Ledger, Unit
from licensing.clock import Clock
from licensing.errors import FreshSignInNeeded, SignInNeeded

#: The client answers by itself, so without an end this would go round for ever.
_MOST_HOLDS: Final = 3
_MOST_COUNTED: Final = 10_000


@dataclass(slots=True)
class PendingSignIns:
    """Asks people to sign in and lets through what waited for it."""

    desk: SignIn
    ledger: Ledger
    clock: Clock
    links: SignInLinks
    #: Called when something waits in the outbox.
    post: Callable[[], None]
    texts: Texts = field(default_factory=english)
    _holds: Counter[tuple[str, str]] = field(default_factory=Counter)

    async def card(self, who: Who, need: SignInNeeded) -> JsonObject:
        """Ask in the answer to a pressed button; Teams repeats the press afterwards."""
        request = await self.desk.ask(who.tenant, who.person, who.conversation, need.claims)
        return self._card(request, need)

    async def insist(self, proof: Proof, need: SignInNeeded) -> None:
        """A proof was taken and the tenant wants more: the window shall prove it."""
        if isinstance(proof, ClientToken) and need.claims:
            await self.desk.demand(proof.request, need.claims)

    async def forget(self, tenant: str, person: str) -> None:
        """Forget somebody who took the app away."""
        await self.desk.sign_out(tenant, person)

    def tired(self, inbound: Inbound) -> bool:
        """Whether the same thing was held so often that a sign-in does not help."""
        if len(self._holds) > _MOST_COUNTED:
            self._holds.clear()
        key = (inbound.activity_id, inbound.conversation.conversation_id)
        self._holds[key] += 1
        return self._holds[key] > _MOST_HOLDS

    async def hold(self, case: TurnInProgress, need: SignInNeeded) -> None:
        """Ask in the chat, and let what came wait in the ledger. Raises `Overtaken`."""
        who = who_of(case.inbound)
        request = await self.desk.ask(who.tenant, who.person, who.conversation, need.claims)
        card = self._card(request, need)

        async def work(unit: Unit) -> None:
            if await open_for(unit, case):
                await unit.outbox.show(
                    _slot(request), who.conversation, oauth_activity(card), self.clock.now()
                )
                await unit.inbox.wait_for(*case.key, waiting_name(who.tenant, who.person))

        await self.ledger.write(work)
        self.post()

    def _card(self, request: str, need: SignInNeeded) -> JsonObject:
        """A proof of just now comes from a window only, not from a token that the client holds."""
        texts, fresh = self.texts, isinstance(need, FreshSignInNeeded)
        text = texts.account.sign_in_again if fresh else texts.account.sign_in_to_continue
        return oauth_card(request, text, self.links, texts, window_only=fresh)

    async def ask_for_run(self, run: str) -> None:
        """Ask the owner of a run that has no token any more; once, however often it is tried."""
        found = await self.ledger.look(lambda unit: unit.runs.get(run))
        request = await self.desk.ask(
            found.tenant, found.owner, found.conversation, None, anew=False
        )
        card = oauth_card(request, self.texts.account.sign_in_for_run, self.links, self.texts)

        async def work(unit: Unit) -> None:
            slot = _slot(request)
            if await unit.outbox.activity_of(slot) is None:
                await unit.outbox.show(
                    slot, found.conversation, oauth_activity(card), self.clock.now()
                )

        await self.ledger.write(work)
        self.post()

    async def prove(self, tenant: str, person: str, proof: Proof) -> bool:
        """Take a proof; False for a wrong code. A token that can't be used raises `TenantError`."""
        if isinstance(proof, ClientToken):
            await self.desk.exchange(proof.request, tenant, person, proof.token)
            return True
        ended = await self.desk.confirm(tenant, person, proof.code)
        if ended is None:
            return False
        await self._tidy(ended)
        return True

    async def answered(self) -> tuple[str, ...]:
        """Everybody whose sign-in is waited for though they have signed in since.

        The process that took the sign-in in died before it let through what waited.
        """
        awaited = await self.ledger.look(lambda unit: unit.inbox.awaited())
        found: set[str] = set()
        for name, conversation in awaited:
            tenant, _, person = name.partition("/")
            if not await self.desk.awaits(
                tenant, person, conversation
            ) and await self.desk.signed_in(tenant, person):
                found.add(name)
        return tuple(sorted(found))

    async def _tidy(self, requests: Sequence[tuple[str, str]]) -> None:
        """Say on the cards that asked that it is done."""
        done = text_activity(self.texts.account.signed_in)

        async def work(unit: Unit) -> None:
            for request, conversation in requests:
                if await unit.outbox.activity_of(_slot(request)) is not None:
                    await unit.outbox.show(_slot(request), conversation, done, self.clock.now())

        await self.ledger.write(work)
        self.post()


def waiting_name(tenant: str, person: str) -> str:
    """Whose sign-in something waits for."""
    return f"{tenant}/{person}"


def _slot(request: str) -> str:
    return f"sign-in/{request}"
