"""How a conversation is reached, as the ledger keeps it."""

from datetime import datetime

from bot.inbound import ConversationRef, ConversationType, Inbound
from bot.ports import Conversation, Unit


async def keep_ref(unit: Unit, inbound: Inbound, now: datetime) -> None:
    """Remember how the conversation of an activity is reached."""
    ref = inbound.conversation
    personal = ref.type is ConversationType.PERSONAL
    await unit.conversations.keep(
        tenant=ref.tenant_id,
        conversation=ref.conversation_id,
        person=inbound.sender.aad_id if personal else None,
        service_url=ref.service_url,
        type=ref.type,
        bot_id=ref.bot_id,
        channel_id=ref.channel_id,
        seen_at=now,
    )


def ref_of(kept: Conversation) -> ConversationRef:
    """Read a reference back."""
    return ConversationRef(
        service_url=kept.service_url,
        conversation_id=kept.conversation,
        type=ConversationType(kept.type),
        bot_id=kept.bot_id,
        tenant_id=kept.tenant,
        channel_id=kept.channel_id,
    )
