"""Parses the JSON of an activity into an `Inbound`.

Whatever is not as Teams writes it raises `BadActivity`.
"""

import re
import sys
from collections.abc import Iterator
from typing import Final

from bot.activities.html_text import text_with_addresses
from bot.activities.inbound import ConversationRef, ConversationType, Inbound, Kind, Sender
from bot.errors import BadActivity
from bot.http.json_body import JsonObject
from licensing.guid import is_guid
from licensing.tenant.time_zones import is_zone, offset_of

#: Longer names are cut, not refused.
NAME_LENGTH = 256
#: Maximum length of a message; a longer one is answered, not read. More than Teams accepts; a
#: pasted list of 10,000 people fits.
TEXT_LENGTH = 600_000
#: Maximum number of entities (mentions, and information about the client). Teams sends a few.
MAX_ENTITIES = 500
#: A language tag. Anything else that a client says is ignored.
_LOCALE: Final = re.compile(r"[A-Za-z0-9_-]{1,35}")
#: Maximum length of an id; ids of Teams have up to about 300 characters.
ID_LENGTH = 1_000


def parse(activity: JsonObject) -> Inbound:
    """Read an activity; raises `BadActivity` naming the field that is not as Teams writes it."""
    kind = _kind(required(activity, "type"))
    bot = part(activity, "recipient")
    bot_id = required(bot, "id")
    too_long = len(optional(activity, "text", limit=sys.maxsize)) > TEXT_LENGTH
    return Inbound(
        activity_id=_activity_id(activity, kind),
        kind=kind,
        sender=_sender(part(activity, "from")),
        conversation=_conversation(activity, bot_id),
        text=_text(activity, bot_id) if kind is Kind.MESSAGE and not too_long else "",
        too_long=too_long,
        value=part(activity, "value") if kind in {Kind.MESSAGE, Kind.INVOKE} else {},
        name=required(activity, "name") if kind is Kind.INVOKE else "",
        event=_event(activity, kind),
        team=optional(part(part(activity, "channelData"), "team"), "id"),
        channel=optional(part(part(activity, "channelData"), "channel"), "id"),
        reply_to=_reply_to(activity),
        locale=_locale(activity),
        timezone=_timezone(activity),
        bot_added=_names(activity, "membersAdded", bot_id),
        bot_removed=_names(activity, "membersRemoved", bot_id),
        raw=activity,
    )


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        return Kind.OTHER


def _activity_id(activity: JsonObject, kind: Kind) -> str:
    read = required if kind in {Kind.MESSAGE, Kind.INVOKE} else optional
    return read(activity, "id")


def _sender(account: JsonObject) -> Sender:
    return Sender(
        teams_id=required(account, "id"),
        aad_id=guid(account, "aadObjectId"),
        name=optional(account, "name", limit=100_000)[:NAME_LENGTH],
    )


def _conversation(activity: JsonObject, bot_id: str) -> ConversationRef:
    conversation = part(activity, "conversation")
    return ConversationRef(
        service_url=required(activity, "serviceUrl"),
        conversation_id=required(conversation, "id"),
        type=_conversation_type(conversation),
        bot_id=bot_id,
        tenant_id=_tenant(activity),
        channel_id=required(activity, "channelId"),
    )


def _conversation_type(conversation: JsonObject) -> ConversationType:
    named = optional(conversation, "conversationType")
    if not named:
        shared = conversation.get("isGroup") is True
        return ConversationType.GROUP if shared else ConversationType.PERSONAL
    try:
        return ConversationType(named)
    except ValueError:
        # An unknown type: assume that others can read it.
        return ConversationType.GROUP


def _tenant(activity: JsonObject) -> str:
    """Teams names the tenant in the channel data; some events carry it in the conversation only."""
    tenant = guid(part(part(activity, "channelData"), "tenant"), "id")
    tenant = tenant or guid(part(activity, "conversation"), "tenantId")
    if not tenant:
        raise BadActivity("The activity names no tenant.")
    return tenant


def _text(activity: JsonObject, bot_id: str) -> str:
    text = optional(activity, "text", TEXT_LENGTH)
    if (rich := text_with_addresses(activity.get("attachments"), text)) is not None:
        return rich
    for entity in parts(activity, "entities", MAX_ENTITIES):
        if entity.get("type") != "mention":
            continue
        tag = optional(entity, "text")
        mentioned = part(entity, "mentioned")
        name = "" if mentioned.get("id") == bot_id else optional(mentioned, "name")
        if tag:
            text = text.replace(tag, name, 1)
    return text.replace("\N{NO-BREAK SPACE}", " ").strip()


def _event(activity: JsonObject, kind: Kind) -> str:
    if kind is Kind.INSTALLATION:
        return optional(activity, "action")
    return optional(part(activity, "channelData"), "eventType")


def _reply_to(activity: JsonObject) -> str:
    legacy = part(part(activity, "channelData"), "legacy")
    return optional(activity, "replyToId") or optional(legacy, "replyToId")


def _locale(activity: JsonObject) -> str:
    found = optional(activity, "locale") or _client(activity, "locale")
    return found if _LOCALE.fullmatch(found) else ""


def _timezone(activity: JsonObject) -> str:
    for name in (optional(activity, "localTimezone"), _client(activity, "timezone")):
        if is_zone(name):
            return name
    return offset_of(optional(activity, "localTimestamp"))


def _client(activity: JsonObject, key: str) -> str:
    for entity in parts(activity, "entities", MAX_ENTITIES):
        if entity.get("type") == "clientInfo":
            return optional(entity, key)
    return ""


def _names(activity: JsonObject, key: str, bot_id: str) -> bool:
    return any(member.get("id") == bot_id for member in parts(activity, key))


def required(source: JsonObject, key: str, limit: int = ID_LENGTH) -> str:
    """Return a text that must be there."""
    text = optional(source, key, limit)
    if not text:
        raise BadActivity(f"The field {key} is missing.")
    return text


def optional(source: JsonObject, key: str, limit: int = ID_LENGTH) -> str:
    """Return a text of at most `limit` characters, or an empty one."""
    text = source.get(key)
    if text is None:
        return ""
    if not isinstance(text, str):
        raise BadActivity(f"The field {key} is not a text.")
    if len(text) > limit:
        raise BadActivity(f"The field {key} is too long.")
    return text


def guid(source: JsonObject, key: str) -> str:
    """Return an Entra id in lower case, or an empty text."""
    text = optional(source, key).lower()
    if text and not is_guid(text):
        raise BadActivity(f"The field {key} is not an id of Entra.")
    return text


def part(source: JsonObject, key: str) -> JsonObject:
    """Return an object, empty when it is not there."""
    value = source.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadActivity(f"The field {key} is not an object.")
    return value


def parts(source: JsonObject, key: str, limit: int | None = None) -> Iterator[JsonObject]:
    """Yield the objects of a list of at most `limit`."""
    items = source.get(key)
    if items is None:
        return
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadActivity(f"The field {key} is not a list of objects.")
    if limit is not None and len(items) > limit:
        raise BadActivity(f"The field {key} is too long.")
    yield from items
