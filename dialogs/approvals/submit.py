"""Asking for approval: the last step of a flow whose plan someone else has to approve."""

from dataclasses import replace

from cards.approvals.request import Viewer
from cards.approvals.submit import SubmitFacts, submit_card
from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from dialogs.approvals.build_update import build_update
from dialogs.approvals.case_check import findings_of
from dialogs.approvals.plan_change import change_of
from dialogs.approvals.render import draw
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.permissions import decide
from dialogs.model.results import Transition
from dialogs.policy.check import PolicyCheck, check_policy, next_step
from dialogs.policy.listed_people import audience_of
from dialogs.removal.consents import needed, refusal, selected, typed_consent
from dialogs.removal.planning import has_new_cases
from licensing.plans.case_findings import is_pending
from licensing.plans.draft import Draft, Step
from licensing.plans.plan import Plan
from licensing.policy.progress import still_needed
from licensing.policy.submission import RemovalAccess, check_justification
from licensing.policy.verdicts import Why
from licensing.requests.model import Participant
from licensing.requests.posting import with_channel
from licensing.requests.requester import Submission, change, open_request


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw what is asked, whose approval it needs, and the boxes."""
    plan = await context.plan(draft.plan or "")
    checked = await weighed_by(context, plan)
    rules = checked.asking.rules
    facts = SubmitFacts(
        plan=plan,
        rules=rules,
        approvals=max(1, still_needed(rules, checked.impact.people, ())),
        justification=context.settings.policy.justification,
        reason=draft.reason,
        needed=needed(plan),
        accepted=draft.accepted,
        token=draft.token,
        changes=draft.request is not None,
        notice=notice,
    )
    return submit_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Take the reason and the boxes, and send the request."""
    if pressed.verb == Verb.SEND_REQUEST:
        reason = pressed.inputs.get(Field.REASON, "").strip()
        draft = replace(draft, reason=reason, accepted=selected(pressed))
    elif pressed.verb != Verb.NEXT:
        return Transition(draft)
    return await send(context, draft)


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Select a checkbox by typing what is accepted; any other text is the reason."""
    box = typed_consent(text, context.languages)
    if box is not None:
        plan = await context.plan(draft.plan or "")
        return Transition(replace(draft, accepted=(draft.accepted | {box}) & needed(plan)))
    return Transition(replace(draft, reason=text.strip())) if text.strip() else None


async def weighed_by(context: Context, plan: Plan) -> PolicyCheck:
    """A plan in the eyes of the policy, for the person who acts with the roles they have now."""
    return await check_policy(context, plan, await decide(context.directory))


async def send(context: Context, draft: Draft) -> Transition:
    """Open the request, or change the one that this flow is for; or say what is missing."""
    plan = await context.plan(draft.plan or "")
    if plan.day != context.today:
        return Transition(replace(draft, step=Step.PREVIEW, plan=None), Notice(NoticeKind.NEW_DAY))
    if (refused := refusal(plan, draft)) is not None:
        return Transition(draft, refused)
    verdict = check_justification(context.settings.policy.justification, draft.reason)
    if not verdict.allowed:
        said = ""
        if verdict.why is Why.WRONG_JUSTIFICATION:
            hint = context.settings.policy.justification.hint
            said = context.texts.request_messages.wrong_reason(hint)
        return Transition(draft, Notice(NoticeKind.POLICY, verdict=verdict, said=said))
    if await has_new_cases(context, plan):
        return Transition(
            replace(draft, step=Step.PREVIEW, plan=None), Notice(NoticeKind.NEW_CASES)
        )
    checked = await weighed_by(context, plan)
    if checked.asking.access is RemovalAccess.DIRECT and draft.request is None:
        return next_step(draft, checked)
    if checked.asking.access is RemovalAccess.DENIED:
        return Transition(draft, checked.refusal)
    asked = await _asked(context, draft, plan, checked)
    if draft.request is not None:
        return await _change(context, draft, asked)
    return await _open(context, draft, asked)


async def _asked(context: Context, draft: Draft, plan: Plan, checked: PolicyCheck) -> Submission:
    who = context.who
    own = await context.requests.personal_chat(who.tenant, who.person)
    return Submission(
        plan=plan,
        draft=draft.id,
        home_conversation=own or draft.conversation,
        reason=draft.reason,
        impact=checked.impact,
        without_role=checked.without_role,
        managers=checked.managers,
        audience=await audience_of(context, checked.asking.rules, checked.managers, who.person),
        timezone=who.timezone,
        verdict=checked.asking.verdict,
        findings=await findings_of(context, plan.id) if is_pending(plan) else None,
    )


async def _open(context: Context, draft: Draft, asked: Submission) -> Transition:
    who = context.who
    request, events = open_request(
        asked,
        id=context.ids.new(),
        number=await context.requests.new_number(who.tenant),
        requester=Participant(who.person, who.name),
        token=context.ids.token(),
        policy=context.settings.policy,
        now=context.now,
    )
    request = with_channel(request, await context.requests.channel(who.tenant))
    done = await build_update(context, request, None, events, requester=False)
    return Transition(replace(draft, step=Step.REQUESTED, request=request.id), effects=(done,))


async def _change(context: Context, draft: Draft, asked: Submission) -> Transition:
    """The flow that showed the request until now says that it went on below."""
    before = await context.requests.get(draft.request or "")
    by = Participant(context.who.person, context.who.name)
    step = change(
        before,
        asked,
        by,
        token=context.ids.token(),
        policy=context.settings.policy,
        now=context.now,
        difference=await change_of(context, before, asked.plan, asked.reason),
    )
    if not step.done:
        return Transition(draft, Notice(NoticeKind.TROUBLE, trouble=step.problem))
    request = step.request
    done = await build_update(context, request, before.version, step.events, requester=False)
    earlier = await context.requests.draft(before.draft)
    closing = (earlier,) if earlier is not None and earlier.id != draft.id else ()
    return Transition(replace(draft, step=Step.REQUESTED), effects=(done,), closing=closing)


async def show_request(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw a request that was sent, as it is now."""
    request = await context.request(draft.request or "")
    return await draw(context, request, Viewer.REQUESTER, request.timezone, notice=notice)
