"""The answer to a press on a request: the card as the presser sees it, and all that follows."""

from dataclasses import replace

from cards.approvals.request import Viewer
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from dialogs.approvals.build_update import build_update
from dialogs.approvals.current import current_request
from dialogs.approvals.render import draw
from dialogs.model.context import Context
from dialogs.model.request_update import UpdateRequest, copy_slot
from dialogs.model.results import Reply
from dialogs.policy.approver_lookup import candidate_of
from licensing.errors import TenantError
from licensing.policy.approvers import decide_approval, decide_rejection
from licensing.requests.model import Request
from licensing.requests.requester import expire, is_expired
from licensing.requests.steps import Step, StepProblem


async def reply_to_step(
    context: Context, before: Request, step: Step, done: Notice | None = None
) -> Reply:
    """Store the result of a step and show the current state; `done` if it succeeded.

    A request whose time is over ends now, should its timer not have come to it yet.
    """
    notice = done if step.done else _why(step)
    if step.problem is StepProblem.ENDED and is_expired(before, context.now):
        step = expire(before, context.now)
    said = context.texts.notice(notice) if notice else ""
    if not step.events and step.request.version == before.version:
        return Reply(await own_card(context, before, notice), text=said)
    follows = await build_update(context, step.request, before.version, step.events)
    card = await own_card(context, follows.request, notice)
    return Reply(card, (_with_own(context, follows, card),), said)


def _with_own(context: Context, done: UpdateRequest, card: Card) -> UpdateRequest:
    """Where the presser's own chat shows the request, it shows the answer too."""
    own = {copy_slot(done.request, context.who.person)}
    if context.who.person == done.request.requester.id:
        own.add(done.request.draft)
    here = context.who.conversation
    shown = tuple(
        replace(one, card=card) if one.slot in own and one.conversation == here else one
        for one in done.shown
    )
    return replace(done, shown=shown)


async def own_card(
    context: Context, request: Request, notice: Notice | None = None, *, careful: bool = False
) -> Card:
    """The card for the viewer. `careful` asks no one to sign in: who can't be judged sees all.

    The buttons it offers are a convenience; each press is checked separately.
    """
    context, viewer, may_approve = context.for_viewer, Viewer.OTHER, False
    if context.who.person == request.requester.id:
        viewer = Viewer.REQUESTER
    elif request.is_open:
        try:
            request = (await current_request(context, request)).request
            viewer, may_approve = await _judged(context, request)
        except TenantError:
            if not careful:
                raise
            viewer = Viewer.EVERYONE
    who = context.who
    # In a channel the client asks again for this view from time to time.
    viewers = (who.teams_id,) if not who.personal and who.teams_id and request.is_open else ()
    return await draw(
        context,
        request,
        viewer,
        who.timezone,
        notice=notice,
        may_approve=may_approve,
        viewers=viewers,
    )


async def _judged(context: Context, request: Request) -> tuple[Viewer, bool]:
    candidate = await candidate_of(context, request)
    yes = decide_approval(
        context.settings.policy,
        request.rule_input,
        candidate,
        request.counted_approvals,
        context.now,
    )
    if yes.verdict.allowed:
        return Viewer.APPROVER, True
    may_reject = decide_rejection(
        context.settings.policy, request.rule_input, candidate, context.now
    ).allowed
    return (Viewer.APPROVER if may_reject else Viewer.OTHER), False


def _why(step: Step) -> Notice:
    """Why something was not done."""
    if step.problem is not None:
        return Notice(NoticeKind.TROUBLE, trouble=step.problem)
    return Notice(NoticeKind.POLICY, verdict=step.verdict)
