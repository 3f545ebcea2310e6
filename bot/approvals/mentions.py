"""Sentences that call people by name, as activities.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
"""

from html import escape

from bot.activities import text_activity
from bot.wire import JsonObject
from dialogs.approvals.deals import Said


def said_activity(said: Said) -> JsonObject:
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
