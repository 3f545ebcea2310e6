"""The end: what became of everyone, with the receipt's number, and what can follow."""

from dataclasses import replace

from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.runs.result import ResultFacts, result_card
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.effects import OfferFile
from dialogs.model.events import Pressed
from dialogs.model.paging import ROWS, page_of, pages
from dialogs.model.permissions import may_see
from dialogs.model.results import Transition
from dialogs.removal.people_input import picked
from dialogs.undo.start import start
from licensing.plans.draft import Draft, Step
from licensing.runs.outcome import RunProgress


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw one page of the result, worst first."""
    plan = await context.plan(draft.plan or "")
    tally = await context.queries.tally(draft.run or "")
    page = page_of(str(draft.page), tally.people)
    receipt = await context.queries.receipt_of(tally.run)
    facts = ResultFacts(
        plan=plan,
        tally=tally,
        undone_by=receipt.undone_by,
        rows=await context.queries.worst(tally.run, page * ROWS, ROWS),
        page=page,
        pages=pages(tally.people),
        csv_url=None if context.files else context.links.run_csv(tally.run),
        token=draft.token,
        notice=notice,
        ended_on=context.local(receipt.ended_at).date() if receipt.ended_at else None,
    )
    return result_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Turn a page, start the undo, offer the table as a file, or open the history."""
    tally = await context.queries.tally(draft.run or "")
    if pressed.verb == Verb.PAGE:
        # A role that opened someone else's receipt may be gone by now.
        decision = await may_see(context, tally.owner, tally.plan)
        if not decision.allowed:
            return Transition(draft, Notice(NoticeKind.NOT_ALLOWED, why=decision.why))
        return Transition(replace(draft, page=page_of(pressed.arg, tally.people)))
    if pressed.verb == Verb.HISTORY:
        return Transition(replace(fresh_home(context), step=Step.HISTORY), beside=True)
    if pressed.verb == Verb.UNDO:
        return await _undone(context, draft, picked(pressed.inputs.get(Field.PEOPLE, "")))
    if pressed.verb == Verb.CSV and context.files:
        return await _offered(context, draft, tally)
    return Transition(draft)


async def _undone(context: Context, draft: Draft, people: list[str]) -> Transition:
    receipt = await context.queries.receipt_of(draft.run or "")
    started = await start(context, receipt, people)
    if isinstance(started, Notice):
        return Transition(draft, started)
    return Transition(started, beside=True)


async def _offered(context: Context, draft: Draft, tally: RunProgress) -> Transition:
    decision = await may_see(context, tally.owner, tally.plan)
    if not decision.allowed:
        return Transition(draft, Notice(NoticeKind.NOT_ALLOWED, why=decision.why))
    name = context.texts.tables.file_name(tally.receipt)
    offer = OfferFile(context.ids.new(), tally.run, name)
    return Transition(draft, Notice(NoticeKind.FILE_OFFERED), (offer,))
