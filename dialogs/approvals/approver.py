"""What approvers do with a request, judged at each press by roles and lists as they are then."""

from dataclasses import replace

from cards.kit.actions import Field
from cards.kit.notices import Notice, NoticeKind
from dialogs.approvals.response import reply_to_step
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.results import Reply
from dialogs.policy.approver_lookup import candidate_of
from licensing.errors import FreshSignInNeeded
from licensing.losses.losses import losses
from licensing.plans.drift import drift
from licensing.plans.planned_person import PlannedPerson
from licensing.policy.approvers import Candidate, check_sign_in, decide_approval
from licensing.requests.approver import apply_policy, approve, ask, reject
from licensing.requests.events import Event
from licensing.requests.model import Drifted, Participant, Request
from licensing.requests.requester import is_expired
from licensing.requests.steps import Step
from licensing.tenant.people import Person

#: Maximum length of a comment; the rest is cut off.
_LONGEST = 1_000

#: Number of people read at a time, with one request to the tenant.
_PAGE = 1_000


async def press_approve(
    context: Context, request: Request, revision: int, pressed: Pressed
) -> Reply:
    """Approve the request."""
    today, events = _today(context, request)
    candidate = await candidate_of(context, today)
    changed: tuple[Drifted, ...] = ()
    if _would_count(context, today, revision, candidate):
        await _check_sign_in(context, today)
        changed = await find_drift(context, today)
    lent = await context.delegations_to_me()
    step = approve(
        today,
        context.settings.policy,
        candidate,
        _by(context),
        revision=revision,
        drifted=changed,
        comment=_words(pressed),
        run=context.ids.new(),
        now=context.now,
        givers={one.delegator.id: one.delegator for one in lent},
    )
    return await _answer(context, request, step, events)


async def press_reject(
    context: Context, request: Request, revision: int, pressed: Pressed
) -> Reply:
    """Reject the request."""
    today, events = _today(context, request)
    step = reject(
        today,
        context.settings.policy,
        await candidate_of(context, today),
        _by(context),
        revision=revision,
        comment=_words(pressed),
        now=context.now,
    )
    return await _answer(context, request, step, events)


async def press_question(context: Context, request: Request, pressed: Pressed) -> Reply:
    """Ask the requester something."""
    today, events = _today(context, request)
    candidate = await candidate_of(context, today)
    step = ask(
        today,
        context.settings.policy,
        candidate,
        _by(context),
        text=_words(pressed),
        now=context.now,
    )
    return await _answer(context, request, step, events)


def _today(context: Context, request: Request) -> tuple[Request, tuple[Event, ...]]:
    """The request under the policy of today: approvals by other rules no longer count."""
    if not request.is_open or is_expired(request, context.now):
        return request, ()
    step = apply_policy(request, context.settings.policy, context.now)
    return (step.request, step.events) if step else (request, ())


def _would_count(context: Context, request: Request, revision: int, candidate: Candidate) -> bool:
    """Whether the yes counts by the lists, so that the rest is worth looking at."""
    if not request.is_open or is_expired(request, context.now) or revision != request.revision:
        return False
    judgement = decide_approval(
        context.settings.policy,
        request.rule_input,
        candidate,
        request.counted_approvals,
        context.now,
    )
    return judgement.verdict.allowed


async def _check_sign_in(context: Context, request: Request) -> None:
    """For many people the approver proves again who they are, where people sign in at all."""
    if context.accounts is None:
        return
    who, rule = context.who, context.settings.policy.fresh_sign_in
    if rule is None or request.impact.people < rule.people_from:
        return
    proven_at = await context.requests.signed_in_at(who.tenant, who.person)
    if not check_sign_in(rule, request.impact.people, proven_at, context.now).allowed:
        raise FreshSignInNeeded


async def _answer(
    context: Context, request: Request, step: Step, events: tuple[Event, ...]
) -> Reply:
    step = replace(step, events=(*events, *step.events))
    texts = context.texts
    done = Notice(NoticeKind.DONE, said=texts.request_messages.decided) if step.done else None
    return await reply_to_step(context, request, step, done)


def _by(context: Context) -> Participant:
    return Participant(context.who.person, context.who.name)


def _words(pressed: Pressed) -> str:
    return pressed.inputs.get(Field.COMMENT, "")[:_LONGEST]


async def find_drift(context: Context, request: Request) -> tuple[Drifted, ...]:
    """Compare everyone from whom something would go with the plan, in the plan's order."""
    found: list[Drifted] = []
    offset = 0
    while page := await context.requests.affected(request.plan, offset, _PAGE):
        people = await context.directory.read_people([person.id for person in page])
        for planned in page:
            found += await _compared(context, planned, people.get(planned.id))
        offset += len(page)
    return tuple(found)


async def _compared(context: Context, planned: PlannedPerson, now: Person | None) -> list[Drifted]:
    products = await context.products()
    lost = planned.losses
    if now is not None:
        lost = losses(now, planned.removals, products, mailbox=planned.mailbox)
    change = drift(planned, now, lost)
    who = Participant(planned.id, planned.name)
    return [Drifted(who, change, len(planned.removals))] if change else []
