"""While an approved request is carried out, its cards follow the run; at the end it is told."""

from dialogs.approvals.render import everywhere
from dialogs.model.context import Context
from dialogs.model.request_update import RequestUpdate, Said, slot_of
from licensing.requests.model import Request
from licensing.requests.steps import moved
from licensing.runs.control import OVER
from licensing.runs.outcome import Outcome, RunState, Tally
from licensing.runs.severity import TROUBLE

_OTHERS = TROUBLE | {Outcome.NOT_TOUCHED}


async def went_on(context: Context, request: Request) -> RequestUpdate:
    """Show how far it is; that it waits after its first people and that it ended is told, once."""
    before = request.version
    tally = await context.queries.tally(request.run) if request.run else None
    said: tuple[Said, ...] = ()
    if tally is not None and tally.state in OVER and not request.told:
        request = moved(request, told=True).request
        said = _everywhere(request, _done(context, request, tally))
    elif tally is not None and tally.state is RunState.WAITING and not request.wait_told:
        request = moved(request, wait_told=True).request
        said = _everywhere(request, context.words.heard_waits(request.number, tally.receipt))
    return RequestUpdate(request, before, shown=await everywhere(context, request), said=said)


def _done(context: Context, request: Request, tally: Tally) -> str:
    outcomes = tally.outcomes
    others = sum(count for outcome, count in outcomes.items() if outcome in _OTHERS)
    return context.words.heard_done(request.number, outcomes.get(Outcome.REMOVED, 0), others)


def _everywhere(request: Request, text: str) -> tuple[Said, ...]:
    """To the requester, and in the thread of the channel."""
    said = [Said(request.home, text)]
    if request.channel:
        said.append(Said(request.channel, text, slot_of(request)))
    return tuple(said)
