"""Choosing the channel for requests: an admin mentions the bot there."""

from dataclasses import replace

from cards.approvals.channel import choose_channel_card
from cards.kit.notices import Notice, NoticeKind
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.permissions import decide_for_everyone
from dialogs.model.request_update import ChooseChannel
from dialogs.model.results import Reply, posted
from licensing.errors import SignInNeeded
from licensing.plans.draft import Draft


async def typed(context: Context) -> Reply:
    """Take this channel, or ask for a press by which Teams can sign the admin in."""
    if context.who.personal:
        return Reply(text=context.texts.channel.personal)
    try:
        return await choose(context)
    except SignInNeeded:
        draft = fresh_home(context)
        card = choose_channel_card(draft.token, context.texts)
        return posted(draft, card)


async def press(context: Context, draft: Draft) -> Reply:
    """The press: the card stays what it is, and the thread says that it is done."""
    reply = await choose(context)
    return (
        replace(reply, card=choose_channel_card(draft.token, context.texts))
        if reply.effects
        else reply
    )


async def choose(context: Context) -> Reply:
    """Post requests here from now on, if a role of the person who asks for it allows."""
    who, texts = context.who, context.texts
    if who.personal:
        # The button exists in channels only; a press from elsewhere is forged.
        return Reply(text=texts.channel.personal)
    decision = await decide_for_everyone(context.directory)
    if not decision.allowed:
        return Reply(text=texts.notice(Notice(NoticeKind.NOT_ALLOWED, why=decision.why)))
    return Reply(text=texts.channel.done, effects=(ChooseChannel(who.channel, who.team),))
