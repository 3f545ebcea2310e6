"""The activities that a Teams client sends to a bot, in the real client's format."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.organization.personas import BOT_ID, BOT_NAME, TENANT, Persona
from sandbox.teams.chats import (
    CHANNEL_ID,
    TEAM_GROUP,
    TEAM_ID,
    TEAM_NAME,
    Chat,
    Json,
)

MENTION = f"<at>{BOT_NAME}</at>"


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender, the chat and the client of an activity."""

    persona: Persona
    chat: Chat
    #: Id of the chat, or of the thread in a channel.
    conversation: str
    service_url: str
    now: datetime
    locale: str = "en-US"
    #: IANA name; empty for a client that does not send its time zone.
    timezone: str = "UTC"

    def _envelope(self, type_: str, id_: str) -> Json:
        return {
            "type": type_,
            "id": id_,
            "timestamp": _zulu(self.now),
            "serviceUrl": self.service_url,
            "channelId": "msteams",
            "from": {"id": self.persona.teams_id, "aadObjectId": self.persona.oid},
            "conversation": self._conversation(),
            "recipient": {"id": BOT_ID, "name": BOT_NAME},
            "channelData": self._channel_data(),
        }

    def _conversation(self) -> Json:
        place: Json = {
            "conversationType": self.chat.kind,
            "tenantId": TENANT,
            "id": self.conversation,
        }
        return place | {"isGroup": True} if self.chat.kind == "channel" else place

    def _channel_data(self) -> Json:
        data: Json = {"tenant": {"id": TENANT}}
        if self.chat.kind == "channel":
            data |= {"team": {"id": TEAM_ID}, "channel": {"id": CHANNEL_ID}}
        return data

    def _by_person(self, type_: str, id_: str) -> Json:
        """Add name, local time and client, which only a person's activities have."""
        activity = self._envelope(type_, id_)
        activity["from"]["name"] = self.persona.name
        client = {
            "type": "clientInfo",
            "locale": self.locale,
            "country": self.locale.partition("-")[2] or "US",
            "platform": "Web",
        }
        named: Json = {}
        if self.timezone:
            client["timezone"] = self.timezone
            local = self.now.astimezone(_zone(self.timezone))
            named["localTimestamp"] = local.isoformat(timespec="milliseconds")
            named["localTimezone"] = self.timezone
        return activity | {
            **named,
            "locale": self.locale,
            "entities": [client],
        }

    def installed(self, id_: str) -> Json:
        """`installationUpdate`: the app was added to this chat."""
        activity = self._envelope("installationUpdate", id_)
        activity["action"] = "add"
        activity["locale"] = self.locale
        activity["entities"] = [{"type": "clientInfo", "locale": self.locale}]
        activity["channelData"] |= self._team_details() | {
            "source": {"name": "message"},
            "settings": {"selectedChannel": {"id": self.chat.id}},
        }
        return activity

    def joined(self, id_: str) -> Json:
        """`conversationUpdate`: the bot, in a personal chat also the person, became a member."""
        activity = self._envelope("conversationUpdate", id_)
        bot = {"id": BOT_ID}
        if self.chat.kind == "personal":
            person = {"id": self.persona.teams_id, "aadObjectId": self.persona.oid}
            return activity | {"membersAdded": [person, bot]}
        activity["channelData"] |= self._team_details() | {
            "eventType": "teamMemberAdded",
            "settings": {"selectedChannel": {"id": self.chat.id}},
        }
        return activity | {"membersAdded": [bot]}

    def removed(self, id_: str) -> Json:
        """`conversationUpdate`: the bot was removed from the team; sent in General."""
        activity = self._envelope("conversationUpdate", id_)
        activity["conversation"]["id"] = TEAM_ID
        activity["channelData"] |= self._team_details() | {"eventType": "teamMemberRemoved"}
        del activity["channelData"]["channel"]
        return activity | {"membersRemoved": [{"id": BOT_ID}]}

    def _team_details(self) -> Json:
        if self.chat.kind == "personal":
            return {}
        return {"team": {"id": TEAM_ID, "name": TEAM_NAME, "aadGroupId": TEAM_GROUP}}

    def said(self, id_: str, text: str) -> Json:
        """`message` with text. In a channel the text mentions the bot."""
        activity = self._by_person("message", id_) | {"text": text, "textFormat": "plain"}
        if self.chat.kind == "channel":
            bot = {"id": BOT_ID, "name": BOT_NAME}
            mention = {"type": "mention", "mentioned": bot, "text": MENTION}
            activity["entities"].insert(0, mention)
            activity["channelData"] |= {"teamsChannelId": CHANNEL_ID, "teamsTeamId": TEAM_ID}
        return activity

    def submitted(self, id_: str, message: str, value: Json) -> Json:
        """`message` with the value of an Action.Submit, a reply to the card's message."""
        activity = self._by_person("message", id_) | {"replyToId": message, "value": value}
        activity["channelData"] |= _from_card(message)
        return activity

    def executed(self, id_: str, message: str, action: Json, trigger: str = "manual") -> Json:
        """The invoke of an Action.Execute: pressed by a person, or `automatic` by the client."""
        value = {"action": action, "trigger": trigger}
        return self._invoke(id_, "adaptiveCard/action", value, message)

    def searched(self, id_: str, value: Json) -> Json:
        """The invoke of a typeahead; Teams does not name its card."""
        return self._by_person("invoke", id_) | {"name": "application/search", "value": value}

    def dialog(self, id_: str, message: str, data: Json, *, fetch: bool) -> Json:
        """`task/fetch` opens a dialog, `task/submit` submits it."""
        name = "task/fetch" if fetch else "task/submit"
        return self._invoke(id_, name, {"data": data, "context": {"theme": "default"}}, message)

    def signed_in(self, id_: str, name: str, value: Json, message: str) -> Json:
        """`signin/…`: the result of a sign-in that a message requested."""
        return self._invoke(id_, name, value, message)

    def _invoke(self, id_: str, name: str, value: Json, message: str) -> Json:
        activity = self._by_person("invoke", id_)
        activity["channelData"] |= _from_card(message)
        return activity | {"name": name, "value": value, "replyToId": message}


def _from_card(message: str) -> Json:
    return {"source": {"name": "message"}, "legacy": {"replyToId": message}}


def _zulu(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
