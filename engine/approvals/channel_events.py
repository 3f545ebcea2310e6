"""Events of teams and channels: the channel for requests is gone, or has new members.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

from datetime import datetime
from typing import Final

from bot.activities.inbound import ConversationType, Inbound, Kind
from cards.words.languages import Languages
from dialogs.model.request_update import CHANNEL, ROSTER
from engine.messages import text_activity, texts_in
from ledger import Unit
from licensing.journal import EntryKind as JournalKind
from licensing.journal import Note
from licensing.tenant.roles import ActingMode

_GONE: Final = frozenset({"channelDeleted", "teamDeleted", "teamHardDeleted", "teamArchived"})


def concerns_teams(inbound: Inbound) -> bool:
    """Whether an activity is about a team, a channel or a group chat."""
    if inbound.conversation.type is ConversationType.PERSONAL:
        return False
    return inbound.kind is Kind.CONVERSATION_UPDATE or (
        inbound.kind is Kind.INSTALLATION and inbound.event.startswith("remove")
    )


async def note_teams(
    unit: Unit, inbound: Inbound, languages: Languages, acting: ActingMode, now: datetime
) -> bool:
    """Store the consequences; True when a timer was set."""
    chosen = await unit.channels.of(inbound.tenant_id)
    if chosen is None:
        return False
    where = inbound.conversation.conversation_id.partition(";")[0]
    in_team = where in {chosen.conversation, chosen.team} or inbound.team == chosen.team != ""
    if not in_team:
        return False
    if not _is_lost(inbound, chosen.conversation):
        await unit.timers.set(ROSTER, chosen.conversation, inbound.tenant_id, now)
        return True
    await unit.channels.forget(inbound.tenant_id, chosen.conversation)
    actor = inbound.sender.aad_id
    what = {"event": inbound.event or inbound.kind.value}
    note = Note(JournalKind.CHANNEL_LOST, actor, acting, what=what)
    await unit.journal.append(inbound.tenant_id, now, note)
    await unit.timers.set(CHANNEL, inbound.tenant_id, inbound.tenant_id, now)
    own = await unit.conversations.personal(inbound.tenant_id, chosen.chosen_by)
    if own is not None:
        texts = await texts_in(unit, languages, inbound.tenant_id, chosen.chosen_by, own)
        await unit.outbox.say(own, text_activity(texts.channel.lost), now)
    return True


def _is_lost(inbound: Inbound, channel: str) -> bool:
    if inbound.bot_removed or inbound.kind is Kind.INSTALLATION:
        return True
    if inbound.event not in _GONE:
        return False
    return inbound.event != "channelDeleted" or inbound.channel == channel
