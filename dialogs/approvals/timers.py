"""What is due for requests: their end, reminders, second lists, and posting where it failed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cards.runs.ended import End, EndedFacts, ended_card
from dialogs.approvals.build_update import deal
from dialogs.approvals.render import channel_card, everywhere
from dialogs.model.context import Scene
from dialogs.model.request_update import (
    ANSWERS,
    CHANNEL,
    ESCALATION,
    EXPIRY,
    POSTING,
    REACHED,
    REMINDER,
    UNREACHED,
    Deal,
    Due,
    Shown,
    slot_of,
)
from licensing.errors import RequestMissing
from licensing.policy.case import applying
from licensing.policy.waiting import escalations
from licensing.requests.asking import expire
from licensing.requests.model import Request
from licensing.requests.posting import missed, put_in, reached, retry_after
from licensing.requests.reminding import escalate, next_escalation, next_reminder, remind

#: So many requests go to a new channel at once.
_MOVED = 20


@dataclass(frozen=True, slots=True)
class Rung:
    """What comes of a timer, and when it is due again; None ends it."""

    deals: tuple[Deal, ...] = ()
    again: datetime | None = None


async def rung(scene: Scene, kind: str, subject: str) -> Rung:
    """Work out what is due. Whoever looks twice finds nothing left to do."""
    if kind == CHANNEL:
        return await _moved(scene, subject)
    try:
        request = await scene.requests.get(subject)
    except RequestMissing:
        return Rung()
    return await _HANDLERS[kind](scene, request)


async def _expired(scene: Scene, request: Request) -> Rung:
    if request.is_open and scene.now < request.expires_at:
        return Rung(again=request.expires_at)
    step = expire(request, scene.now)
    return Rung((await deal(scene, step.request, request.version, step.events),))


async def _reminded(scene: Scene, request: Request) -> Rung:
    due = next_reminder(request, scene.policy)
    if due is None or not request.is_open:
        return Rung()
    if due > scene.now:
        return Rung(again=due)
    step = remind(request, scene.now)
    after, again = step.request, next_reminder(step.request, scene.policy)
    # What fell due while nobody was here is one reminder, not several.
    while again is not None and again <= scene.now:
        after = replace(after, reminders=after.reminders + 1)
        again = next_reminder(after, scene.policy)
    return Rung((await deal(scene, after, request.version, step.events),), again)


async def _escalated(scene: Scene, request: Request) -> Rung:
    again = next_escalation(request, scene.policy, scene.now)
    if not request.is_open:
        return Rung()
    rules = applying(scene.policy, request.stakes, without_role=request.without_role)
    if not any(moment <= scene.now for moment in escalations(rules, request.asked_at)):
        return Rung(again=again)
    step = escalate(request, scene.now)
    return Rung((await deal(scene, step.request, request.version, step.events),), again)


async def _unreached(scene: Scene, request: Request) -> Rung:
    """Tell the requester once, and try again later unless the outbox still does."""
    if not request.channel or not request.is_open:
        return Rung()
    step = missed(request, scene.now)
    done = await deal(scene, step.request, request.version, step.events)
    if not await scene.requests.waits(slot_of(request)):
        later = Due(POSTING, scene.now + retry_after(step.request))
        done = replace(done, due=(*done.due, later))
    # Its card in the channel is posted by the timer that was just set.
    slot = slot_of(request)
    return Rung((replace(done, shown=tuple(s for s in done.shown if s.slot != slot)),))


async def _reached(scene: Scene, request: Request) -> Rung:
    step = reached(request, scene.now) if request.is_open else None
    if step is None:
        return Rung()
    return Rung((await deal(scene, step.request, request.version, step.events),))


async def _posted(scene: Scene, request: Request) -> Rung:
    if not request.channel or not request.is_open:
        return Rung()
    card = await channel_card(scene, request)
    shown = Shown(slot_of(request), request.channel, card)
    return Rung((Deal(request, request.version, shown=(shown,)),))


async def _answers(scene: Scene, request: Request) -> Rung:
    """Show what people answered. However many answer meanwhile, the cards change once."""
    shown = await everywhere(scene, request)
    return Rung((Deal(request, request.version, shown=shown),))


async def _moved(scene: Scene, tenant: str) -> Rung:
    """Bring open requests where the tenant wants them now; some at a time."""
    channel = await scene.requests.channel(tenant)
    outside = await scene.requests.open_outside(tenant, channel, _MOVED)
    deals = []
    for request in outside:
        step = put_in(request, channel, scene.now)
        elsewhere = bool(channel) and request.stands_in != channel
        done = await deal(scene, step.request, request.version, step.events, anew=elsewhere)
        if elsewhere and request.stands_in:
            card = ended_card(EndedFacts(End.MOVED), scene.words)
            done = replace(done, left=(Shown(slot_of(request), request.stands_in, card),))
        deals.append(done)
    return Rung(tuple(deals), scene.now if len(outside) == _MOVED else None)


_HANDLERS: Mapping[str, Callable[[Scene, Request], Awaitable[Rung]]] = {
    EXPIRY: _expired,
    REMINDER: _reminded,
    ESCALATION: _escalated,
    UNREACHED: _unreached,
    REACHED: _reached,
    POSTING: _posted,
    ANSWERS: _answers,
}
