"""Asking for approval: the last step of a walk whose plan somebody else has to approve."""

from dataclasses import replace

from cards.approvals.submit import AskFacts, ask_card
from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from dialogs.approvals.build_update import build_update
from dialogs.model.context import Context, Transition
from dialogs.model.events import Pressed
from dialogs.model.permissions import decide
from dialogs.policy.check import PolicyCheck, audience_of, check_policy
from dialogs.removal.consents import needed, spoken, ticked
from licensing.plans.draft import Draft, Step
from licensing.plans.plan import Plan
from licensing.policy.progress import still_needed
from licensing.policy.submission import Way, check_justification
from licensing.requests.model import Participant
from licensing.requests.posting import first_put
from licensing.requests.requester import Asked, change, open_request


async def show(scene: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw what is asked, whose approval it needs, and the boxes."""
    plan = await scene.plan(draft.plan or "")
    weighed = await weighed_by(scene, plan)
    rules = weighed.asking.rules
    facts = AskFacts(
        plan=plan,
        rules=rules,
        approvals=max(1, still_needed(rules, weighed.stakes.people, ())),
        justification=scene.policy.justification,
        reason=draft.reason,
        needed=needed(plan),
        accepted=draft.accepted,
        token=draft.token,
        changes=draft.request is not None,
        notice=notice,
    )
    return ask_card(facts, scene.words)


async def press(scene: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Take the reason and the boxes, and send the request."""
    if pressed.verb == Verb.SEND_REQUEST:
        reason = pressed.inputs.get(Field.REASON, "").strip()
        draft = replace(draft, reason=reason, accepted=ticked(pressed))
    elif pressed.verb != Verb.NEXT:
        return Transition(draft)
    return await send(scene, draft)


async def say(scene: Context, draft: Draft, text: str) -> Transition | None:
    """Tick a box by typing what is accepted; any other text is the reason."""
    del scene
    box = spoken(text)
    if box is not None:
        return Transition(replace(draft, accepted=draft.accepted | {box}))
    return Transition(replace(draft, reason=text.strip())) if text.strip() else None


async def weighed_by(scene: Context, plan: Plan) -> PolicyCheck:
    """A plan in the eyes of the policy, for whoever acts with the roles they have now."""
    return await check_policy(scene, plan, await decide(scene.directory))


async def send(scene: Context, draft: Draft) -> Transition:
    """Open the request, or change the one that this walk is for; or say what is missing."""
    plan = await scene.plan(draft.plan or "")
    if plan.day != scene.today:
        return Transition(replace(draft, step=Step.PREVIEW, plan=None), Notice(NoticeKind.NEW_DAY))
    if not needed(plan) <= draft.accepted:
        return Transition(draft, Notice(NoticeKind.TICK_BOXES))
    verdict = check_justification(scene.policy.justification, draft.reason)
    if not verdict.allowed:
        return Transition(draft, Notice(NoticeKind.POLICY, verdict=verdict))
    weighed = await weighed_by(scene, plan)
    if weighed.asking.way is Way.ACT and draft.request is None:
        return Transition(replace(draft, step=Step.CONFIRM, accepted=frozenset()))
    if weighed.asking.way is Way.NOT:
        return Transition(draft, weighed.refusal)
    asked = await _asked(scene, draft, plan, weighed)
    if draft.request is not None:
        return await _change(scene, draft, asked)
    return await _open(scene, draft, asked)


async def _asked(scene: Context, draft: Draft, plan: Plan, weighed: PolicyCheck) -> Asked:
    who = scene.who
    own = await scene.requests.personal_chat(who.tenant, who.person)
    return Asked(
        plan=plan,
        draft=draft.id,
        home=own or draft.conversation,
        reason=draft.reason,
        stakes=weighed.stakes,
        without_role=weighed.without_role,
        managers=weighed.managers,
        audience=await audience_of(scene, weighed),
        timezone=who.timezone,
        verdict=weighed.asking.verdict,
    )


async def _open(scene: Context, draft: Draft, asked: Asked) -> Transition:
    who = scene.who
    request, events = open_request(
        asked,
        id=scene.ids.new(),
        number=await scene.requests.new_number(who.tenant),
        requester=Participant(who.person, who.name),
        token=scene.ids.token(),
        policy=scene.policy,
        now=scene.now,
    )
    request = first_put(request, await scene.requests.channel(who.tenant))
    done = await build_update(scene, request, None, events, requester=False)
    return Transition(replace(draft, step=Step.ASKED, request=request.id), deals=(done,))


async def _change(scene: Context, draft: Draft, asked: Asked) -> Transition:
    """The walk that showed the request until now says that it went on below."""
    before = await scene.requests.get(draft.request or "")
    by = Participant(scene.who.person, scene.who.name)
    step = change(before, asked, by, token=scene.ids.token(), policy=scene.policy, now=scene.now)
    if not step.done:
        return Transition(draft, Notice(NoticeKind.TROUBLE, trouble=step.trouble))
    request = step.request
    done = await build_update(scene, request, before.version, step.events, requester=False)
    earlier = await scene.requests.draft(before.draft)
    closing = (earlier,) if earlier is not None and earlier.id != draft.id else ()
    return Transition(replace(draft, step=Step.ASKED), deals=(done,), closing=closing)
