"""Conversation references in the ledger, with a cache of what was stored a moment ago."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from cachetools import TTLCache

from bot.activities.inbound import ConversationRef, ConversationType, Inbound, Kind
from ledger import Ledger, Unit
from ledger.mail.conversations import ConversationRow
from licensing.clock import Clock

#: How long a reference that did not change counts as stored.
_TTL: Final = timedelta(hours=1)
#: Maximum number of cached references.
_MAX_SIZE: Final = 10_000

#: The reference, whose chat it is, and the time zone of the person who wrote last.
_Place = tuple[ConversationRef, str | None, str]


class ConversationRefs:
    """References that the ledger has, so that not every click stores its own again."""

    def __init__(self, clock: Clock) -> None:
        self._stored: TTLCache[_Place, bool, datetime] = TTLCache(_MAX_SIZE, _TTL, clock.now)

    def know(self, inbound: Inbound) -> bool:
        """Whether the ledger has the reference of an activity."""
        return _place(inbound) in self._stored

    def note(self, inbound: Inbound) -> None:
        """Note that the ledger has it now."""
        self._stored[_place(inbound)] = True


async def keep_ref(unit: Unit, inbound: Inbound, now: datetime) -> None:
    """Store the reference of an activity."""
    ref, person, timezone = _place(inbound)
    await unit.conversations.keep(
        tenant=ref.tenant_id,
        conversation=ref.conversation_id,
        person=person,
        service_url=ref.service_url,
        type=ref.type,
        bot_id=ref.bot_id,
        channel_id=ref.channel_id,
        seen_at=now,
        timezone=timezone,
    )


async def with_known_zone(ledger: Ledger, inbound: Inbound) -> Inbound:
    """The activity with its conversation's time zone, where it does not say one itself."""
    if inbound.timezone or inbound.kind is Kind.OTHER:
        return inbound
    here = inbound.conversation.conversation_id
    row = await ledger.query(lambda unit: unit.conversations.get(here), brief=True)
    return replace(inbound, timezone=row.timezone) if row and row.timezone else inbound


def ref_of(kept: ConversationRow) -> ConversationRef:
    """Read a stored reference."""
    return ConversationRef(
        service_url=kept.service_url,
        conversation_id=kept.conversation,
        type=ConversationType(kept.type),
        bot_id=kept.bot_id,
        tenant_id=kept.tenant,
        channel_id=kept.channel_id,
    )


def _place(inbound: Inbound) -> _Place:
    ref = inbound.conversation
    personal = ref.type is ConversationType.PERSONAL
    return ref, inbound.sender.aad_id if personal else None, inbound.timezone
