"""How a conversation is reached, as the ledger keeps it."""

from dataclasses import asdict

from bot.inbound import ConversationRef, ConversationType
from bot.wire import JsonObject


def ref_to_json(ref: ConversationRef) -> JsonObject:
    """Write a reference down."""
    return asdict(ref)


def ref_from_json(kept: JsonObject) -> ConversationRef:
    """Read a reference back; fields that a later version added are passed over."""
    return ConversationRef(
        service_url=kept["service_url"],
        conversation_id=kept["conversation_id"],
        type=ConversationType(kept["type"]),
        bot_id=kept["bot_id"],
        tenant_id=kept["tenant_id"],
        channel_id=kept.get("channel_id", "msteams"),
    )
