"""Typed commands about requests, valid at any step of a flow."""

from cards.approvals.policy import PolicyFacts, policy_card
from dialogs.approvals import channel, delegation
from dialogs.approvals import list as request_list
from dialogs.approvals import open as open_request
from dialogs.commands import Phrase, number_after, read_delegation, says
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.results import Reply, posted


async def reply_about_requests(context: Context, text: str) -> Reply | None:
    """Answer what is about requests; None for any other text."""
    languages = context.languages
    if says(text, Phrase.APPROVALS_HERE, languages):
        return await channel.typed(context)
    if says(text, Phrase.REQUESTS, languages):
        return await request_list.typed(context)
    if says(text, Phrase.POLICY, languages):
        return await _policy(context)
    if (number := number_after(text, Phrase.REQUEST, languages)) is not None:
        return await open_request.typed(context, number)
    why = number_after(text, Phrase.WHY, languages)
    if why is not None or says(text, Phrase.WHY, languages):
        return await open_request.typed_why(context, why)
    if (found := read_delegation(text, languages)) is not None:
        return await delegation.typed(context, *found)
    return None


async def _policy(context: Context) -> Reply:
    """Show the policy as the bot read it."""
    draft = fresh_home(context)
    channel = await context.requests.channel(context.who.tenant)
    card = policy_card(
        PolicyFacts(context.settings.policy, bool(channel), draft.token), context.texts
    )
    return posted(draft, card)
