"""Choosing the channel for requests: an admin mentions the bot there."""

from cards.approvals.channel import here_card
from cards.kit.notices import Notice, NoticeKind
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.permissions import decide
from dialogs.model.request_update import ChannelChoice
from dialogs.model.results import Answer, CardReply, Stored, TextReply
from licensing.errors import SignInNeeded
from licensing.plans.draft import Draft


async def approvals_here(context: Context) -> Answer:
    """Take this channel, or ask for a press by which Teams can sign the admin in."""
    if context.who.personal:
        return TextReply(context.texts.channel.personal)
    try:
        return await chosen(context)
    except SignInNeeded:
        draft = fresh_home(context)
        card = here_card(draft.token, context.texts)
        return CardReply(card, (Stored(draft, card),), below=True)


async def pressed_here(context: Context, draft: Draft) -> Answer:
    """The press: the card stays what it is, and the thread says that it is done."""
    answer = await chosen(context)
    if answer.channel is None:
        return answer
    card = here_card(draft.token, context.texts)
    return CardReply(card, of=draft, channel=answer.channel, remark=answer.text)


async def chosen(context: Context) -> TextReply:
    """Post requests here from now on, if a role of whoever asks for it allows."""
    who, texts = context.who, context.texts
    decision = await decide(context.directory)
    if not decision.allowed:
        return TextReply(texts.notice(Notice(NoticeKind.NOT_ALLOWED, why=decision.why)))
    return TextReply(texts.channel.done, channel=ChannelChoice(who.channel, who.team))
