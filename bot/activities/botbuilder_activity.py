"""Conversion to and from botbuilder: an `Activity` for its turn, a `ConversationRef` back.

The `Activity` is filled field by field instead of deserialized: botbuilder's models stop at a date
or an entity that they can't read and lose the tenant (they look for "tenantID").
"""

from collections.abc import Mapping
from typing import Any

from botbuilder.schema import Activity, ChannelAccount, ConversationAccount

from bot.activities.inbound import ConversationRef, ConversationType, Inbound, Sender


def activity_of(inbound: Inbound) -> Activity:
    """Return what botbuilder's middleware sees of a turn."""
    ref = inbound.conversation
    return Activity(
        type=str(inbound.raw.get("type", inbound.kind.value)),
        id=inbound.activity_id,
        service_url=ref.service_url,
        channel_id=ref.channel_id,
        from_property=_account(inbound.sender),
        recipient=ChannelAccount(id=ref.bot_id),
        conversation=ConversationAccount(
            id=ref.conversation_id,
            conversation_type=ref.type.value,
            is_group=ref.type is not ConversationType.PERSONAL,
        ),
        channel_data=inbound.raw.get("channelData") or {"tenant": {"id": ref.tenant_id}},
        text=inbound.text,
        value=inbound.value,
        name=inbound.name,
        reply_to_id=inbound.reply_to,
        locale=inbound.locale,
        local_timezone=inbound.timezone,
    )


def ref_of(activity: Activity) -> ConversationRef:
    """Return where a turn's answers go."""
    kind = activity.conversation.conversation_type
    return ConversationRef(
        service_url=activity.service_url,
        conversation_id=activity.conversation.id,
        type=ConversationType(kind) if kind else ConversationType.PERSONAL,
        bot_id=activity.recipient.id,
        tenant_id=_tenant(activity.channel_data),
        channel_id=activity.channel_id,
    )


def _account(person: Sender) -> ChannelAccount:
    return ChannelAccount(id=person.teams_id, name=person.name, aad_object_id=person.aad_id)


def _tenant(channel_data: object) -> str:
    tenant: Any = channel_data.get("tenant") if isinstance(channel_data, Mapping) else None
    return str(tenant.get("id", "")) if isinstance(tenant, Mapping) else ""
