"""The list of receipts, and the list of runs that have not ended."""

from dataclasses import replace

from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.runs.history import HistoryFacts, Row, history_card
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.paging import number_of, page_of, pages
from dialogs.model.results import Transition
from dialogs.runs.control import CONTROLS, control, shown
from dialogs.runs.receipts import acts_on, find, opened, sees_all
from licensing.plans.draft import Draft, Step
from licensing.runs.control import FINAL_STATES
from licensing.runs.receipt import Receipt

#: Receipts on a page: each has a row of buttons.
ROWS = 8


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw a page: a person's own, or the tenant's for those whose role may remove."""
    everyone, why = await sees_all(context)
    owner = None if everyone else context.who.person
    running = draft.step is Step.STATUS
    receipts, total = await _page(context, draft, owner)
    facts = HistoryFacts(
        rows=tuple([await _row(context, receipt) for receipt in receipts]),
        total=total,
        page=page_of(str(draft.page), total, ROWS),
        pages=1 if running else pages(total, ROWS),
        token=draft.token,
        running=running,
        everyone=everyone,
        notice=notice or why,
    )
    return history_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Turn a page, open a receipt, or hold a run of the list."""
    if pressed.verb == Verb.PAGE:
        return Transition(replace(draft, page=number_of(pressed.arg)))
    if pressed.verb == Verb.HISTORY:
        return Transition(replace(draft, step=Step.HISTORY, page=0))
    action = CONTROLS.get(pressed.verb)
    if pressed.verb != Verb.RECEIPT and action is None:
        return Transition(draft)
    receipt = await find(context, pressed.arg)
    if receipt is None:
        return Transition(draft, Notice(NoticeKind.NO_SUCH_RECEIPT))
    if action is None:
        acts = await acts_on(context, receipt.owner)
        return Transition(opened(context, receipt, acts=acts), beside=True)
    return await control(context, draft, await context.queries.tally(receipt.run), action)


async def _page(
    context: Context, draft: Draft, owner: str | None
) -> tuple[tuple[Receipt, ...], int]:
    tenant = context.who.tenant
    if draft.step is Step.STATUS:
        found = await context.queries.open_receipts(tenant, owner, ROWS)
        return found, len(found)
    found, total = await context.queries.receipts(tenant, owner, draft.page * ROWS, ROWS)
    if not found and total:
        last = pages(total, ROWS) - 1
        return await context.queries.receipts(tenant, owner, last * ROWS, ROWS)
    return found, total


async def _row(context: Context, receipt: Receipt) -> Row:
    if context.pending.control is not None and context.pending.control.run == receipt.run:
        tally = shown(context, await context.queries.tally(receipt.run))
        receipt = replace(receipt, state=tally.state)
    own = receipt.owner == context.who.person
    acts = receipt.state in FINAL_STATES or await acts_on(context, receipt.owner)
    return Row(receipt, context.local(receipt.started_at), own, acts)
