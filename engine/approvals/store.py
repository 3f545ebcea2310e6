"""Stores changes of requests in the caller's transaction: state, trail, journal, run, cards."""

from datetime import datetime

from dialogs.model.events import Who
from dialogs.model.request_update import (
    ANSWERS,
    CHANNEL,
    ROSTER,
    AnswerConsultation,
    ChooseChannel,
    Say,
    ShowRequest,
    UpdateDelegation,
    UpdateRequest,
    consultation_slot,
    slot_of,
)
from engine.messages import card_activity, said_activity
from ledger import Unit
from licensing.journal import EntryKind, Note
from licensing.requests.events import journal_note
from licensing.requests.model import Request
from licensing.runs.control import NO_CANARY, CanaryRule
from licensing.tenant.roles import ActingMode


async def update_request(
    unit: Unit,
    update: UpdateRequest,
    acting: ActingMode,
    now: datetime,
    canary: CanaryRule = NO_CANARY,
) -> None:
    """Store an update of a request, and all that follows from it.

    A second update of the same request waits for its row, so cards are put into the outbox in the
    order of the states that they show. Raises `StaleDraft`, before anything is kept, when the
    request changed meanwhile.
    """
    request = update.request
    if update.changed:
        await unit.requests.save(request, update.before)
    elif update.shown or update.said:
        await unit.requests.expect(request.id, request.version)
    await unit.requests.add_events(request.id, update.events)
    notes = [note for event in update.events if (note := journal_note(request, event, acting))]
    if notes:
        await unit.journal.append(request.tenant, now, *notes)
    await _ask(unit, update, acting, now)
    if update.start:
        await _start(unit, update, acting, now, canary)
    for due in update.due:
        if due.at is None:
            await unit.timers.cancel(due.kind, request.id)
        else:
            await unit.timers.set(due.kind, request.id, request.tenant, due.at)
    await _show(unit, update, now)


async def _ask(unit: Unit, update: UpdateRequest, acting: ActingMode, now: datetime) -> None:
    """Store who is asked whether they still need it; their cards are among those to show."""
    await unit.consultations.drop(update.over)
    await unit.consultations.add(update.asked)
    if update.asked or update.over:
        request = update.request
        what = {
            "request": request.id,
            "number": request.number,
            "asked": len(update.asked),
            "over": len(update.over),
        }
        note = Note(
            EntryKind.CONSULTATION_STARTED, "", acting, plan_hash=request.plan_hash, what=what
        )
        await unit.journal.append(request.tenant, now, note)


async def answer_consultation(
    unit: Unit, answered: AnswerConsultation, acting: ActingMode, now: datetime, pressed: str
) -> None:
    """Store what someone answered, as long as the request is as they saw it, and show it.

    `pressed` is the Teams id of their card.
    """
    consultation, request = answered.consultation, answered.request
    if answered.before:
        await unit.requests.expect(request.id, request.version)
        await unit.consultations.answer(consultation, answered.before)
        what = {"request": request.id, "number": request.number, "reply": consultation.reply}
        note = Note(EntryKind.CONSULTATION_ANSWERED, consultation.person, acting, what=what)
        await unit.journal.append(consultation.tenant, now, note)
        await unit.timers.set(ANSWERS, request.id, request.tenant, now)
    slot = consultation_slot(consultation)
    if pressed:
        await unit.outbox.learn_pressed(slot, pressed)
    await unit.outbox.show(slot, consultation.conversation, card_activity(answered.card), now)


async def update_delegation(
    unit: Unit, update: UpdateDelegation, acting: ActingMode, now: datetime
) -> None:
    """Store a new delegation, or the end of one; an ended one stays ended."""
    one = update.delegation
    delegator = one.delegator.id
    what = {"delegation": one.id, "until": one.ends_at.isoformat()}
    if one.ended_at is None:
        await unit.delegations.add(one)
        what["from"] = one.starts_at.isoformat()
        note = Note(
            EntryKind.DELEGATION_STARTED, delegator, acting, subject=one.delegate.id, what=what
        )
    elif await unit.delegations.end(one.tenant, delegator, one.id, one.ended_at):
        note = Note(
            EntryKind.DELEGATION_ENDED, delegator, acting, subject=one.delegate.id, what=what
        )
    else:
        return
    await unit.journal.append(one.tenant, now, note)
    await say(unit, update.said, now)


async def choose_channel(
    unit: Unit, choice: ChooseChannel, who: Who, acting: ActingMode, now: datetime
) -> None:
    """Store where requests are posted from now on; those that are open follow."""
    before = await unit.channels.of(who.tenant)
    await unit.channels.choose(
        tenant=who.tenant,
        conversation=choice.conversation,
        team=choice.team,
        chosen_by=who.person,
        chosen_at=now,
    )
    moved = before is not None and before.conversation != choice.conversation
    note = Note(EntryKind.CHANNEL_CHOSEN, who.person, acting, what={"instead_of_another": moved})
    await unit.journal.append(who.tenant, now, note)
    # First the members, so that they get separate views; then the requests.
    await unit.timers.set(ROSTER, choice.conversation, who.tenant, now)
    await unit.timers.cancel(CHANNEL, who.tenant)


async def say(unit: Unit, said: tuple[Say, ...], now: datetime) -> None:
    """Put sentences into the outbox."""
    for one in said:
        await unit.outbox.say(one.conversation, said_activity(one), now, one.under)


async def _start(
    unit: Unit, update: UpdateRequest, acting: ActingMode, now: datetime, canary: CanaryRule
) -> None:
    """Begin the run in the name of the last approver."""
    request, ending = update.request, update.request.ending
    if request.run is None or ending is None or ending.by is None:
        return
    plan = await unit.plans.header(request.plan)
    what = {
        "plan": plan.id,
        "request": request.id,
        "number": request.number,
        "asked_by": request.requester.id,
        "approved_by": [yes.by.id for yes in request.approvals],
        "people": plan.summary.people,
        "licenses": plan.summary.licenses,
    }
    runner = ending.by.id
    note = Note(
        EntryKind.CONFIRMED, runner, acting, run=request.run, plan_hash=plan.hash, what=what
    )
    await unit.journal.append(request.tenant, now, note)
    await unit.runs.start(
        request.run,
        request.plan,
        request.tenant,
        runner,
        now,
        slot_of(request),
        update.run_chat,
        acting,
        owner_name=ending.by.name,
        timezone=request.timezone,
        canary=canary,
        held_back={one.place: one.drift for one in request.held_back if one.place is not None},
    )


async def _show(unit: Unit, update: UpdateRequest, now: datetime) -> None:
    for left in update.left:
        await _leave(unit, left, now)
    for one in update.shown:
        if one.repost:
            await unit.outbox.forget(one.slot)
        await unit.outbox.show(one.slot, one.conversation, card_activity(one.card), now)
    await say(unit, update.said, now)


async def _leave(unit: Unit, left: ShowRequest, now: datetime) -> None:
    """Update the old card: the request continues in another channel."""
    known = await unit.outbox.activity_of(left.slot)
    if known is None:
        return
    slot = f"left/{left.slot}"
    await unit.outbox.learn(slot, known)
    await unit.outbox.show(slot, left.conversation, card_activity(left.card), now)


async def learn_request(unit: Unit, request: Request, conversation: str, pressed: str) -> None:
    """A pressed card has its own Teams id, even if a crash lost the response to its posting."""
    here = conversation.partition(";")[0] == request.channel
    if here and pressed:
        await unit.outbox.learn_pressed(slot_of(request), pressed)
