"""Everyone in a request, in a dialog that turns pages."""

from cards.approvals.people_dialog import PeopleDialogFacts, people_dialog_card
from dialogs.approvals.consultation import answers_of
from dialogs.approvals.open import concerns
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.paging import ROWS, page_of, pages
from dialogs.model.results import Dialog
from licensing.errors import PlanMissing
from licensing.requests.model import Request
from licensing.runs.control import FINAL_STATES
from licensing.runs.outcome import RunProgress


async def people_page(context: Context, request: Request, pressed: Pressed) -> Dialog | str:
    """Show who loses what or, after the run, the outcomes; a sentence for everyone else."""
    if not await concerns(context, request):
        return context.texts.request_messages.trail_denied
    plan = await context.plan(request.plan)
    tally = await _ended(context, request)
    count = tally.people if tally else plan.summary.affected
    page = page_of(pressed.arg, count)
    run = tally.run if tally else ""
    facts = PeopleDialogFacts(
        plan=plan,
        planned=() if tally else await context.requests.affected(plan.id, page * ROWS, ROWS),
        outcomes=await context.queries.outcomes(run, page * ROWS, ROWS) if tally else (),
        page=page,
        pages=pages(count),
        token=request.token,
        day=context.today,
        answers=await answers_of(context, request),
        file_url=context.links.run_file(run) if tally else context.links.plan_file(plan.id),
    )
    return Dialog(
        context.texts.request.people_title(request.number), people_dialog_card(facts, context.texts)
    )


async def _ended(context: Context, request: Request) -> RunProgress | None:
    if request.run is None:
        return None
    try:
        tally = await context.queries.tally(request.run)
    except PlanMissing:
        return None
    return tally if tally.state in FINAL_STATES else None
