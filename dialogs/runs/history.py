"""The list of receipts, and the list of runs that have not ended."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.runs.history import HistoryFacts, Row, history_card
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.paging import number_of, page_of, pages
from dialogs.model.results import Transition
from dialogs.runs import journal
from dialogs.runs.control import CONTROLS, control, shown
from dialogs.runs.receipts import acts_on, find, opened, sees_all
from licensing.plans.draft import Draft, Step
from licensing.plans.receipt_search import ReceiptSearch, SearchField
from licensing.runs.control import FINAL_STATES
from licensing.runs.receipt import Receipt

#: Receipts on a page: each has a row of buttons.
ROWS = 8
#: A day in typed words, and the longest text that is searched for.
_DAY: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_LONGEST: Final = 100


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
        search=draft.search,
        journal=everyone,
        notice=notice or why,
    )
    return history_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Turn a page, open a receipt, or hold a run of the list."""
    if pressed.verb == Verb.PAGE:
        return Transition(replace(draft, page=number_of(pressed.arg)))
    if pressed.verb in {Verb.HISTORY, Verb.SHOW_ALL}:
        return Transition(replace(draft, step=Step.HISTORY, page=0, search=None))
    if pressed.verb == Verb.SEARCH:
        return Transition(replace(draft, step=Step.HISTORY, page=0, search=_asked(pressed)))
    if pressed.verb == Verb.JOURNAL:
        return await journal.enter(context, draft)
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

    async def page(number: int) -> tuple[tuple[Receipt, ...], int]:
        return await context.queries.receipts(
            tenant, owner, number * ROWS, ROWS, draft.search, context.who.timezone
        )

    found, total = await page(draft.page)
    return await page(pages(total, ROWS) - 1) if not found and total else (found, total)


def read_search(words: str) -> ReceiptSearch:
    """Read typed words: a day as in ISO 8601 among them counts as a day."""
    found = _DAY.search(words)
    try:
        day = date.fromisoformat(found[0]) if found else None
    except ValueError:
        found = day = None
    rest = words.replace(found[0], " ") if found else words
    return ReceiptSearch(" ".join(rest.split()), day=day)


def _asked(pressed: Pressed) -> ReceiptSearch | None:
    """What the fields hold; None where all are empty."""
    text = " ".join(pressed.inputs.get(Field.SEARCH_TEXT, "").split())[:_LONGEST]
    field = pressed.inputs.get(Field.SEARCH_FIELD, "")
    day = read_search(pressed.inputs.get(Field.SEARCH_DAY, "")).day
    if not text and day is None:
        return None
    known = SearchField(field) if field in set(SearchField) else SearchField.ANYTHING
    return ReceiptSearch(text, known, day)


async def _row(context: Context, receipt: Receipt) -> Row:
    if context.pending.control is not None and context.pending.control.run == receipt.run:
        tally = shown(context, await context.queries.tally(receipt.run))
        receipt = replace(receipt, state=tally.state)
    own = receipt.owner == context.who.person
    acts = receipt.state in FINAL_STATES or await acts_on(context, receipt.owner)
    return Row(receipt, context.local(receipt.started_at), own, acts)
