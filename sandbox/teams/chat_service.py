"""The API of the rehearsal page: one route for each action of a person in Teams."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from yarl import URL

from sandbox.organization.personas import BOT_ID, BOT_NAME, TENANT, Persona
from sandbox.teams.bodies import BadBody, read_object
from sandbox.teams.chats import Chats, Json, NoSuchConversation, NoSuchMessage
from sandbox.teams.client import Client, Place
from sandbox.teams.feed import Feeds

Deed = Callable[[Place, Json], Awaitable[Json]]


class ChatService:
    """Handlers for the page. Each call names the person and the conversation."""

    def __init__(
        self, chats: Chats, client: Client, feeds: Feeds, products: Mapping[str, str]
    ) -> None:
        self._products = dict(products)
        self._chats = chats
        self._client = client
        self._feeds = feeds

    def routes(self) -> list[web.RouteDef]:
        """Return the routes: reads, and one POST for each action."""
        deeds: dict[str, Deed] = {
            "open": self.open,
            "say": self.say,
            "submit": self.submit,
            "execute": self.execute,
            "search": self.search,
            "dialog": self.dialog,
            "verify": self.verify,
        }
        return [
            web.get("/page/api/people", self.people),
            web.get("/page/api/events", self.events),
            *(web.post(f"/page/api/{name}", self._doing(deed)) for name, deed in deeds.items()),
        ]

    async def people(self, _request: web.Request) -> web.Response:
        """Return the personas, the bot and the names of products."""
        people = [_card_of(p) for p in self._chats.personas]
        bot = {"id": BOT_ID, "name": BOT_NAME}
        state = str(URL(self._client.bot_url).with_path("/readyz").with_query(None))
        cast = {"tenant": TENANT, "bot": bot, "botState": state, "people": people}
        return web.json_response(cast | {"products": self._products})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Open one person's live stream."""
        return await self._feeds.stream(request, self._persona(request.query.get("persona")))

    async def open(self, place: Place, _asked: Json) -> Json:
        """Open a chat."""
        return {"delivered": await self._client.open(place)}

    async def say(self, place: Place, asked: Json) -> Json:
        """Write a message."""
        return {"delivered": await self._client.say(place, str(asked.get("text", "")))}

    async def submit(self, place: Place, asked: Json) -> Json:
        """Press an Action.Submit."""
        value = _object(asked, "value")
        return (await self._client.submit(place, _message(asked), value)).as_json()

    async def execute(self, place: Place, asked: Json) -> Json:
        """Press an Action.Execute."""
        action = _object(asked, "action")
        state = None if asked.get("state") is None else str(asked["state"])
        return (await self._client.execute(place, _message(asked), action, state)).as_json()

    async def verify(self, place: Place, asked: Json) -> Json:
        """Pass on the result of the sign-in window."""
        state = str(asked.get("state", ""))
        return (await self._client.verify(place, _message(asked), state)).as_json()

    async def search(self, place: Place, asked: Json) -> Json:
        """Type into a typeahead."""
        return (await self._client.search(place, _object(asked, "value"))).as_json()

    async def dialog(self, place: Place, asked: Json) -> Json:
        """Open or submit a dialog."""
        data, fetch = _object(asked, "data"), bool(asked.get("fetch"))
        return (await self._client.dialog(place, _message(asked), data, fetch=fetch)).as_json()

    def _doing(self, deed: Deed) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            # Other origins can't send this type without a preflight request.
            if request.content_type != "application/json":
                raise web.HTTPUnsupportedMediaType
            try:
                asked = await read_object(request)
                place = self._place(asked)
                return web.json_response(await deed(place, asked))
            except BadBody as error:
                raise web.HTTPBadRequest(text=str(error)) from error
            except (NoSuchConversation, NoSuchMessage) as error:
                raise web.HTTPNotFound(text="No such conversation or message.") from error

        return handler

    def _place(self, asked: Json) -> Place:
        person = self._persona(asked.get("persona"))
        conversation = str(asked.get("conversation", ""))
        if person not in self._chats.chat(conversation).members:
            raise NoSuchConversation(conversation)
        locale, zone = str(asked.get("locale", "en-US")), str(asked.get("timezone", "UTC"))
        self._client.locales[person.oid] = locale
        return Place(person, conversation, locale, zone)

    def _persona(self, key: object) -> Persona:
        person = self._chats.persona(str(key))
        if person is None:
            raise web.HTTPNotFound(text="No such person in this rehearsal.")
        return person


def _card_of(person: Persona) -> Json:
    return {
        "oid": person.oid,
        "id": person.teams_id,
        "name": person.name,
        "address": person.address,
        "job": person.job,
    }


def _message(asked: Json) -> str:
    return str(asked.get("message", ""))


def _object(asked: Json, key: str) -> Json:
    value = asked.get(key)
    if not isinstance(value, dict):
        raise BadBody(f"{key} is missing.")
    return value
