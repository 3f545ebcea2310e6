"""Asking people whether they still need what a request would take, and taking their answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cards.approvals.consultation import ConsultationFacts, consultation_card
from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.runs.ended import End, EndedFacts, ended_card
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.request_update import (
    ANSWERS,
    AnswerConsultation,
    SetTimer,
    ShowRequest,
    consultation_slot,
)
from dialogs.model.results import Reply
from licensing.errors import PlanMissing, RequestMissing
from licensing.plans.planned_person import PlannedPerson
from licensing.requests.consultation import (
    MAX_CONSULTED,
    MAX_SCANNED,
    Consultation,
    ReplyCounts,
    count_replies,
    split_by_change,
)
from licensing.requests.consultation import Reply as Answer
from licensing.requests.model import Request, State

#: What the buttons answer.
REPLIES: Final[Mapping[str, Answer]] = {
    Verb.STILL_NEED: Answer.STILL_NEEDED,
    Verb.NOT_NEEDED: Answer.NOT_NEEDED,
}


@dataclass(frozen=True, slots=True)
class Consulted:
    """Who is asked from now on, whose question is over, and the cards of both."""

    asked: tuple[Consultation, ...] = ()
    over: tuple[Consultation, ...] = ()
    shown: tuple[ShowRequest, ...] = ()


async def consult(context: Context, request: Request, *, new: bool) -> Consulted:
    """Ask the people affected by a request; after a change only those for whom it changed."""
    plan = await context.plan(request.plan)
    before = () if new else await context.requests.consultations(request.id)
    if not before and (not context.settings.asks_people or plan.undoes):
        return Consulted()
    planned = await context.requests.affected(plan.id, 0, MAX_SCANNED)
    wanted = {one.id: one for one in planned if one.removals and one.id != request.requester.id}
    kept, over = split_by_change(
        before, {id_: frozenset(one.removals) for id_, one in wanted.items()}
    )
    for one in kept:
        del wanted[one.person]
    asked = (
        await _asked(context, request, wanted, MAX_CONSULTED - len(kept))
        if context.settings.asks_people
        else ()
    )
    context.pending.consultations[request.id] = (*kept, *asked)
    readers = await context.for_readers([one.person for one in (*over, *asked)])
    shown = [
        ShowRequest(
            consultation_slot(one),
            one.conversation,
            await _card(readers[one.person], request, one, over=gone),
        )
        for gone, some in ((True, over), (False, asked))
        for one in some
    ]
    return Consulted(asked, over, tuple(shown))


async def _asked(
    context: Context, request: Request, wanted: Mapping[str, PlannedPerson], most: int
) -> tuple[Consultation, ...]:
    chats = await context.requests.chats_of(request.tenant, list(wanted))
    # In the order of the plan: those come first who are first in its list.
    reached = [(one, chats[id_]) for id_, one in wanted.items() if id_ in chats]
    return tuple(
        Consultation(
            id=context.ids.new(),
            tenant=request.tenant,
            request=request.id,
            person=one.id,
            conversation=chat,
            token=context.ids.token(),
            products=frozenset(one.removals),
            kinds=one.losses,
        )
        for one, chat in reached[: max(0, most)]
    )


async def replies_of(context: Context, request: Request) -> ReplyCounts | None:
    """What was answered by now; None where no one is asked."""
    found = await _inquiries(context, request)
    plan = await context.plan(request.plan)
    if not found and not (context.settings.asks_people and request.is_open and not plan.undoes):
        return None
    return count_replies(found, plan.summary.affected)


async def answers_due(context: Context, request: Request) -> tuple[SetTimer, ...]:
    """Schedule another update of the cards: someone may answer while they are drawn."""
    return (SetTimer(ANSWERS, context.now),) if await _inquiries(context, request) else ()


async def answers_of(context: Context, request: Request) -> Mapping[str, Answer | None]:
    """The answers by person; None for one that is missing."""
    return {one.person: one.reply for one in await _inquiries(context, request)}


async def _inquiries(context: Context, request: Request) -> Sequence[Consultation]:
    fresh = context.pending.consultations.get(request.id)
    if fresh is not None:
        return fresh
    return await context.once(
        "inquiries", request.id, lambda: context.requests.consultations(request.id)
    )


async def press_consultation(context: Context, pressed: Pressed) -> Reply:
    """Take an answer from the person who was asked, as long as the request waits."""
    unknown = Reply(ended_card(EndedFacts(End.UNKNOWN), context.texts))
    found = await context.requests.consultation(pressed.token)
    if found is None or found.tenant != context.who.tenant:
        return unknown
    if found.person != context.who.person:
        return Reply(text=context.texts.messages.belongs_to_someone_else)
    if found.conversation != context.who.conversation:
        return unknown
    try:
        request = await context.requests.get(found.request)
        if request.state is State.OPEN and context.now >= request.expires_at:
            # Its timer has not come to it yet.
            return await _late(context, request, found, State.EXPIRED)
        if not request.is_open:
            return await _late(context, request, found, request.state)
        if pressed.token != found.token:
            moved = Notice(NoticeKind.MOVED_ON)
            card = await _card(context, request, found, notice=moved)
            return Reply(card, (AnswerConsultation(found, request, card),))
        after = found.answered(REPLIES[pressed.verb], context.ids.token(), context.now)
        card = await _card(context, request, after)
        return Reply(card, (AnswerConsultation(after, request, card, before=found.token),))
    except (RequestMissing, PlanMissing):
        return unknown


async def cards_of_ended(context: Context, request: Request) -> tuple[ShowRequest, ...]:
    """Notify everyone who was asked of the end of a request; nothing while it is open."""
    if request.is_open:
        return ()
    asked = await _inquiries(context, request)
    readers = await context.for_readers([one.person for one in asked])
    return tuple(
        [
            ShowRequest(
                consultation_slot(one),
                one.conversation,
                await _card(readers[one.person], request, one, state=request.state),
            )
            for one in asked
        ]
    )


async def _late(
    context: Context, request: Request, consultation: Consultation, state: State
) -> Reply:
    card = await _card(context, request, consultation, state=state, late=True)
    return Reply(card, (AnswerConsultation(consultation, request, card),))


async def _card(
    context: Context,
    request: Request,
    consultation: Consultation,
    *,
    state: State = State.OPEN,
    late: bool = False,
    over: bool = False,
    notice: Notice | None = None,
) -> Card:
    plan = await context.plan(request.plan)
    mine = context.who.person == consultation.person
    facts = ConsultationFacts(
        consultation=consultation,
        products=plan.products,
        day=context.today,
        terms=plan.terms,
        requester=request.requester.name,
        until=request.expires_at,
        zone=context.who.timezone if mine else request.timezone,
        state=state,
        late=late,
        over=over,
        notice=notice,
    )
    return consultation_card(facts, context.texts)
