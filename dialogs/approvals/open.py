"""Opening a request in one's own chat, by its number or from the list."""

from cards.approvals.trail import ENTRIES, TrailFacts, request_trail_card
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from dialogs.approvals.render import addresses_of
from dialogs.approvals.response import own_card
from dialogs.model.context import Context
from dialogs.model.request_update import ShowRequest, UpdateRequest, copy_slot
from dialogs.model.results import Reply
from dialogs.policy.approver_lookup import candidate_of
from dialogs.policy.readers import sees_everything
from licensing.errors import RequestMissing
from licensing.policy.approvers import decide_rejection
from licensing.requests.model import PersonalCopy, Request
from licensing.requests.posting import with_copy
from licensing.requests.steps import updated


async def open_below(context: Context, number: int) -> tuple[str, tuple[UpdateRequest, ...]]:
    """Post the card below, where it follows the request from now on; or say why not."""
    request = await find(context, number)
    if request is None:
        return context.texts.request_list.no_request(number), ()
    if not await concerns(context, request):
        return context.texts.request_messages.trail_denied, ()
    who = context.who
    reads_only = not await _may_decide(context, request)
    copied = with_copy(request, PersonalCopy(who.person, who.conversation, reads_only))
    after = request if copied is request else updated(request, copies=copied.copies).request
    card = await own_card(context, after)
    shown = ShowRequest(copy_slot(request, who.person), who.conversation, card, repost=True)
    return "", (UpdateRequest(after, request.version, shown=(shown,)),)


async def typed(context: Context, number: int) -> Reply:
    """Answer "request 12"."""
    if not context.who.personal:
        return Reply(text=context.texts.request_list.own_chat)
    text, updates = await open_below(context, number)
    return Reply(text=text, effects=updates)


async def typed_why(context: Context, number: int | None) -> Reply:
    """Answer "why 12"; without a number, for the request that one asked last."""
    if not context.who.personal:
        return Reply(text=context.texts.request_list.own_chat)
    request = await find(context, number) if number is not None else await _last(context)
    if request is None:
        texts = context.texts
        return Reply(
            text=texts.request_list.which_request
            if number is None
            else texts.request_list.no_request(number)
        )
    if not await concerns(context, request):
        return Reply(text=context.texts.request_messages.trail_denied)
    card: Card = await trail_card(context, request)
    return Reply(card)


async def find(context: Context, number: int) -> Request | None:
    """A request by its number; None where there is none."""
    try:
        return await context.requests.by_number(context.who.tenant, number)
    except RequestMissing:
        return None


async def _last(context: Context) -> Request | None:
    mine = await context.requests.requested_by(context.who.tenant, context.who.person, 1)
    return mine[0] if mine else None


async def press_why(context: Context, request: Request) -> Reply:
    """Show the trail in the place of the request's card, for the person who pressed."""
    if not await concerns(context, request):
        notice = Notice(NoticeKind.ADVICE, said=context.texts.request_messages.trail_denied)
        return Reply(await own_card(context, request, notice), text=notice.said)
    return Reply(
        await trail_card(context, request), text=context.texts.request_messages.trail_elsewhere
    )


async def trail_card(context: Context, request: Request) -> Card:
    """Draw the newest entries of the trail."""
    events = await context.requests.trail(request.id, ENTRIES + 1)
    cut = len(events) > ENTRIES
    people = (*request.participants, *(event.by for event in events if event.by))
    facts = TrailFacts(
        request,
        events[-ENTRIES:],
        cut,
        context.who.timezone,
        context.settings.policy,
        await addresses_of(context, request, people),
    )
    return request_trail_card(facts, context.texts)


async def concerns(context: Context, request: Request) -> bool:
    """Whether it is an admin, a reader, the requester, or someone who may decide or did."""
    person = context.who.person
    decided = {yes.by.id for yes in request.approvals}
    if person == request.requester.id or person in decided:
        return True
    if await sees_everything(context):
        return True
    return await _may_decide(context, request)


async def _may_decide(context: Context, request: Request) -> bool:
    candidate = await candidate_of(context, request)
    return decide_rejection(
        context.settings.policy, request.rule_input, candidate, context.now
    ).allowed
