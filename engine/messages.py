"""What the bot sends: cards and lines of text as activities of the Bot Framework."""

from bot.activities.invoke_response import CARD_TYPE
from bot.http.json_body import JsonObject
from cards.kit.card import Card


def card_activity(card: Card) -> JsonObject:
    """Make a message that holds one card; `summary` is what a notification shows."""
    attachment = {"contentType": CARD_TYPE, "content": card}
    activity: JsonObject = {"type": "message", "attachments": [attachment]}
    summary = card.get("speak") or card.get("fallbackText")
    return {**activity, "summary": summary} if summary else activity


def text_activity(text: str) -> JsonObject:
    """Make a message of plain text."""
    return {"type": "message", "text": text, "textFormat": "plain"}
