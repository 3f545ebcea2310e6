"""What an answer leaves in the ledger, all in the caller's transaction."""

from datetime import datetime
from functools import partial
from typing import Final

from bot.activities.inbound import Inbound, Kind
from dialogs.model.events import Who
from dialogs.model.results import Answer, CardReply, Order, TextReply
from engine.approvals.store import (
    learn_request,
    write_answered,
    write_channel,
    write_deal,
    write_lending,
)
from engine.events import who
from engine.messages import card_activity, text_activity
from engine.turns.telling import tell
from ledger import Ledger, Unit
from licensing.errors import StaleDraft
from licensing.plans.draft import Step
from licensing.plans.plan import Plan
from licensing.runs.control import NO_CANARY, CanaryRule
from licensing.tenant.roles import Acting

#: So many people of a plan are stored in one transaction.
PART: Final = 1000


async def stage(ledger: Ledger, plan: Plan) -> None:
    """Store the people of a large plan ahead, in parts, so that others get to write in between.

    Nobody knows of the plan before the turn that made it is stored.
    """
    if len(plan.people) <= PART:
        return
    await ledger.write(lambda unit: unit.plans.begin(plan))
    affected = 0
    for start in range(0, len(plan.people), PART):
        affected += await ledger.write(partial(_add, plan, start, affected))


async def _add(plan: Plan, start: int, affected: int, unit: Unit) -> int:
    return await unit.plans.add(plan, start, affected)


async def write(
    unit: Unit,
    inbound: Inbound,
    answer: Answer,
    now: datetime,
    acting: Acting,
    canary: CanaryRule = NO_CANARY,
) -> None:
    """Store drafts, plan and run of an answer, and put into the outbox what has to be shown.

    What was decided goes into the journal with it; `acting` is in whose name the tenant is called,
    `canary` when the first people of a run go first.

    Raises `StaleDraft`, before anything is kept, when a draft, a request or a run changed
    meanwhile.
    """
    person = who(inbound)
    if isinstance(answer, CardReply) and answer.order is not None:
        await _obey(unit, answer.order, person, now)
    for update in answer.updates:
        await write_deal(unit, update, acting, now, canary)
    if isinstance(answer, CardReply) and answer.plan is not None:
        await _keep_plan(unit, answer.plan)
    for stored in answer.stored:
        await unit.drafts.save(stored.draft, stored.before)
    await tell(unit, answer, person.person, acting, now)
    if isinstance(answer, CardReply):
        await _learn(unit, inbound, answer)
        await _start(unit, answer, person, now, acting, canary)
        for run, people in answer.looked.items():
            await unit.calendars.check(run, people)
        if answer.answered is not None:
            await write_answered(unit, answer.answered, acting, now, inbound.reply_to or "")
        if answer.lending is not None:
            await write_lending(unit, answer.lending, acting, now)
    if answer.channel is not None:
        await _keep_channel(unit, inbound, answer.channel.conversation, now)
        await write_channel(unit, answer.channel, person, acting, now)
    await _follow(unit, answer)
    for stored in answer.stored:
        draft = stored.draft
        activity = card_activity(stored.card)
        await unit.outbox.show(draft.id, draft.conversation, activity, now)
    await _show_rest(unit, inbound, answer, now)


async def _keep_plan(unit: Unit, plan: Plan) -> None:
    if len(plan.people) <= PART:
        await unit.plans.save(plan)
    else:
        await unit.plans.seal(plan.id)


async def _learn(unit: Unit, inbound: Inbound, turn: CardReply) -> None:
    """A pressed card tells its own Teams id, even when a crash lost the answer to its posting."""
    if turn.below or not inbound.reply_to:
        return
    where = inbound.conversation.conversation_id
    for update in turn.updates:
        await learn_request(unit, update.request, where, inbound.reply_to)
    draft = turn.of or (turn.stored[0].draft if turn.stored else None)
    if draft is not None:
        await unit.outbox.learn(draft.id, inbound.reply_to)


async def _obey(unit: Unit, order: Order, person: Who, now: datetime) -> None:
    if await unit.runs.control(order.run, order.control, person.person, now) is not order.to:
        raise StaleDraft


async def _follow(unit: Unit, answer: Answer) -> None:
    """Let the cards that show a run follow it."""
    for stored in answer.stored:
        draft = stored.draft
        if draft.step is Step.RUNNING and draft.run:
            await unit.runs.follow(draft.run, draft.id)


async def _start(
    unit: Unit, turn: CardReply, person: Who, now: datetime, acting: Acting, canary: CanaryRule
) -> None:
    draft = turn.start
    if draft is not None and draft.run and draft.plan:
        await unit.runs.start(
            draft.run,
            draft.plan,
            draft.tenant,
            draft.owner,
            now,
            draft.id,
            draft.conversation,
            acting,
            owner_name=person.name if person.person == draft.owner else "",
            canary=canary,
        )


async def _keep_channel(unit: Unit, inbound: Inbound, channel: str, now: datetime) -> None:
    """What is said in a thread tells how the channel itself is reached."""
    ref = inbound.conversation
    await unit.conversations.keep(
        tenant=ref.tenant_id,
        conversation=channel,
        person=None,
        service_url=ref.service_url,
        type=ref.type,
        bot_id=ref.bot_id,
        channel_id=ref.channel_id,
        seen_at=now,
    )


async def _show_rest(unit: Unit, inbound: Inbound, answer: Answer, now: datetime) -> None:
    """Show what is not the card of a stored draft."""
    where = inbound.conversation.conversation_id
    invoke = inbound.kind is Kind.INVOKE
    if isinstance(answer, TextReply):
        if answer.text and not invoke:
            await unit.outbox.say(where, text_activity(answer.text), now)
        return
    if answer.remark and not who(inbound).personal:
        # Others would see a card that is drawn for one person; a client that draws it for that one
        # has it in the answer.
        if not invoke or answer.channel is not None:
            await unit.outbox.say(where, text_activity(answer.remark), now)
        return
    if answer.of is not None:
        await unit.outbox.show(answer.of.id, where, card_activity(answer.card), now)
    elif not answer.stored and not answer.answered and not invoke:
        await unit.outbox.say(where, card_activity(answer.card), now)
