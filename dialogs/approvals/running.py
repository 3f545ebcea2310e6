"""While an approved request is carried out, its cards follow the run; at the end it is told."""

from dialogs.approvals.deals import Deal, Said, slot_of
from dialogs.approvals.showing import everywhere
from dialogs.scene import Scene
from licensing.outcome import Outcome
from licensing.requests.model import Request

_OTHERS = frozenset({Outcome.NEEDS_ATTENTION, Outcome.FAILED, Outcome.HELD_BACK, Outcome.ACCEPTED})


async def went_on(scene: Scene, request: Request, *, ended: bool) -> Deal:
    """Show how far it is; once it has `ended`, tell the requester and the channel."""
    shown = await everywhere(scene, request)
    said = await _told(scene, request) if ended else ()
    return Deal(request, request.version, shown=shown, said=said)


async def _told(scene: Scene, request: Request) -> tuple[Said, ...]:
    if request.run is None:
        return ()
    outcomes = (await scene.shelf.tally(request.run)).outcomes
    others = sum(count for outcome, count in outcomes.items() if outcome in _OTHERS)
    text = scene.words.heard_done(request.number, outcomes.get(Outcome.REMOVED, 0), others)
    said = [Said(request.home, text)]
    if request.channel:
        said.append(Said(request.channel, text, slot_of(request)))
    return tuple(said)
