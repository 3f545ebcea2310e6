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

#: The reference, whether it is a personal chat, and the person who wrote last, with their time
#: zone and their client's locale.
_Place = tuple[ConversationRef, bool, str, str, str]


class ConversationRefs:
    """References that the ledger has, so that not every click stores its own again."""

    def __init__(self, clock: Clock) -> None:
        #: By conversation and person, so that an earlier client or time zone that a person comes
        #: back to is stored again.
        self._stored: TTLCache[tuple[str, str], _Place, datetime] = TTLCache(
            _MAX_SIZE, _TTL, clock.now
        )

    def know(self, inbound: Inbound) -> bool:
        """Whether the ledger has the reference of an activity."""
        return self._stored.get(_key(inbound)) == _place(inbound)

    def note(self, inbound: Inbound) -> None:
        """Note that the ledger has it now."""
        self._stored[_key(inbound)] = _place(inbound)


async def keep_ref(unit: Unit, inbound: Inbound, now: datetime) -> None:
    """Store the reference of an activity, and the locale of the client that sent it."""
    ref, personal, person, timezone, locale = _place(inbound)
    await unit.conversations.keep(
        tenant=ref.tenant_id,
        conversation=ref.conversation_id,
        person=person if personal else None,
        service_url=ref.service_url,
        type=ref.type,
        bot_id=ref.bot_id,
        channel_id=ref.channel_id,
        seen_at=now,
        timezone=timezone,
    )
    if person and locale:
        await unit.person_languages.keep_locale(ref.tenant_id, person, locale)


async def with_what_is_known(ledger: Ledger, inbound: Inbound) -> Inbound:
    """The activity with the language that its sender chose.

    And with its conversation's time zone and its sender's locale, where it does not say them.
    """
    if inbound.kind is Kind.OTHER:
        return inbound
    tenant, sender = inbound.tenant_id, inbound.sender.aad_id
    here = inbound.conversation.conversation_id

    async def look(unit: Unit) -> Inbound:
        language = await unit.person_languages.get(tenant, sender)
        zone = inbound.timezone
        if not zone and (row := await unit.conversations.get(here)) is not None:
            zone = row.timezone
        locale = inbound.locale or language.locale
        return replace(inbound, timezone=zone, locale=locale, language_chosen=language.chosen)

    return await ledger.query(look, brief=True)


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


def _key(inbound: Inbound) -> tuple[str, str]:
    return inbound.conversation.conversation_id, inbound.sender.aad_id


def _place(inbound: Inbound) -> _Place:
    ref = inbound.conversation
    personal = ref.type is ConversationType.PERSONAL
    return ref, personal, inbound.sender.aad_id, inbound.timezone, inbound.locale
