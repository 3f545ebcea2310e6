"""The walk from step to step: which step follows which, and who draws and answers each."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.kit.notices import Notice
from dialogs import ended as ending
from dialogs import home
from dialogs.approvals import asked
from dialogs.approvals import submit as asking
from dialogs.model.context import Context, FlowStep, Transition
from dialogs.model.events import Pressed
from dialogs.reminders import reminder, upcoming
from dialogs.removal import confirm, holders, licenses, people, person, preview
from dialogs.removal import products as by_product
from dialogs.runs import history
from dialogs.runs import progress as live
from dialogs.runs import result as outcome
from dialogs.undo import confirm as undo_confirm
from dialogs.undo import preview as undo_preview
from dialogs.undo import start as undo
from licensing.plans.draft import NO_WALK, Draft, Journey, Step

STEPS: Final[Mapping[Step, FlowStep]] = {
    Step.HOME: home,
    Step.PRODUCTS: by_product,
    Step.PEOPLE: people,
    Step.HOLDERS: holders,
    Step.PERSON: person,
    Step.LICENSES: licenses,
    Step.PREVIEW: preview,
    Step.CONFIRM: confirm,
    Step.ASK: asking,
    Step.ASKED: asked,
    Step.UNDO: undo,
    Step.UNDO_PREVIEW: undo_preview,
    Step.UNDO_CONFIRM: undo_confirm,
    Step.HISTORY: history,
    Step.STATUS: history,
    Step.UPCOMING: upcoming,
    Step.REMINDER: reminder,
    Step.RUNNING: live,
    Step.DONE: outcome,
    Step.CANCELLED: ending,
    Step.REPLACED: ending,
}

_BACK: Final[Mapping[Journey, Mapping[Step, Step]]] = {
    Journey.BY_PRODUCT: {
        Step.PRODUCTS: Step.HOME,
        Step.PEOPLE: Step.PRODUCTS,
        Step.HOLDERS: Step.PEOPLE,
        Step.PREVIEW: Step.PEOPLE,
        Step.CONFIRM: Step.PREVIEW,
        Step.ASK: Step.PREVIEW,
    },
    Journey.BY_USER: {
        Step.PERSON: Step.HOME,
        Step.LICENSES: Step.PERSON,
        Step.PREVIEW: Step.LICENSES,
        Step.CONFIRM: Step.PREVIEW,
        Step.ASK: Step.PREVIEW,
    },
    Journey.MANY_USERS: {
        Step.PEOPLE: Step.HOME,
        Step.LICENSES: Step.PEOPLE,
        Step.PREVIEW: Step.LICENSES,
        Step.CONFIRM: Step.PREVIEW,
        Step.ASK: Step.PREVIEW,
    },
}
_UNDO_BACK: Final[Mapping[Step, Step]] = {
    Step.UNDO_PREVIEW: Step.UNDO,
    Step.UNDO_CONFIRM: Step.UNDO_PREVIEW,
}


async def show(context: Context, draft: Draft, notice: Notice | None = None) -> Card:
    """Draw the card of the step at which a draft stands."""
    return await STEPS[draft.step].show(context, draft, notice)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Answer a button: the ones that stand on every card here, the others in their step."""
    if pressed.verb == Verb.CANCEL:
        return cancel(draft)
    if pressed.verb == Verb.BACK:
        return back(draft)
    if pressed.verb == Verb.REFRESH:
        return (
            Transition(draft)
            if draft.step is not Step.RUNNING
            else await _step(context, draft, pressed)
        )
    return await entered(context, await _step(context, draft, pressed))


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Answer typed text in the step at which the walk stands; None when it means nothing there."""
    move = await STEPS[draft.step].say(context, draft, text)
    return await entered(context, move) if move else None


async def onward(context: Context, draft: Draft) -> Transition:
    """Go on by the typed word, with what the draft already holds."""
    inputs: dict[str, str] = {Field.PRODUCTS: ",".join(draft.products)}
    if draft.all_products:
        inputs[Field.ALL_PRODUCTS] = "true"
    if draft.step is Step.PERSON:
        inputs[Field.PERSON] = ",".join(p.id for p in draft.people[:1])
    if draft.step is Step.HOLDERS:
        draft = replace(draft, step=Step.PEOPLE, page=0)
    return await press(context, draft, Pressed(Verb.NEXT, draft.token, inputs=inputs))


def cancel(draft: Draft) -> Transition:
    """End a walk without removing anything. A run that has begun is not stopped by it."""
    return Transition(draft if draft.step in NO_WALK else closed(draft, Step.CANCELLED))


def closed(draft: Draft, step: Step) -> Draft:
    """A walk that ends at this step; one that began on a reminder is that reminder again."""
    if draft.reminds is None or draft.step not in {*_UNDO_BACK, Step.UNDO}:
        return replace(draft, step=step)
    return reminder.again(draft)


def back(draft: Draft) -> Transition:
    """Go one step back and keep everything that was chosen."""
    if draft.reminds and draft.step is Step.UNDO_PREVIEW:
        return Transition(reminder.again(draft))
    earlier = _BACK[draft.journey].get(draft.step) if draft.journey else _UNDO_BACK.get(draft.step)
    return Transition(replace(draft, step=earlier, page=0) if earlier else draft)


async def _step(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    return await STEPS[draft.step].press(context, draft, pressed)


async def entered(context: Context, move: Transition) -> Transition:
    """Freeze a plan whenever a walk comes to a preview without one."""
    if move.draft.plan is not None or move.draft.step not in {Step.PREVIEW, Step.UNDO_PREVIEW}:
        return move
    enter = preview.enter if move.draft.step is Step.PREVIEW else undo_preview.enter
    fresh = await enter(context, move.draft)
    context.fresh = fresh.plan
    return replace(fresh, notice=move.notice or fresh.notice, beside=move.beside)
