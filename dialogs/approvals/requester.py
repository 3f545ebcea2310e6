"""What the requester does with a request that is there: answer, remind, withdraw, change, again."""

from dataclasses import replace

from cards.kit.actions import Field
from cards.kit.notices import Notice, NoticeKind
from dialogs.approvals.response import own_card, reply_to_step
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.results import ContinueBelow, Reply, Transition
from licensing.errors import PlanMissing
from licensing.plans.draft import Draft, Journey, Step
from licensing.requests.model import Participant, Request
from licensing.requests.reminders import remind
from licensing.requests.requester import answer, is_expired, withdraw
from licensing.requests.steps import StepProblem, unchanged
from licensing.runs.outcome import Outcome

#: Maximum length of an answer; the rest is cut off.
_LONGEST = 1_000
#: Number of outcomes read at a time, and maximum number of people requested again.
_PAGE = 500
_MOST_AGAIN = 100_000
#: Where the choices of each journey are changed.
_BEGINS = {
    Journey.BY_PRODUCT: Step.PEOPLE,
    Journey.BY_USER: Step.LICENSES,
    Journey.MANY_USERS: Step.PEOPLE,
}


async def press_answer(context: Context, request: Request, pressed: Pressed) -> Reply:
    """Answer the first open question."""
    text = pressed.inputs.get(Field.ANSWER, "")[:_LONGEST]
    step = answer(request, _by(context), text, context.now)
    return await reply_to_step(context, request, step)


async def press_remind(context: Context, request: Request) -> Reply:
    """Remind the approvers by hand."""
    step = remind(request, context.now, _by(context))
    done = Notice(NoticeKind.DONE, said=context.texts.request_messages.reminded(request.number))
    return await reply_to_step(context, request, step, done)


async def press_withdraw(context: Context, request: Request) -> Reply:
    """Take the request back."""
    return await reply_to_step(context, request, withdraw(request, _by(context), context.now))


async def press_change(context: Context, request: Request) -> Reply | ContinueBelow:
    """Begin a draft below with everything that was chosen; sending it changes the request."""
    if trouble := _not_mine(context, request):
        return await reply_to_step(context, request, unchanged(request, trouble))
    if not request.is_open or is_expired(request, context.now):
        return await reply_to_step(context, request, unchanged(request, StepProblem.ENDED))
    draft = await _new_flow(context, request)
    step = _BEGINS.get(draft.journey, Step.PEOPLE) if draft.journey else Step.PEOPLE
    return await _below(context, request, replace(draft, step=step, request=request.id))


async def press_ask_again(context: Context, request: Request) -> Reply | ContinueBelow:
    """Begin a draft below for those only who were skipped."""
    if trouble := _not_mine(context, request):
        return await reply_to_step(context, request, unchanged(request, trouble))
    draft = await _new_flow(context, request)
    held = await held_back(context, request)
    people = tuple(person for person in draft.people if person.id in held)
    step = Step.LICENSES if draft.journey is Journey.BY_USER else Step.PEOPLE
    return await _below(context, request, replace(draft, step=step, people=people))


async def held_back(context: Context, request: Request) -> frozenset[str]:
    """Ids of those who changed before the approval, and of those skipped by the run."""
    found = {one.person.id for one in request.held_back}
    if request.run is None:
        return frozenset(found)
    for offset in range(0, _MOST_AGAIN, _PAGE):
        page = await context.queries.outcomes(request.run, offset, _PAGE)
        held = (p for p in page if any(line.outcome is Outcome.HELD_BACK for line in p.lines))
        found |= {person.id for person in held}
        if not page:
            break
    return frozenset(found)


async def _new_flow(context: Context, request: Request) -> Draft:
    """A new draft with the choices of the one that led to the request."""
    earlier = await context.requests.draft(request.draft)
    if earlier is None:
        raise PlanMissing
    return Draft(
        id=earlier.id,
        tenant=request.tenant,
        owner=context.who.person,
        conversation=context.who.conversation,
        journey=earlier.journey,
        step=Step.PEOPLE,
        token=earlier.token,
        products=earlier.products,
        all_products=earlier.all_products,
        people=earlier.people,
        reason=request.reason,
    )


async def _below(context: Context, request: Request, draft: Draft) -> ContinueBelow:
    """Continue in a new card; the pressed one still shows the request."""
    notice = Notice(NoticeKind.DONE, said=context.texts.request_messages.continued_below)
    card = await own_card(context, request, notice)
    return ContinueBelow(Transition(draft), card, notice.said)


def _not_mine(context: Context, request: Request) -> StepProblem | None:
    mine = context.who.person == request.requester.id
    return None if mine else StepProblem.NOT_REQUESTER


def _by(context: Context) -> Participant:
    return Participant(context.who.person, context.who.name)
