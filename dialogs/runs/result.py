"""The end: what became of everyone, with the receipt's number, and what can follow."""

from dataclasses import replace

from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.runs.evidence import Evidence
from cards.runs.result import ResultFacts, result_card
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.events import Pressed
from dialogs.model.paging import ROWS, page_of, pages
from dialogs.model.results import Transition
from dialogs.policy.readers import may_see
from dialogs.removal.people_input import picked
from dialogs.undo.start import start
from licensing.plans.draft import Draft, Step
from licensing.runs.receipt import Receipt


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
        file_url=context.links.run_file(tally.run, context.texts.reader),
        token=draft.token,
        notice=notice,
        ended_on=context.local(receipt.ended_at).date() if receipt.ended_at else None,
        evidence=await _evidence(context, receipt),
        at=context.local(receipt.ended_at or receipt.started_at),
        may_undo=not draft.reads_only,
    )
    return result_card(facts, context.texts)


async def _evidence(context: Context, receipt: Receipt) -> Evidence:
    request = await context.requests.approved_for(receipt.tenant, receipt.plan)
    return Evidence(receipt, request)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Turn a page, start the undo, or open the history."""
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
    return Transition(draft)


async def _undone(context: Context, draft: Draft, people: list[str]) -> Transition:
    receipt = await context.queries.receipt_of(draft.run or "")
    started = await start(context, receipt, people)
    if isinstance(started, Notice):
        return Transition(draft, started)
    return Transition(started, beside=True)
