"""The Bot Framework connector under /teams/v3, which a bot calls to send messages.

Paths and shapes: Microsoft, "Bot Framework Connector REST API". Size limit: "Limits and
specifications for Teams" (a message is at most about 100 KB, counted as UTF-16).
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.organization.personas import BOT_ID, TENANT, Persona
from sandbox.teams.bodies import BadBody, read_object
from sandbox.teams.chats import (
    CHANNEL_ID,
    CHANNEL_NAME,
    TEAM_GROUP,
    TEAM_ID,
    TEAM_NAME,
    Chats,
    Json,
    NoSuchConversation,
    NoSuchMessage,
    chat_of,
    personal_chat,
)
from sandbox.teams.faults import Faults

LARGEST = 100 * 1024
_NOT_IN_ROSTER = "The bot is not part of the conversation roster."

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


#: Returns whether the value of an Authorization header admits a bot.
Admits = Callable[[str], bool]


def admit_everyone(_authorization: str) -> bool:
    """Admit every bot: a rehearsal without an app id."""
    return True


class Connector:
    """Handlers for the chats of a rehearsal."""

    def __init__(self, chats: Chats, faults: Faults, admits: Admits = admit_everyone) -> None:
        self._chats = chats
        self._faults = faults
        self._admits = admits

    def routes(self) -> list[web.RouteDef]:
        """Return all routes, each with injected faults and Teams' error bodies."""
        v3 = "/teams/v3"
        chat = f"{v3}/conversations/{{conversation}}"
        table: list[tuple[str, str, Handler]] = [
            ("POST", f"{v3}/conversations", self.create),
            ("POST", f"{chat}/activities", self.send),
            ("POST", f"{chat}/activities/{{activity}}", self.send),
            ("PUT", f"{chat}/activities/{{activity}}", self.update),
            ("DELETE", f"{chat}/activities/{{activity}}", self.delete),
            ("GET", f"{chat}/members", self.members),
            ("GET", f"{chat}/pagedmembers", self.paged_members),
            ("GET", f"{chat}/members/{{member}}", self.member),
            ("GET", f"{v3}/teams/{{team}}", self.team),
            ("GET", f"{v3}/teams/{{team}}/conversations", self.channels),
        ]
        return [web.route(method, path, self._guarded(do)) for method, path, do in table]

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            if not self._admits(request.headers.get("Authorization", "")):
                return _error(401, "Unauthorized", "Authorization has been denied.")
            fault = await self._faults.apply(request.method, request.path)
            if fault is not None:
                return fault
            conversation = request.match_info.get("conversation", "")
            place = CHANNEL_ID if conversation == TEAM_ID else chat_of(conversation)
            if place in self._chats.without_bot:
                return _error(403, "BotNotInConversationRoster", _NOT_IN_ROSTER)
            try:
                return await handler(request)
            except NoSuchConversation:
                return _error(404, "ConversationNotFound", "Conversation not found.")
            except NoSuchMessage:
                return _error(404, "ActivityNotFoundInConversation", "Activity not found.")
            except BadBody as error:
                return _error(400, "BadSyntax", str(error))

        return guarded

    async def create(self, request: web.Request) -> web.Response:
        """Create a personal chat with one member or a thread in the channel."""
        asked = await read_object(request)
        channel = _within(asked, "channelData", "channel", "id")
        if channel is not None:
            said = self._post(str(channel), asked.get("activity") or {})
            return _created({"id": said.conversation, "activityId": said.id})
        members = asked.get("members")
        first = members[0] if isinstance(members, list) and members else None
        person = self._chats.persona(str(first.get("id"))) if isinstance(first, dict) else None
        if person is None:
            return _error(400, "BadArgument", "Failed to decrypt pairwise id")
        return _created({"id": personal_chat(person)})

    async def send(self, request: web.Request) -> web.Response:
        """Send a message; `replyToId` makes no difference in Teams."""
        activity = await self._activity(request)
        if isinstance(activity, web.Response):
            return activity
        conversation = request.match_info["conversation"]
        if activity.get("type") == "typing":
            self._chats.typing(conversation)
            return web.Response(status=202)
        if activity.get("type") != "message":
            return _error(400, "BadSyntax", "Unknown activity type")
        return _created({"id": self._post(conversation, activity).id})

    async def update(self, request: web.Request) -> web.Response:
        """Replace a message of the bot."""
        conversation, id_ = request.match_info["conversation"], request.match_info["activity"]
        activity = await self._activity(request)
        if isinstance(activity, web.Response):
            return activity
        if self._chats.message(conversation, id_).author != BOT_ID:
            return _error(403, "ForbiddenOperationException", "Not the author of this message.")
        self._chats.edit(conversation, id_, **_content(activity))
        return web.json_response({"id": id_})

    async def delete(self, request: web.Request) -> web.Response:
        """Take a message back."""
        id_ = request.match_info["activity"]
        self._chats.delete(request.match_info["conversation"], id_)
        return web.json_response({"id": id_})

    async def members(self, request: web.Request) -> web.Response:
        """Return all members of a conversation except the bot."""
        chat = self._chats.chat(request.match_info["conversation"])
        return web.json_response([_account(p) for p in chat.members])

    async def paged_members(self, request: web.Request) -> web.Response:
        """Return the members as one page; three people never need a second.

        A team's are in the shape of Microsoft's REST sample: `objectId`, and no `name`
        (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context). A
        channel's id gets a part of them only (OfficeDev/BotBuilder-MicrosoftTeams#80).
        """
        conversation = request.match_info["conversation"]
        if conversation == TEAM_ID:
            people = [_team_account(p) for p in self._chats.chat(CHANNEL_ID).members]
        elif conversation == CHANNEL_ID:
            people = [_account(p) for p in self._chats.chat(CHANNEL_ID).members[:1]]
        else:
            people = [_account(p) for p in self._chats.chat(conversation).members]
        return web.json_response({"members": people, "totalCount": len(people)})

    async def member(self, request: web.Request) -> web.Response:
        """Return one member, by Teams id or Entra object id."""
        chat = self._chats.chat(request.match_info["conversation"])
        person = self._chats.persona(request.match_info["member"])
        if person is None or person not in chat.members:
            return _error(404, "MemberNotFoundInConversation", "Member not found.")
        return web.json_response(_account(person))

    async def team(self, request: web.Request) -> web.Response:
        """Return the team's name and size."""
        if request.match_info["team"] != TEAM_ID:
            return _error(404, "TeamNotFound", "Team not found.")
        return web.json_response(
            {
                "id": TEAM_ID,
                "name": TEAM_NAME,
                "aadGroupId": TEAM_GROUP,
                "tenantId": TENANT,
                "type": "standard",
                "channelCount": 2,
                "memberCount": len(self._chats.personas),
            }
        )

    async def channels(self, request: web.Request) -> web.Response:
        """Return the team's channels. General has the team's id and no name."""
        if request.match_info["team"] != TEAM_ID:
            return _error(404, "TeamNotFound", "Team not found.")
        general = {"id": TEAM_ID, "channelType": "standard"}
        shared = {"id": CHANNEL_ID, "name": CHANNEL_NAME, "channelType": "standard"}
        return web.json_response({"conversations": [general, shared]})

    async def _activity(self, request: web.Request) -> Json | web.Response:
        self._chats.chat(request.match_info["conversation"])
        activity = await read_object(request)
        size = _utf16(activity)
        if size > LARGEST:
            return _error(413, "MessageSizeTooBig", f"Message size too large ({size} bytes).")
        return activity

    def _post(self, conversation: str, activity: Json) -> Any:
        content = _content(activity)
        return self._chats.post(conversation, BOT_ID, content.pop("text"), **content)


