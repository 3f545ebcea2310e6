"""The confirmation of an undo, with a box if data was deleted meanwhile."""

from dataclasses import replace

from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.removal.confirm import ConfirmFacts
from cards.undo.confirm import undo_confirm_card
from dialogs.commands import Phrase, says
from dialogs.model.context import Context
from dialogs.model.effects import StartRun
from dialogs.model.events import Pressed
from dialogs.model.results import Transition
from dialogs.undo.permission import refusal
from licensing.plans.draft import Consent, Draft, Step
from licensing.plans.plan import Plan


def needed(plan: Plan) -> frozenset[Consent]:
    """The checkboxes that must be selected: where data was deleted, that it does not come back."""
    return frozenset({Consent.DATA_GONE}) if plan.summary.returns.gone else frozenset()


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw what is about to come back."""
    plan = await context.plan(draft.plan or "")
    facts = ConfirmFacts(
        plan=plan,
        needed=needed(plan),
        accepted=draft.accepted,
        token=draft.token,
        notice=notice,
    )
    return undo_confirm_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Start the undo if the checkbox, if any, is selected."""
    if pressed.verb != Verb.RESTORE:
        return Transition(draft)
    selected = pressed.inputs.get(Field.ACCEPT_DATA_GONE) == "true"
    accepted = frozenset({Consent.DATA_GONE}) if selected else frozenset[Consent]()
    return await restore(context, replace(draft, accepted=accepted))


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Select the checkbox by typing what is accepted."""
    if not says(text, Phrase.ACCEPT_DATA_GONE, context.languages):
        return None
    return Transition(replace(draft, accepted=draft.accepted | {Consent.DATA_GONE}))


async def restore(context: Context, draft: Draft) -> Transition:
    """Set the run going, or why not: the box, role, policy, or another day since."""
    plan = await context.plan(draft.plan or "")
    if plan.day != context.today:
        again = replace(draft, step=Step.UNDO_PREVIEW, plan=None)
        return Transition(again, Notice(NoticeKind.NEW_DAY))
    if not needed(plan) <= draft.accepted:
        return Transition(draft, Notice(NoticeKind.TICK_GONE))
    refused = await refusal(context, await context.queries.receipt_of(draft.undoes or ""))
    if refused is not None:
        return Transition(draft, refused)
    draft = replace(draft, step=Step.RUNNING, run=context.ids.new())
    return Transition(draft, effects=(StartRun(draft),))
