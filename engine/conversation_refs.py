"""How conversations are reached, as the ledger keeps it."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.activities.inbound import ConversationRef, ConversationType, Inbound
from ledger import Unit
from ledger.mail.conversations import ConversationRow

#: A conversation that did not move is written down again after this time.
_AGAIN: Final = timedelta(hours=1)
#: So many conversations are remembered.
_MOST: Final = 10_000

#: How it is reached, whose chat it is, and in which time zone whoever wrote last is.
_Place = tuple[ConversationRef, str | None, str]


@dataclass(slots=True)
class ConversationRefs:
    """What the ledger was told a moment ago, so that not every click tells it again."""

    _until: OrderedDict[_Place, datetime] = field(default_factory=OrderedDict)

    def know(self, inbound: Inbound, now: datetime) -> bool:
        """Whether the ledger knows how the conversation of an activity is reached."""
        until = self._until.get(_place(inbound))
        return until is not None and now < until

    def note(self, inbound: Inbound, now: datetime) -> None:
        """The ledger keeps it now."""
        place = _place(inbound)
        self._until[place] = now + _AGAIN
        self._until.move_to_end(place)
        while len(self._until) > _MOST:
            self._until.popitem(last=False)


async def keep_ref(unit: Unit, inbound: Inbound, now: datetime) -> None:
    """Remember in the ledger how the conversation of an activity is reached."""
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


def ref_of(kept: ConversationRow) -> ConversationRef:
    """Read a reference back."""
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