def _content(activity: Json) -> Json:
    attachments = [a for a in activity.get("attachments") or [] if isinstance(a, dict)]
    suggested = activity.get("suggestedActions") or {}
    return {
        "text": str(activity.get("text") or ""),
        "format": str(activity.get("textFormat") or "markdown"),
        "attachments": tuple(attachments),
        "suggestions": tuple(suggested.get("actions") or ()),
    }


def _utf16(activity: Json) -> int:
    """Return the size of text and attachments in bytes of UTF-16."""
    seen = {k: activity[k] for k in ("text", "attachments", "entities") if k in activity}
    return len(json.dumps(seen, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))


def _within(tree: Any, *keys: str) -> Any:
    for key in keys:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def _account(person: Persona) -> Json:
    first, _, last = person.name.partition(" ")
    return {
        "id": person.teams_id,
        "aadObjectId": person.oid,
        "name": person.name,
        "givenName": first,
        "surname": last,
        "email": person.address,
        "userPrincipalName": person.address,
        "tenantId": TENANT,
        "userRole": "user",
    }


def _team_account(person: Persona) -> Json:
    account = _account(person)
    del account["name"]
    return {"objectId": account.pop("aadObjectId"), **account}


def _created(body: Json) -> web.Response:
    return web.json_response(body, status=201)


def _error(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message}}, status=status)
