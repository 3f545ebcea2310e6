"""Why a request is where it is, for those whom it concerns."""

from cards.approvals.trail import ENTRIES, WhyFacts, why_card
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from dialogs.approvals.concerns import concerns
from dialogs.approvals.response import own_card
from dialogs.model.context import Context
from dialogs.model.results import CardReply
from licensing.requests.model import Request


async def why(context: Context, request: Request) -> CardReply:
    """Show the trail in the place of the request's card, for whoever pressed."""
    if not await concerns(context, request):
        notice = Notice(NoticeKind.ADVICE, said=context.words.trail_denied)
        return CardReply(await own_card(context, request, notice), remark=notice.said)
    return CardReply(await trail_card(context, request), remark=context.words.trail_elsewhere)


async def trail_card(context: Context, request: Request) -> Card:
    """Draw the newest entries of the trail."""
    events = await context.requests.trail(request.id, ENTRIES + 1)
    cut = len(events) > ENTRIES
    facts = WhyFacts(request, events[-ENTRIES:], cut, context.who.timezone, context.policy)
    return why_card(facts, context.words)
