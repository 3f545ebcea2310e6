"""The preview of an undo: who gets what, and who can't and why. Entering it freezes a plan."""

from dataclasses import replace
from typing import Final

from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice
from cards.undo.preview import UndoPreviewFacts, undo_preview_card
from dialogs.commands import Phrase, number_after
from dialogs.model.context import Context
from dialogs.model.effects import StorePlan
from dialogs.model.events import Pressed
from dialogs.model.paging import ROWS, page_of, pages
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
    taken = await context.queries.removed(receipt.run, among)
    plan = build_undo_plan(
        id=context.ids.new(),
        tenant=draft.tenant,
        owner=context.who.person,
        made_at=context.now,
        day=context.today,
        undoes=UndoneRun(receipt.run, receipt.number, receipt.day, receipt.terms),
        removed=taken,
        people=await context.directory.read_people([one.person.id for one in taken]),
        products=await context.products(),
        names=removal.products,
    )
    return Transition(replace(draft, plan=plan.id, page=0), effects=(StorePlan(plan),))


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw one page of the plan."""
    plan = await context.plan(draft.plan or "")
    page = page_of(str(draft.page), plan.summary.people)
    facts = UndoPreviewFacts(
        plan=plan,
        rows=await context.plan_people(plan.id, page * ROWS, ROWS),
        page=page,
        pages=pages(plan.summary.people),
        file_url=context.links.plan_file(plan.id, context.texts.reader),
        token=draft.token,
        notice=notice,
        acting=context.settings.acting,
    )
    return undo_preview_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Turn a page, or go on to the confirmation."""
    plan = await context.plan(draft.plan or "")
    if pressed.verb == Verb.PAGE:
        return Transition(replace(draft, page=page_of(pressed.arg, plan.summary.people)))
    if pressed.verb == Verb.NEXT and plan.summary.licenses:
        warning = role_warning(await decide(context.directory))
        return Transition(replace(draft, step=Step.UNDO_CONFIRM, accepted=frozenset()), warning)
    return Transition(draft)


#: No list is longer.
_LAST_PAGE: Final = 999_999


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Turn to "page 3"."""
    number = number_after(text, Phrase.PAGE, context.languages)
    if number is None or number > _LAST_PAGE:
        return None
    plan = await context.plan(draft.plan or "")
    return Transition(replace(draft, page=page_of(str(max(0, number - 1)), plan.summary.people)))
