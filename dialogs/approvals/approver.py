"""What approvers do with a request, judged at each press by roles and lists as they are then."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from cards.kit.actions import Field
from cards.kit.notices import Notice, NoticeKind
from dialogs.approvals.current import current_request, with_impact, with_stuck
from dialogs.approvals.response import reply_to_step
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.results import Reply
from dialogs.policy.approver_lookup import candidate_of, roles_of
from licensing.errors import FreshSignInNeeded, NotAllowed, UnknownPerson
from licensing.losses.entitlements import Entitlements
from licensing.losses.losses import losses_by
from licensing.plans.drift import Drift, drift
from licensing.plans.planned_person import PlannedPerson
from licensing.policy.approvers import Candidate, check_sign_in, decide_approval
from licensing.requests.approver import approve, ask, reject
from licensing.requests.events import Event, EventType
from licensing.requests.model import Drifted, Participant, Request
from licensing.requests.requester import is_expired
from licensing.requests.steps import Step
from licensing.tenant.people import Person
from licensing.tenant.roles import may_remove

#: Maximum length of a comment; the rest is cut off.
_LONGEST = 1_000

#: Number of people of a plan read at a time: a few milliseconds of work.
_PAGE = 500


async def press_approve(
    context: Context, request: Request, revision: int, pressed: Pressed
) -> Reply:
    """Approve the request."""
    current = await current_request(context, request)
    candidate = await candidate_of(context, current.request)
    people, roles_lost = Reread(), frozenset[str]()
    if _would_count(context, current.request, revision, candidate):
        await _check_sign_in(context, current.request)
        people = await reread(context, current.request.plan)
        impact = current.request.impact.with_current(on_hold=people.in_cases)
        current = await with_impact(context, current, impact)
        roles_lost = await _roles_lost(context, current.request, candidate)
    delegations = await context.delegations_to_me()
    step = approve(
        current.request,
        context.settings.policy,
        candidate,
        _by(context),
        revision=revision,
        drifted=people.drifted,
        comment=_words(pressed),
        run=context.ids.new(),
        now=context.now,
        delegators={one.delegator.id: one.delegator for one in delegations},
        roles_lost=roles_lost,
    )
    step = await with_stuck(context, step)
    return await _answer(context, request, step, current.events)


async def press_reject(
    context: Context, request: Request, revision: int, pressed: Pressed
) -> Reply:
    """Reject the request."""
    current = await current_request(context, request)
    step = reject(
        current.request,
        context.settings.policy,
        await candidate_of(context, current.request),
        _by(context),
        revision=revision,
        comment=_words(pressed),
        now=context.now,
    )
    return await _answer(context, request, step, current.events)


async def press_question(context: Context, request: Request, pressed: Pressed) -> Reply:
    """Ask the requester something."""
    current = await current_request(context, request)
    candidate = await candidate_of(context, current.request)
    step = ask(
        current.request,
        context.settings.policy,
        candidate,
        _by(context),
        text=_words(pressed),
        now=context.now,
    )
    return await _answer(context, request, step, current.events)


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
    texts = context.texts.request_messages
    asked = any(event.type is EventType.ASKED for event in step.events)
    said = texts.question_sent if asked else texts.decided
    done = Notice(NoticeKind.DONE, said=said) if step.done else None
    return await reply_to_step(context, request, step, done)


def _by(context: Context) -> Participant:
    return Participant(context.who.person, context.who.name)


def _words(pressed: Pressed) -> str:
    return pressed.inputs.get(Field.COMMENT, "")[:_LONGEST]


async def _roles_lost(context: Context, request: Request, candidate: Candidate) -> frozenset[str]:
    """Earlier approvers in whose name nothing can be carried out now, though it could be then.

    Their account is gone or blocked, or their role has ended. Who can't be read counts as such.
    Needed only where the person who acts has no role.
    """
    earlier = {yes.by.id for yes in request.approvals if yes.approval.has_role}
    if candidate.has_role or not earlier:
        return frozenset()
    people = await context.directory.read_people(sorted(earlier))
    lost = {one for one in earlier if one not in people or not people[one].enabled}
    for person in earlier - lost:
        try:
            allowed = may_remove(await roles_of(context, person)).allowed
        except (UnknownPerson, NotAllowed):
            allowed = False
        if not allowed:
            lost.add(person)
    return frozenset(lost)


@dataclass(frozen=True, slots=True)
class Reread:
    """The result of reading everyone who would lose something."""

    #: Those who changed since the preview, in the plan's order.
    drifted: tuple[Drifted, ...] = ()
    #: How many are in open eDiscovery cases; None where not all cases can be seen.
    in_cases: int | None = 0


async def reread(context: Context, plan: str) -> Reread:
    """Compare everyone who loses something through a plan with the plan.

    Open cases are those that the person who acts may see, or the app where a setting says so.
    """
    view = await context.lookups.cases(context.who.tenant, context.who.person)
    # All at once: reading the whole directory may then take fewer requests than looking up each.
    ids = [p.id async for page in _affected(context, plan) for p in page]
    people = await context.directory.read_people(ids)
    supplies = Entitlements(await context.products())
    found: list[Drifted] = []
    offset = in_cases = 0
    async for page in _affected(context, plan):
        for place, planned in enumerate(page, offset):
            now = people.get(planned.id)
            cases = frozenset(case.id for case in view.of(now.addresses)) if now else frozenset()
            in_cases += bool(cases)
            if change := _change(planned, now, cases, supplies):
                who = Participant(planned.id, planned.name, planned.address)
                found.append(Drifted(who, change, len(planned.removals), place))
        offset += len(page)
    complete = view.check.done and not view.check.own_view
    return Reread(tuple(found), in_cases if complete else None)


async def _affected(context: Context, plan: str) -> AsyncIterator[tuple[PlannedPerson, ...]]:
    offset = 0
    while page := await context.requests.affected(plan, offset, _PAGE):
        yield page
        offset += len(page)


def _change(
    planned: PlannedPerson, now: Person | None, cases: frozenset[str], supplies: Entitlements
) -> Drift | None:
    lost = planned.losses
    if now is not None:
        lost = losses_by(now, planned.removals, supplies, mailbox=planned.mailbox)
    if change := drift(planned, now, lost):
        return change
    return Drift.CASE_OPENED if cases - {case.id for case in planned.cases} else None
