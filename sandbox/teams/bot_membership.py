"""Controls to remove the bot from a channel, add it back, or delete a message.

PUT    /_sandbox/teams/bot                  {"member": false}
DELETE /_sandbox/teams/messages/{message}

Teams notifies a bot that it was removed and accepts no more messages from it. It does not notify a
bot that one of its messages was deleted.
"""

from aiohttp import web

from sandbox.organization.personas import ALEX
from sandbox.teams.bodies import BadBody, read_object
from sandbox.teams.chats import CHANNEL_ID, Chats, NoSuchMessage
from sandbox.teams.client import Client, Place


class BotMembership:
    """Handlers under /_sandbox/teams."""

    def __init__(self, chats: Chats, client: Client) -> None:
        self._chats = chats
        self._client = client

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.put("/_sandbox/teams/bot", self.set_member),
            web.delete("/_sandbox/teams/messages/{message}", self.delete),
        ]

    async def set_member(self, request: web.Request) -> web.Response:
        """Remove the bot from the team or add it back."""
        try:
            member = bool((await read_object(request))["member"])
        except (BadBody, KeyError) as error:
            raise web.HTTPBadRequest(text="member: true or false") from error
        place = Place(ALEX, CHANNEL_ID)
        if member:
            self._chats.without_bot.discard(CHANNEL_ID)
            self._chats.forget_opened(ALEX, CHANNEL_ID)
            await self._client.open(place)
        else:
            self._chats.without_bot.add(CHANNEL_ID)
            await self._client.removed(place)
        return web.Response(status=204)

    async def delete(self, request: web.Request) -> web.Response:
        """Delete any message of the channel."""
        try:
            self._chats.delete(CHANNEL_ID, request.match_info["message"])
        except NoSuchMessage as error:
            raise web.HTTPNotFound(text="No such message.") from error
        return web.Response(status=204)
