"""Conversation references in the ledger, with a cache of what was stored a moment ago."""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from bot.activities.inbound import ConversationRef, ConversationType, Inbound, Kind
from ledger import Ledger, Unit
from ledger.mail.conversations import ConversationRow

#: How long a reference that did not change counts as stored.
_TTL: Final = timedelta(hours=1)
#: Maximum number of cached references.
_MAX_SIZE: Final = 10_000

#: The reference, whose chat it is, and the time zone of the person who wrote last.
_Place = tuple[ConversationRef, str | None, str]


@dataclass(slots=True)
class ConversationRefs:
    """References that the ledger has, so that not every click stores its own again."""

    _until: OrderedDict[_Place, datetime] = field(default_factory=OrderedDict)

    def know(self, inbound: Inbound, now: datetime) -> bool:
        """Whether the ledger has the reference of an activity."""
        until = self._until.get(_place(inbound))
        return until is not None and now < until

    def note(self, inbound: Inbound, now: datetime) -> None:
        """Note that the ledger has it now."""
        place = _place(inbound)
        self._until[place] = now + _TTL
        self._until.move_to_end(place)
        while len(self._until) > _MAX_SIZE:
            self._until.popitem(last=False)


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
