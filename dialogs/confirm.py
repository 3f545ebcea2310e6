"""The confirmation: each warning has a box of its own, and the button says what it does."""

from dataclasses import replace

from cards.confirm import ConfirmFacts, confirm_card
from cards.kit import Card
from cards.notices import Notice, NoticeKind
from cards.verbs import Field, Verb
from dialogs.events import Pressed
from dialogs.rights import decide
from dialogs.scene import Move, Scene
from licensing.draft import Consent, Draft, Step
from licensing.plan import Plan
from licensing.services import Data

_BOXES = {
    Field.ACCEPT_DELETION: Consent.DELETION,
    Field.ACCEPT_EDISCOVERY: Consent.EDISCOVERY,
    Field.ACCEPT_CASES: Consent.CASES,
}

_SPOKEN = {
    "accept deletion": Consent.DELETION,
    "accept ediscovery": Consent.EDISCOVERY,
    "accept cases": Consent.CASES,
}


def needed(plan: Plan) -> frozenset[Consent]:
    """The boxes that must be ticked for this plan.

    The deletion warning always stands; the eDiscovery warning only where somebody loses a mailbox,
    since it is the mailbox that can't be searched any more; and open cases where somebody is in
    one.
    """
    found = {Consent.DELETION}
    if plan.summary.losing.get(Data.MAILBOX):
        found.add(Consent.EDISCOVERY)
    if plan.summary.held.people:
        found.add(Consent.CASES)
    return frozenset(found)


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
    ticked = {box for field, box in _BOXES.items() if pressed.inputs.get(field) == "true"}
    return await remove(scene, replace(draft, accepted=frozenset(ticked)))


async def say(scene: Scene, draft: Draft, text: str) -> Move | None:
    """Tick a box by typing what is accepted."""
    box = _SPOKEN.get(" ".join(text.casefold().split()))
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
    return Move(replace(draft, step=Step.RUNNING, run=scene.ids.new()), start=True)
