"""Typed commands about requests, valid at any step of a flow."""

import re
from typing import Final

from cards.approvals.policy import PolicyFacts, policy_card
from dialogs.approvals import channel, delegation
from dialogs.approvals import list as request_list
from dialogs.approvals import open as open_request
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.results import Reply, posted
from licensing.tenant.spelling import folded

_REQUESTS: Final = frozenset({"requests", "my requests", "approvals"})
_POLICY: Final = frozenset({"policy", "the policy", "rules"})
_HERE: Final = frozenset({"approvals here", "approval here", "post approvals here"})
_ONE: Final = re.compile(r"(?:request|open)\s*#?\s*([0-9]{1,9})")
_WHY: Final = re.compile(r"why(?:\s+request)?(?:\s*#?\s*([0-9]{1,9}))?\s*\??")
_DELEGATION: Final = re.compile(
    r"(?:delegate|delegation|delegations|lend|stand-in)(?:\s+to\s+(?P<delegate>.+?))?"
    r"(?:\s+until\s+(?P<until>[0-9]{4}-[0-9]{2}-[0-9]{2}))?",
    re.IGNORECASE,
)


async def reply_about_requests(context: Context, text: str) -> Reply | None:
    """Answer what is about requests; None for any other text."""
    said = " ".join(text.split()).rstrip("!.").strip()
    words = folded(said)
    if words in _HERE:
        return await channel.typed(context)
    if words in _REQUESTS:
        return await request_list.typed(context)
    if words in _POLICY:
        return await _policy(context)
    if one := _ONE.fullmatch(words):
        return await open_request.typed(context, int(one[1]))
    if why := _WHY.fullmatch(words):
        return await open_request.typed_why(context, int(why[1]) if why[1] else None)
    if found := _DELEGATION.fullmatch(said):
        return await delegation.typed(context, found["delegate"] or "", found["until"] or "")
    return None


async def _policy(context: Context) -> Reply:
    """Show the policy as the bot read it."""
    draft = fresh_home(context)
    channel = await context.requests.channel(context.who.tenant)
    card = policy_card(
        PolicyFacts(context.settings.policy, bool(channel), draft.token), context.texts
    )
    return posted(draft, card)
