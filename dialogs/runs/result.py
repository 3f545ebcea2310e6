"""The end: what a run came to, with the receipt's number, and what can follow."""

from dataclasses import replace

from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice
from cards.runs.ahead import Restored
from cards.runs.evidence import Evidence
from cards.runs.result import ResultFacts, result_card
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.events import Pressed
from dialogs.model.results import Transition
from dialogs.removal.begin import start_journey
from dialogs.undo.permission import offered
from dialogs.undo.start import start
from licensing.plans.draft import Draft, Journey, Step
from licensing.runs.outcome import FAILED_OUTCOMES, Outcome
from licensing.runs.outcome_filter import OutcomeFilter
from licensing.runs.receipt import Receipt
from licensing.tenant.people import PersonRef

#: Number of people read at a time who did not end as planned.
_PAGE = 5_000
#: Which outcomes each button starts again for.
_AGAIN = {
    Verb.TRY_AGAIN: FAILED_OUTCOMES,
    Verb.DO_REST: frozenset({Outcome.NOT_TOUCHED}),
}


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw the result."""
    plan = await context.plan(draft.plan or "")
    tally = await context.queries.tally(draft.run or "")
    receipt = await context.queries.receipt_of(tally.run)
    worst = await context.queries.worst(tally.run, 0, 1)
    facts = ResultFacts(
        plan=plan,
        tally=tally,
        token=draft.token,
        today=context.today,
        worst=worst[0] if worst else None,
        file_url=context.links.run_file(tally.run, context.texts.reader),
        notice=notice,
        undone_by=receipt.undone_by,
        restored=Restored(receipt.restored, receipt.restored_on),
        ended_on=context.local(receipt.ended_at).date() if receipt.ended_at else None,
        evidence=await _evidence(context, receipt),
        at=context.local(receipt.ended_at or receipt.started_at),
        may_act=not draft.reads_only,
        may_undo=not draft.reads_only and await offered(context, receipt),
    )
    return result_card(facts, context.texts)


async def _evidence(context: Context, receipt: Receipt) -> Evidence:
    request = await context.requests.approved_for(receipt.tenant, receipt.plan)
    return Evidence(receipt, request)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Begin a flow below: the undo, or a new preview for those who are left."""
    if pressed.verb == Verb.UNDO:
        return await _undone(context, draft, [])
    again = next((found for verb, found in _AGAIN.items() if pressed.verb == verb), None)
    return await _again(context, draft, again) if again else Transition(draft)


async def _undone(context: Context, draft: Draft, people: list[str]) -> Transition:
    receipt = await context.queries.receipt_of(draft.run or "")
    return await _below(context, draft, receipt, people)


async def _below(context: Context, draft: Draft, receipt: Receipt, people: list[str]) -> Transition:
    started = await start(context, receipt, people)
    if isinstance(started, Notice):
        return Transition(draft, started)
    return Transition(started, beside=True)


async def _again(context: Context, draft: Draft, outcomes: frozenset[Outcome]) -> Transition:
    """Begin at a fresh preview, with the people and products that ended so, and no one else."""
    plan = await context.plan(draft.plan or "")
    people, products = await _left(context, draft.run or "", outcomes)
    if not people:
        return Transition(draft)
    if plan.undoes is not None:
        original = await context.queries.receipt_of(plan.undoes.run)
        return await _below(context, draft, original, [person.id for person in people])
    journey = Journey.BY_USER if len(people) == 1 else Journey.MANY_USERS
    begun = await start_journey(context, fresh_home(context), journey)
    if begun.draft.journey is None:
        return Transition(draft, begun.notice)
    fresh = replace(begun.draft, step=Step.PREVIEW, people=people, products=products)
    return Transition(fresh, beside=True)


async def _left(
    context: Context, run: str, outcomes: frozenset[Outcome]
) -> tuple[tuple[PersonRef, ...], tuple[str, ...]]:
    """The people of whom a line ended so, worst first, and the products of those lines."""
    people, products, offset = list[PersonRef](), dict[str, None](), 0
    while page := await context.queries.worst(run, offset, _PAGE, OutcomeFilter.UNFINISHED):
        for person in page:
            lines = [line.product for line in person.lines if line.outcome in outcomes]
            if lines:
                people.append(PersonRef(person.id, person.name, person.address))
                products |= dict.fromkeys(lines)
        offset += _PAGE
    return tuple(people), tuple(products)
