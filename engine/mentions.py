"""Sentences that call people by name, as activities.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
"""

from html import escape

from bot.http.json_body import JsonObject
from dialogs.model.request_update import Say
from engine.messages import text_activity


def said_activity(said: Say) -> JsonObject:
    """Make a message; plain text unless it calls somebody."""
    if not said.mentions:
        return text_activity(said.text)
    tags = [f"<at>{escape(one.name, quote=False)}</at>" for one in said.mentions]
    entities = [
        {"type": "mention", "text": tag, "mentioned": {"id": one.id, "name": one.name}}
        for tag, one in zip(tags, said.mentions, strict=True)
    ]
    text = f"{' '.join(tags)} {escape(said.text, quote=False)}"
    return {"type": "message", "text": text, "textFormat": "xml", "entities": entities}
