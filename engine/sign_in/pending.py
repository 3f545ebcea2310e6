"""Asks people to sign in; what they did waits until they have."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.activities.inbound import ConversationType, Inbound
from bot.http.json_body import JsonObject
from bot.sign_in.credentials import ClientToken, SignInCredential
from bot.sign_in.oauth_card import SignInLinks, oauth_activity, oauth_card
from bot.sign_in.ports import SignIn
from cards.words.languages import Languages
from cards.words.texts import Texts
from dialogs.commands import Command, read_command
from dialogs.model.events import Arrived, Said, Who
from engine.events import Event
from engine.events import who as who_of
from engine.messages import text_activity, texts_in
from engine.turns.turn import TurnInProgress, open_for
from ledger import Ledger, Unit
from licensing.clock import Clock
from licensing.errors import FreshSignInNeeded, SignInNeeded

#: Maximum number of times that the same activity waits for a sign-in. The client answers by itself,
#: so without a limit this would repeat forever.
_MAX_RETRIES: Final = 3
_MAX_COUNTED: Final = 10_000
#: Maximum number of activities of one person that wait for their sign-in.
_MAX_WAITING: Final = 20
#: Maximum number of characters that they have; one more may still come with as many.
_MAX_WAITING_CHARACTERS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class _Place:
    """Where someone is asked to sign in."""

    conversation: str
    #: Whether it is their own chat with the bot.
    personal: bool


@dataclass(slots=True)
class PendingSignIns:
    """Asks people to sign in, and parks what waits for it."""

    sign_in: SignIn
    ledger: Ledger
    clock: Clock
    links: SignInLinks
    #: Called when the outbox has messages.
    post: Callable[[], None]
    languages: Languages = Languages()  # noqa: RUF009 - it is frozen
    _retries: Counter[tuple[str, str]] = field(default_factory=Counter)

    async def card(self, who: Who, need: SignInNeeded) -> JsonObject:
        """Ask in the answer to a card action; Teams repeats the action after the sign-in."""
        request = await self.sign_in.ask(who.tenant, who.person, who.conversation, need.claims)
        texts = self.languages.texts_read_by(who.language)
        return self._card(request, need, texts)

    async def require_claims(self, credential: SignInCredential, need: SignInNeeded) -> None:
        """Require the sign-in window: the tenant demands more than the accepted credential."""
        if isinstance(credential, ClientToken) and need.claims:
            await self.sign_in.demand(credential.request, need.claims)

    async def forget(self, tenant: str, person: str) -> None:
        """Sign out a person who uninstalled the app."""
        await self.sign_in.sign_out(tenant, person)

    def too_many_retries(self, inbound: Inbound) -> bool:
        """Whether an activity has waited so often that a sign-in does not help."""
        if len(self._retries) > _MAX_COUNTED:
            self._retries.clear()
        key = (inbound.activity_id, inbound.conversation.conversation_id)
        self._retries[key] += 1
        return self._retries[key] > _MAX_RETRIES

    async def too_many_waiting(self, inbound: Inbound) -> bool:
        """Whether so much of a person waits for their sign-in that no more is kept."""
        name = waiting_name(inbound.tenant_id, inbound.sender.aad_id)
        number, characters = await self.ledger.query(lambda unit: unit.inbox.waiting(name))
        return number >= _MAX_WAITING or characters >= _MAX_WAITING_CHARACTERS

    async def park(self, turn: TurnInProgress, need: SignInNeeded) -> None:
        """Ask in the chat; the activity waits in the inbox. Raises `LeaseLost`."""
        who = who_of(turn.inbound)
        place = await self._place(who.tenant, who.person, who.conversation)
        request = await self.sign_in.ask(who.tenant, who.person, place.conversation, need.claims)
        moved = place.conversation != who.conversation
        own = self.languages.texts_read_by(who.language)
        texts = own if place.personal else self.languages.in_channels
        first = not moved and _is_greeting(turn.event, self.languages)
        card = self._card(request, need, texts, personal=place.personal, moved=moved, first=first)

        async def work(unit: Unit) -> None:
            if await open_for(unit, turn):
                now = self.clock.now()
                await unit.outbox.show(
                    _slot(request), place.conversation, oauth_activity(card), now
                )
                if moved:
                    said = text_activity(self.languages.in_channels.account.sign_in_in_own_chat)
                    await unit.outbox.say(who.conversation, said, now)
                await unit.inbox.wait_for(*turn.key, waiting_name(who.tenant, who.person))

        await self.ledger.write(work)
        self.post()

    async def _place(self, tenant: str, person: str, conversation: str) -> _Place:
        """Where to ask: in the person's own chat, if the bot has one.

        Everyone in a channel or a group chat would see the card, and a client can't answer it
        there by itself: the exchange ends in `resourcematchfailed`
        (https://learn.microsoft.com/microsoftteams/platform/teams-sdk/troubleshooting-sso).
        """

        async def look(unit: Unit) -> _Place:
            row = await unit.conversations.get(conversation)
            if row is None or row.type == ConversationType.PERSONAL:
                return _Place(conversation, personal=True)
            own = await unit.conversations.personal(tenant, person)
            return _Place(own or conversation, personal=own is not None)

        return await self.ledger.query(look)

    def _card(
        self,
        request: str,
        need: SignInNeeded,
        texts: Texts,
        *,
        personal: bool = True,
        moved: bool = False,
        first: bool = False,
    ) -> JsonObject:
        """A fresh sign-in requires the window; the client's token is not enough.

        The first message that a person gets says what the bot does before it asks.
        """
        fresh = isinstance(need, FreshSignInNeeded)
        text = texts.account.sign_in_again if fresh else texts.account.sign_in_to_continue
        if first and not fresh:
            text = texts.account.sign_in_to_start
        if moved and not fresh:
            text = texts.account.sign_in_for_channel
        return oauth_card(request, text, self.links, texts, window_only=fresh or not personal)

    async def ask_for_run(self, run: str) -> None:
        """Ask the owner of a run that has no token any longer; once, however often it is tried."""
        found = await self.ledger.query(lambda unit: unit.runs.get(run))
        place = await self._place(found.tenant, found.owner, found.conversation)
        request = await self.sign_in.ask(
            found.tenant, found.owner, place.conversation, None, always_new=False
        )
        texts = await self._texts(found.tenant, found.owner, place.conversation)
        text = texts.account.sign_in_for_run
        card = oauth_card(request, text, self.links, texts, window_only=not place.personal)

        async def work(unit: Unit) -> None:
            slot = _slot(request)
            if await unit.outbox.activity_of(slot) is None:
                await unit.outbox.show(
                    slot, place.conversation, oauth_activity(card), self.clock.now()
                )

        await self.ledger.write(work)
        self.post()

    async def verify(self, tenant: str, person: str, credential: SignInCredential) -> bool:
        """Verify a credential; False for a wrong code. Raises `TenantError` if unusable."""
        if isinstance(credential, ClientToken):
            await self.sign_in.exchange(credential.request, tenant, person, credential.token)
            return True
        ended = await self.sign_in.confirm(tenant, person, credential.code)
        if ended is None:
            return False
        await self._update_cards(tenant, person, ended)
        return True

    async def answered(self) -> tuple[str, ...]:
        """Everyone for whose sign-in something waits although they have signed in since.

        The process that accepted the sign-in died before it resumed what waited.
        """
        awaited = await self.ledger.query(lambda unit: unit.inbox.awaited())
        found: set[str] = set()
        for name, conversation in awaited:
            tenant, _, person = name.partition("/")
            if not await self._awaits(
                tenant, person, conversation
            ) and await self.sign_in.signed_in(tenant, person):
                found.add(name)
        return tuple(sorted(found))

    async def _awaits(self, tenant: str, person: str, conversation: str) -> bool:
        """Whether a request is open where an activity waits, or where the person was asked."""
        if await self.sign_in.awaits(tenant, person, conversation):
            return True
        place = await self._place(tenant, person, conversation)
        if place.conversation == conversation:
            return False
        return await self.sign_in.awaits(tenant, person, place.conversation)

    async def _texts(self, tenant: str, person: str, conversation: str) -> Texts:
        return await self.ledger.query(
            lambda unit: texts_in(unit, self.languages, tenant, person, conversation)
        )

    async def _update_cards(
        self, tenant: str, person: str, requests: Sequence[tuple[str, str]]
    ) -> None:
        """Update the cards that asked."""

        async def work(unit: Unit) -> None:
            for request, conversation in requests:
                if await unit.outbox.activity_of(_slot(request)) is not None:
                    texts = await texts_in(unit, self.languages, tenant, person, conversation)
                    done = text_activity(texts.account.signed_in)
                    await unit.outbox.show(_slot(request), conversation, done, self.clock.now())

        await self.ledger.write(work)
        self.post()


def waiting_name(tenant: str, person: str) -> str:
    """Name the person whose sign-in something waits for."""
    return f"{tenant}/{person}"


def _is_greeting(event: Event, languages: Languages) -> bool:
    """Whether a person has just got to know the bot, or says hello to it."""
    if isinstance(event, Said):
        typed = read_command(event.text, languages)
        return typed is not None and typed.command in {Command.HOME, Command.HELP}
    return isinstance(event, Arrived)


def _slot(request: str) -> str:
    return f"sign-in/{request}"
