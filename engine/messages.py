"""What the bot sends: cards, text and mentions as activities of the Bot Framework.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
"""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

from bot.activities.invoke_response import CARD_TYPE
from bot.http.json_body import JsonObject
from cards.kit.card import Card
from cards.words.languages import Languages
from cards.words.texts import Texts
from dialogs.model.request_update import Say, mention_mark
from ledger import Unit
from ledger.queries import language_in

#: The id of the block that says why a card is posted again.
_AGAIN: Final = "posted_again"


def card_activity(card: Card) -> JsonObject:
    """Make a message that holds one card; `summary` is what a notification shows."""
    attachment = {"contentType": CARD_TYPE, "content": card}
    activity: JsonObject = {"type": "message", "attachments": [attachment]}
    summary = card.get("speak") or card.get("fallbackText")
    return {**activity, "summary": summary} if summary else activity


def text_activity(text: str) -> JsonObject:
    """Make a message of plain text."""
    return {"type": "message", "text": text, "textFormat": "plain"}


def posted_again(activity: Mapping[str, Any], why: str) -> JsonObject:
    """The same message, whose card says at its top why it is posted again."""

    def noted(attachment: Mapping[str, Any]) -> JsonObject:
        content = attachment.get("content")
        if attachment.get("contentType") != CARD_TYPE or not isinstance(content, Mapping):
            return dict(attachment)
        note = {"type": "TextBlock", "text": why, "wrap": True, "isSubtle": True, "size": "Small"}
        note["id"] = _AGAIN
        body = [block for block in content.get("body", ()) if block.get("id") != _AGAIN]
        return {**attachment, "content": {**content, "body": [note, *body]}}

    attachments = [noted(one) for one in activity.get("attachments", ())]
    return {**activity, **({"attachments": attachments} if attachments else {})}


async def texts_in(
    unit: Unit, languages: Languages, tenant: str, person: str, conversation: str
) -> Texts:
    """The texts for what a person reads in a conversation later."""
    found = await language_in(unit, tenant, person, conversation)
    return languages.texts_read_by(found) if found else languages.in_channels


def said_activity(said: Say) -> JsonObject:
    """Make a message; plain text unless it mentions someone.

    Teams refuses a mention that is not in the text.
    """
    text, entities = escape(said.text, quote=False), []
    for place, one in enumerate(said.mentions):
        tag, mark = f"<at>{escape(one.name, quote=False)}</at>", mention_mark(place)
        if mark in text:
            text = text.replace(mark, tag)
            entities.append(
                {"type": "mention", "text": tag, "mentioned": {"id": one.id, "name": one.name}}
            )
    if not entities:
        return text_activity(said.text)
    return {"type": "message", "text": text, "textFormat": "xml", "entities": entities}
