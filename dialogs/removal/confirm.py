"""The confirmation: each warning has a box of its own, and the button says what it does."""

from dataclasses import replace

from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.removal.confirm import ConfirmFacts, confirm_card
from dialogs.model.context import Move, Scene
from dialogs.model.events import Pressed
from dialogs.model.permissions import decide
from dialogs.policy.check import onward, weigh
from dialogs.removal.consents import needed, spoken, ticked
from licensing.plans.draft import Draft, Step
from licensing.policy.asking import Way


async def show(scene: Scene, draft: Draft, notice: Notice | None) -> Card:
    """Draw what is about to happen and the boxes."""
    plan = await scene.plan(draft.plan or "")
    facts = ConfirmFacts(
        plan=plan,
        needed=needed(plan),
        accepted=draft.accepted,
        token=draft.token,
        notice=notice,
        acting=scene.acting,
    )
    return confirm_card(facts, scene.words)


async def press(scene: Scene, draft: Draft, pressed: Pressed) -> Move:
    """Remove, if every box is ticked."""
    if pressed.verb != Verb.REMOVE:
        return Move(draft)
    return await remove(scene, replace(draft, accepted=ticked(pressed)))


async def say(scene: Scene, draft: Draft, text: str) -> Move | None:
    """Tick a box by typing what is accepted."""
    box = spoken(text)
    return Move(replace(draft, accepted=draft.accepted | {box})) if box else None


async def remove(scene: Scene, draft: Draft) -> Move:
    """Set the run going, or say why not: a box, a role, or another day since the preview."""
    plan = await scene.plan(draft.plan or "")
    if plan.day != scene.today:
        return Move(replace(draft, step=Step.PREVIEW, plan=None), Notice(NoticeKind.NEW_DAY))
    if not needed(plan) <= draft.accepted:
        return Move(draft, Notice(NoticeKind.TICK_BOXES))
    decision = await decide(scene.directory)
    if not decision.allowed:
        return Move(draft, Notice(NoticeKind.NOT_ALLOWED, why=decision.why))
    weighed = await weigh(scene, plan, decision)
    if weighed.asking.way is not Way.ACT:
        move = onward(replace(draft, step=Step.PREVIEW), weighed)
        return replace(move, notice=move.notice or Notice(NoticeKind.NEEDS_APPROVAL))
    return Move(replace(draft, step=Step.RUNNING, run=scene.ids.new()), start=True)
