"""The confirmation: each loss has a separate box, and the button says what it does."""

from dataclasses import replace

from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.removal.confirm import ConfirmFacts, confirm_card
from dialogs.model.context import Context
from dialogs.model.effects import StartRun
from dialogs.model.events import Pressed
from dialogs.model.permissions import decide
from dialogs.model.results import Transition
from dialogs.policy.check import check_policy, next_step
from dialogs.removal.consents import needed, refusal, selected, typed_consent
from dialogs.removal.planning import has_new_cases
from licensing.plans.draft import Draft, Step
from licensing.policy.submission import RemovalAccess


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw what is about to happen and the boxes."""
    plan = await context.plan(draft.plan or "")
    facts = ConfirmFacts(
        plan=plan,
        needed=needed(plan),
        accepted=draft.accepted,
        token=draft.token,
        notice=notice,
    )
    return confirm_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Remove, if every checkbox is selected."""
    if pressed.verb != Verb.REMOVE:
        return Transition(draft)
    return await remove(context, replace(draft, accepted=selected(pressed)))


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Select a checkbox by typing what is accepted."""
    box = typed_consent(text, context.languages)
    if box is None:
        return None
    plan = await context.plan(draft.plan or "")
    return Transition(replace(draft, accepted=(draft.accepted | {box}) & needed(plan)))


async def remove(context: Context, draft: Draft) -> Transition:
    """Set the run going, or say why not: a box, a role, another day or a case since the preview."""
    plan = await context.plan(draft.plan or "")
    if plan.day != context.today:
        return Transition(replace(draft, step=Step.PREVIEW, plan=None), Notice(NoticeKind.NEW_DAY))
    if (refused := refusal(plan, draft)) is not None:
        return Transition(draft, refused)
    decision = await decide(context.directory)
    if not decision.allowed:
        return Transition(draft, Notice(NoticeKind.NOT_ALLOWED, why=decision.why))
    if await has_new_cases(context, plan):
        return Transition(
            replace(draft, step=Step.PREVIEW, plan=None), Notice(NoticeKind.NEW_CASES)
        )
    checked = await check_policy(context, plan, decision)
    if checked.asking.access is not RemovalAccess.DIRECT:
        transition = next_step(replace(draft, step=Step.PREVIEW), checked)
        return replace(transition, notice=transition.notice or Notice(NoticeKind.NEEDS_APPROVAL))
    draft = replace(draft, step=Step.RUNNING, run=context.ids.new())
    return Transition(draft, effects=(StartRun(draft),))
