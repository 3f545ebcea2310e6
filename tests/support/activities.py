"""Activities made by hand, for what a client of Teams would not send by itself."""

import uuid
from typing import Any

from sandbox.organization.personas import ALEX, BOT_ID, TENANT, Persona
from sandbox.teams.chats import personal_chat
from tests.support.bot_fixture import BotFixture
from tests.support.seen import Json


def pressed(
    env: BotFixture,
    value: Any,
    *,
    text: str = "",
    id: str = "",  # noqa: A002 - the activity's own word
    persona: Persona = ALEX,
    conversation: str = "",
) -> Json:
    """A message: typed, or the value of an Action.Submit."""
    sender = {"id": persona.teams_id, "aadObjectId": persona.oid, "name": persona.name}
    activity: Json = {
        "type": "message",
        "id": id or uuid.uuid4().hex,
        "serviceUrl": f"{env.sandbox_url}/teams",
        "channelId": "msteams",
        "from": sender,
        "conversation": {
            "conversationType": "personal",
            "tenantId": TENANT,
            "id": conversation or personal_chat(persona),
        },
        "recipient": {"id": BOT_ID, "name": "Unassign"},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "en-US",
        "localTimezone": "UTC",
    }
    return activity | ({"text": text} if text else {"value": value})


def invoke(env: BotFixture, data: Any, *, message: str = "", **more: Any) -> Json:
    """The invoke of an Action.Execute with this data."""
    value = {"action": {"type": "Action.Execute", "verb": "", "data": data}, "trigger": "manual"}
    activity = pressed(env, value, **more)
    about = {"type": "invoke", "name": "adaptiveCard/action"}
    return activity | about | ({"replyToId": message} if message else {})
