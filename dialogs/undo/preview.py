"""The preview of an undo: who gets what, and who can't and why. Entering it freezes a plan."""

from dataclasses import replace

from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice
from cards.undo.preview import UndoPreviewFacts, undo_preview_card
from dialogs.model.context import Context
from dialogs.model.effects import StorePlan
from dialogs.model.events import Pressed
from dialogs.model.permissions import decide, role_warning
from dialogs.model.results import Transition
from licensing.plans.draft import Draft, Step
from licensing.plans.plan import UndoneRun
from licensing.runs.undo import build_undo_plan


async def enter(context: Context, draft: Draft) -> Transition:
    """Read everyone afresh, count the free licenses, and freeze the plan that is shown."""
    receipt = await context.queries.receipt_of(draft.undoes or "")
    removal = await context.queries.plan(receipt.plan)
    among = [person.id for person in draft.people] or None
    removed = await context.queries.removed(receipt.run, among)
    plan = build_undo_plan(
        id=context.ids.new(),
        tenant=draft.tenant,
        owner=context.who.person,
        made_at=context.now,
        day=context.today,
        undoes=UndoneRun(receipt.run, receipt.number, receipt.day, receipt.terms),
        removed=removed,
        people=await context.directory.read_people([one.person.id for one in removed]),
        products=await context.products(),
        names=removal.products,
    )
    return Transition(replace(draft, plan=plan.id, page=0), effects=(StorePlan(plan),))


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw the plan."""
    plan = await context.plan(draft.plan or "")
    facts = UndoPreviewFacts(plan=plan, token=draft.token, notice=notice)
    return undo_preview_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Go on to the confirmation."""
    plan = await context.plan(draft.plan or "")
    if pressed.verb == Verb.NEXT and plan.summary.licenses:
        warning = role_warning(await decide(context.directory))
        return Transition(replace(draft, step=Step.UNDO_CONFIRM, accepted=frozenset()), warning)
    return Transition(draft)
