"""Automatic handling of a sign-in card by the Teams client.

It sends the person's client token to the bot (`signin/tokenExchange`) and shows nothing. If the
bot can't use it (412), or the client has none, the card appears with its button. In a channel
there is no silent sign-in by message: a card that asks for one fails with `resourcematchfailed`,
and no one sees it; any other card appears immediately.
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-overview
https://learn.microsoft.com/microsoftteams/platform/teams-sdk/troubleshooting-sso
"""

import asyncio

from aiohttp import web

from sandbox.organization.personas import Persona
from sandbox.teams.bodies import BadBody, read_object
from sandbox.teams.chats import Change, Chats, Message, NoSuchMessage
from sandbox.teams.client import Client
from sandbox.teams.oauth_card import OAuthCard, card_of


class SilentSignIn:
    """Answers sign-in cards in chats."""

    def __init__(self, chats: Chats, client: Client) -> None:
        self._chats = chats
        self._client = client
        #: Number of each person's open clients; each of them answers the card.
        self.clients = 1
        self._answered: set[tuple[str, str]] = set()
        self._running: set[asyncio.Task[None]] = set()
        chats.watch(self._changed)

    def routes(self) -> list[web.RouteDef]:
        """PATCH /_sandbox/teams/clients {"clients": 2}: each person has two clients open."""
        return [web.patch("/_sandbox/teams/clients", self.set_clients)]

    async def set_clients(self, request: web.Request) -> web.Response:
        """Set the number of each person's open clients."""
        try:
            number = int((await read_object(request)).get("clients", 1))
        except (BadBody, TypeError, ValueError) as error:
            raise web.HTTPBadRequest(text="clients: a number") from error
        self.clients = min(max(number, 0), 10)
        return web.Response(status=204)

    async def close(self, _app: web.Application) -> None:
        """Cancel pending tasks."""
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _changed(self, change: Change) -> None:
        if change.kind != "message":
            return
        message = self._chats.message(change.chat, change.message)
        card = card_of(message.attachments)
        if card is None or (message.id, card.exchange) in self._answered:
            return
        self._answered.add((message.id, card.exchange))
        task = asyncio.create_task(self._answer(message, card))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _answer(self, message: Message, card: OAuthCard) -> None:
        chat = self._chats.chat(message.conversation)
        for person in chat.members:
            if chat.kind != "personal" and card.exchange:
                place = self._client.place(person, message.conversation)
                await self._client.report_failure(place, message.id, "resourcematchfailed")
            elif not await self._exchange(person, message, card):
                self._show(person, message)

    async def _exchange(self, person: Persona, message: Message, card: OAuthCard) -> bool:
        """Return whether the bot accepted every client's token."""
        place = self._client.place(person, message.conversation)
        if not card.exchange:
            return False
        token = self._client.sso(person)
        if token is None:
            await self._client.report_failure(place, message.id, "tokenmissing")
            return False
        taken = await asyncio.gather(
            *(self._client.exchange(place, message.id, card, token) for _ in range(self.clients))
        )
        return bool(taken) and all(taken)

    def _show(self, person: Persona, message: Message) -> None:
        try:
            self._chats.ask_to_sign_in(person, message.conversation, message.id)
        except NoSuchMessage:
            # The bot deleted it meanwhile.
            return
