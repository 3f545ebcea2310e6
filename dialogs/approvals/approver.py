"""What approvers do with a request, judged at each press by roles and lists as they are then."""

from dataclasses import replace

from cards.kit.actions import Field
from cards.kit.notices import Notice, NoticeKind
from dialogs.approvals.drifting import drifted
from dialogs.approvals.response import answered
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.results import CardReply
from dialogs.policy.approver_lookup import candidate_of
from licensing.errors import FreshSignInNeeded
from licensing.policy.approvers import Candidate, judge, judge_sign_in
from licensing.requests.approver import approve, ask, reject, under
from licensing.requests.events import Event
from licensing.requests.model import Drifted, Participant, Request
from licensing.requests.requester import too_late
from licensing.requests.steps import Step

#: More of a comment is not kept.
_LONGEST = 1_000


async def approved(scene: Context, request: Request, revision: int, pressed: Pressed) -> CardReply:
    """Say yes."""
    today, events = _today(scene, request)
    candidate = await candidate_of(scene, today)
    changed: tuple[Drifted, ...] = ()
    if _would_count(scene, today, revision, candidate):
        await _check_sign_in(scene, today)
        changed = await drifted(scene, today)
    lent = await scene.lent_to_me()
    step = approve(
        today,
        scene.policy,
        candidate,
        _by(scene),
        revision=revision,
        drifted=changed,
        comment=_words(pressed),
        run=scene.ids.new(),
        now=scene.now,
        givers={one.giver.id: one.giver for one in lent},
    )
    return await _answer(scene, request, step, events)


async def rejected(scene: Context, request: Request, revision: int, pressed: Pressed) -> CardReply:
    """Say no."""
    today, events = _today(scene, request)
    step = reject(
        today,
        scene.policy,
        await candidate_of(scene, today),
        _by(scene),
        revision=revision,
        comment=_words(pressed),
        now=scene.now,
    )
    return await _answer(scene, request, step, events)


async def questioned(scene: Context, request: Request, pressed: Pressed) -> CardReply:
    """Ask the requester something."""
    today, events = _today(scene, request)
    candidate = await candidate_of(scene, today)
    step = ask(today, scene.policy, candidate, _by(scene), text=_words(pressed), now=scene.now)
    return await _answer(scene, request, step, events)


def _today(scene: Context, request: Request) -> tuple[Request, tuple[Event, ...]]:
    """The request under the policy of today: approvals by other rules count no more."""
    if not request.is_open or too_late(request, scene.now):
        return request, ()
    step = under(request, scene.policy, scene.now)
    return (step.request, step.events) if step else (request, ())


def _would_count(scene: Context, request: Request, revision: int, candidate: Candidate) -> bool:
    """Whether the yes counts by the lists, so that the rest is worth looking at."""
    if not request.is_open or too_late(request, scene.now) or revision != request.revision:
        return False
    judgement = judge(scene.policy, request.case, candidate, request.counted, scene.now)
    return judgement.verdict.allowed


async def _check_sign_in(scene: Context, request: Request) -> None:
    """For many people the approver proves anew who they are, where people sign in at all."""
    if scene.accounts is None:
        return
    who, rule = scene.who, scene.policy.fresh_sign_in
    if rule is None or request.stakes.people < rule.people_from:
        return
    proven_at = await scene.requests.signed_in_at(who.tenant, who.person)
    if not judge_sign_in(rule, request.stakes.people, proven_at, scene.now).allowed:
        raise FreshSignInNeeded


async def _answer(
    scene: Context, request: Request, step: Step, events: tuple[Event, ...]
) -> CardReply:
    step = replace(step, events=(*events, *step.events))
    words = scene.words
    done = Notice(NoticeKind.DONE, said=words.decided) if step.done else None
    return await answered(scene, request, step, done)


def _by(scene: Context) -> Participant:
    return Participant(scene.who.person, scene.who.name)


def _words(pressed: Pressed) -> str:
    return pressed.inputs.get(Field.COMMENT, "")[:_LONGEST]
