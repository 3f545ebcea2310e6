"""The flow from step to step: which step follows which, and who draws and answers each."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from cards.general.error import ErrorFacts, error_card
from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.kit.notices import Notice
from cards.runs.ended import End, EndedFacts, ended_card
from dialogs import home, questions
from dialogs.approvals import submit
from dialogs.details import details
from dialogs.findings import unused
from dialogs.model.context import Context
from dialogs.model.effects import StorePlan
from dialogs.model.events import Pressed
from dialogs.model.results import Transition
from dialogs.reminders import reminder, upcoming
from dialogs.removal import confirm, holders, licenses, people, person, preview, products
from dialogs.runs import history, journal, progress, result
from dialogs.undo import confirm as undo_confirm
from dialogs.undo import preview as undo_preview
from dialogs.undo import start as undo_start
from dialogs.unread import tried_again
from licensing.plans.draft import NOT_RESUMABLE, Draft, Journey, Step


async def _stay(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Do nothing: the step has no buttons."""
    del context, pressed
    return Transition(draft)


async def _not_understood(context: Context, draft: Draft, text: str) -> Transition | None:
    """Typed text means nothing at this step."""
    del context, draft, text
    return None


async def _show_ended(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw a flow that was canceled, or that continues in a newer card."""
    del notice
    canceled = End.UNDO_CANCELED if draft.undoes else End.CANCELED
    end = canceled if draft.step is Step.CANCELED else End.REPLACED
    return ended_card(EndedFacts(end, draft.journey, len(draft.people)), context.texts)


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One step: its card, what its buttons do, and what typed text means there."""

    show: Callable[[Context, Draft, Notice | None], Awaitable[Card]]
    press: Callable[[Context, Draft, Pressed], Awaitable[Transition]] = _stay
    #: Returns None when the text means nothing at this step.
    say: Callable[[Context, Draft, str], Awaitable[Transition | None]] = _not_understood


STEPS: Final[Mapping[Step, FlowStep]] = {
    Step.HOME: FlowStep(home.show, home.press),
    Step.PRODUCTS: FlowStep(products.show, products.press, products.say),
    Step.PEOPLE: FlowStep(people.show, people.press, people.say),
    Step.HOLDERS: FlowStep(holders.show, holders.press, holders.say),
    Step.PERSON: FlowStep(person.show, person.press, person.say),
    Step.LICENSES: FlowStep(licenses.show, licenses.press, licenses.say),
    Step.PREVIEW: FlowStep(preview.show, preview.press),
    Step.CONFIRM: FlowStep(confirm.show, confirm.press, confirm.say),
    Step.REQUEST: FlowStep(submit.show, submit.press, submit.say),
    Step.REQUESTED: FlowStep(submit.show_request),
    Step.UNDO: FlowStep(undo_start.show, undo_start.press, undo_start.say),
    Step.UNDO_PREVIEW: FlowStep(undo_preview.show, undo_preview.press),
    Step.UNDO_CONFIRM: FlowStep(undo_confirm.show, undo_confirm.press, undo_confirm.say),
    Step.HISTORY: FlowStep(history.show, history.press),
    Step.STATUS: FlowStep(history.show, history.press),
    Step.JOURNAL: FlowStep(journal.show, journal.press),
    Step.FINDINGS: FlowStep(unused.show, unused.press),
    Step.UPCOMING: FlowStep(upcoming.show, upcoming.press),
    Step.REMINDER: FlowStep(reminder.show, reminder.press),
    Step.DETAILS: FlowStep(details.show, details.press),
    Step.QUESTION: FlowStep(questions.show),
    Step.RUNNING: FlowStep(progress.show, progress.press),
    Step.DONE: FlowStep(result.show, result.press),
    Step.CANCELED: FlowStep(_show_ended),
    Step.REPLACED: FlowStep(_show_ended),
}

_BACK: Final[Mapping[Journey, Mapping[Step, Step]]] = {
    Journey.BY_PRODUCT: {
        Step.PRODUCTS: Step.HOME,
        Step.PEOPLE: Step.PRODUCTS,
        Step.HOLDERS: Step.PEOPLE,
        Step.PREVIEW: Step.PEOPLE,
        Step.CONFIRM: Step.PREVIEW,
        Step.REQUEST: Step.PREVIEW,
    },
    Journey.BY_USER: {
        Step.PERSON: Step.HOME,
        Step.LICENSES: Step.PERSON,
        Step.PREVIEW: Step.LICENSES,
        Step.CONFIRM: Step.PREVIEW,
        Step.REQUEST: Step.PREVIEW,
    },
    Journey.MANY_USERS: {
        Step.PEOPLE: Step.HOME,
        Step.LICENSES: Step.PEOPLE,
        Step.PREVIEW: Step.LICENSES,
        Step.CONFIRM: Step.PREVIEW,
        Step.REQUEST: Step.PREVIEW,
    },
}
_UNDO_BACK: Final[Mapping[Step, Step]] = {
    Step.UNDO_PREVIEW: Step.UNDO,
    Step.UNDO_CONFIRM: Step.UNDO_PREVIEW,
}


async def show(context: Context, draft: Draft, notice: Notice | None = None) -> Card:
    """Draw the card of a draft's current step."""
    if draft.unread is not None:
        return error_card(ErrorFacts(None, draft.token), context.texts)
    return await STEPS[draft.step].show(context, draft, notice)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Answer a button: buttons of every card here, the others in their step."""
    if pressed.verb == Verb.CANCEL:
        return cancel(draft)
    if pressed.verb == Verb.BACK:
        return back(draft)
    if pressed.verb == Verb.REFRESH and draft.unread is None:
        return (
            Transition(draft)
            if draft.step is not Step.RUNNING
            else await _step(context, draft, pressed)
        )
    return await entered(context, await _step(context, draft, pressed))


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Answer typed text in the current step; None if it means nothing there."""
    if draft.unread is not None and draft.step is Step.PEOPLE:
        return await press(
            context, draft, Pressed(Verb.ADD, draft.token, inputs={Field.PASTE: text})
        )
    transition = await STEPS[draft.step].say(context, replace(draft, unread=None), text)
    return await entered(context, transition) if transition else None


async def go_on(context: Context, draft: Draft) -> Transition:
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
    """End a flow without removing anything. This does not stop a started run."""
    return Transition(draft if draft.step in NOT_RESUMABLE else closed(draft, Step.CANCELED))


def closed(draft: Draft, step: Step) -> Draft:
    """A flow that ends at this step; one that began on a reminder is that reminder again."""
    if draft.reminder_day is None or draft.step not in {*_UNDO_BACK, Step.UNDO}:
        return replace(draft, step=step)
    return reminder.back_to_reminder(draft)


def back(draft: Draft) -> Transition:
    """Go one step back and keep everything that was chosen."""
    if draft.reminder_day and draft.step is Step.UNDO_PREVIEW:
        return Transition(reminder.back_to_reminder(draft))
    draft = replace(draft, unread=None)
    earlier = _BACK[draft.journey].get(draft.step) if draft.journey else _UNDO_BACK.get(draft.step)
    return Transition(replace(draft, step=earlier, page=0) if earlier else draft)


async def _step(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    pressed = tried_again(draft, pressed)
    return await STEPS[draft.step].press(context, replace(draft, unread=None), pressed)


async def entered(context: Context, transition: Transition) -> Transition:
    """Freeze a plan whenever a flow comes to a preview without one."""
    draft = transition.draft
    if draft.plan is not None or draft.step not in {Step.PREVIEW, Step.UNDO_PREVIEW}:
        return transition
    enter = preview.enter if draft.step is Step.PREVIEW else undo_preview.enter
    fresh = await enter(context, draft)
    for effect in fresh.effects:
        if isinstance(effect, StorePlan):
            context.pending.plan = effect.plan
    return replace(fresh, notice=transition.notice or fresh.notice, beside=transition.beside)
