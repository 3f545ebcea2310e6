"""Why a request is where it is, for those whom it concerns."""

from cards.approvals.trail import ENTRIES, WhyFacts, why_card
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from dialogs.approvals.concerns import concerns
from dialogs.approvals.response import own_card
from dialogs.model.context import Context
from dialogs.model.results import CardReply
from licensing.requests.model import Request


async def why(scene: Context, request: Request) -> CardReply:
    """Show the trail in the place of the request's card, for whoever pressed."""
    if not await concerns(scene, request):
        notice = Notice(NoticeKind.ADVICE, said=scene.words.trail_denied)
        return CardReply(await own_card(scene, request, notice), remark=notice.said)
    return CardReply(await trail_card(scene, request), remark=scene.words.trail_elsewhere)


async def trail_card(scene: Context, request: Request) -> Card:
    """Draw the newest entries of the trail."""
    events = await scene.requests.trail(request.id, ENTRIES + 1)
    cut = len(events) > ENTRIES
    facts = WhyFacts(request, events[-ENTRIES:], cut, scene.who.timezone, scene.policy)
    return why_card(facts, scene.words)
