"""What a reply leaves in the ledger, in one transaction: its effects, and the journal's entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, assert_never, get_args

from bot.activities.inbound import Inbound, Kind
from dialogs.model.effects import (
    ChooseLanguage,
    ControlRun,
    Effect,
    JournalRefusal,
    Post,
    ShowCard,
    StartRun,
    StoreDraft,
    StoreGracePeriods,
    StorePlan,
)
from dialogs.model.events import Pressed, Who
from dialogs.model.request_update import (
    AnswerConsultation,
    ChooseChannel,
    UpdateDelegation,
    UpdateRequest,
)
from dialogs.model.results import Reply
from engine.approvals.store import (
    answer_consultation,
    choose_channel,
    learn_request,
    update_delegation,
    update_request,
)
from engine.events import who
from engine.messages import card_activity, text_activity
from engine.turns.turn import TurnInProgress
from ledger import Ledger, Unit
from licensing.errors import StaleDraft
from licensing.journal import EntryKind as JournalKind
from licensing.journal import Note
from licensing.plans.draft import Step
from licensing.plans.plan import Plan
from licensing.runs.control import NO_CANARY, CanaryRule
from licensing.tenant.roles import ActingMode

#: Maximum number of a plan's people that are stored in one transaction.
PART: Final = 1000
#: Effects are stored in the order in which their union names them.
_ORDER: Final = {kind: place for place, kind in enumerate(get_args(Effect))}


async def stage(ledger: Ledger, plan: Plan) -> None:
    """Store the people of a large plan ahead, in parts, so that others can write in between.

    No one knows the plan before the turn that made it is stored.
    """
    if len(plan.people) <= PART:
        return
    await ledger.write(lambda unit: unit.plans.begin(plan))
    affected = 0
    for start in range(0, len(plan.people), PART):
        affected += await ledger.write(partial(_add, plan, start, affected))


async def _add(plan: Plan, start: int, affected: int, unit: Unit) -> int:
    return await unit.plans.add(plan, start, affected)


@dataclass(frozen=True, slots=True)
class Wake:
    """Which workers have something to do once a reply is stored."""

    timers: bool = False
    #: Runs to carry out, or that were paused, resumed or stopped.
    runs: tuple[str, ...] = ()
    controlled: bool = False
    #: Whether a plan or a run was stored, which have a row for each person.
    many_rows: bool = False


def wake_for(effects: Iterable[Effect]) -> Wake:
    """Find out which workers a reply gives something to do."""
    timers = controlled = many_rows = False
    runs: list[str] = []
    for effect in effects:
        match effect:
            case ControlRun(run=run):
                controlled = True
                runs.append(run)
            case StartRun(draft=draft) if draft.run:
                many_rows = True
                runs.append(draft.run)
            case UpdateRequest(request=request, due=due, start=start):
                timers = timers or bool(due)
                if start and request.run:
                    many_rows = True
                    runs.append(request.run)
            case StorePlan():
                many_rows = True
            case ChooseChannel() | AnswerConsultation():
                timers = True
    return Wake(timers, tuple(runs), controlled, many_rows)


async def store(
    unit: Unit,
    turn: TurnInProgress,
    reply: Reply,
    now: datetime,
    acting: ActingMode,
    canary: CanaryRule = NO_CANARY,
    *,
    responds: bool = True,
) -> None:
    """Store the effects of a reply, and put into the outbox what no card of theirs shows.

    `acting` is in whose name the tenant is called, `canary` when the first people of a run go
    first. `responds` is whether the client of an invoke still waits for the reply as its response.

    Raises `StaleDraft`, before anything is kept, when a draft, a request or a run changed
    meanwhile.
    """
    inbound, person = turn.inbound, who(turn.inbound)
    where = inbound.conversation.conversation_id
    # A pressed card has its own Teams id, even if a crash lost the response to its posting.
    pressed = (inbound.reply_to or "") if isinstance(turn.event, Pressed) else ""
    shown = [ShowCard(one.draft, one.card) for one in reply.effects if isinstance(one, StoreDraft)]
    shown += [one for one in reply.effects if isinstance(one, ShowCard)]
    pressed_draft = _pressed_draft(reply) if pressed else None
    rest = [one for one in reply.effects if not isinstance(one, ShowCard)]
    for effect in sorted((*rest, *shown), key=lambda one: _ORDER[type(one)]):
        match effect:
            case ControlRun(run, control, to):
                if await unit.run_lifecycle.control(run, control, person.person, now) is not to:
                    raise StaleDraft
            case UpdateRequest():
                await update_request(unit, effect, acting, now, canary)
                if pressed:
                    await learn_request(unit, effect.request, where, pressed)
            case StoreDraft(draft, _, before):
                await unit.drafts.save(draft, before)
            case StorePlan(plan):
                await _store_plan(unit, plan, acting, now)
            case JournalRefusal():
                await _journal_refusal(unit, effect, person.person, acting, now)
            case StartRun():
                await _start_run(unit, effect, person, acting, now, canary)
            case StoreGracePeriods(run, people):
                await unit.calendars.check(run, people)
            case AnswerConsultation():
                await answer_consultation(unit, effect, acting, now, pressed)
            case UpdateDelegation():
                await update_delegation(unit, effect, acting, now)
            case ChooseLanguage(tag):
                await unit.person_languages.choose(person.tenant, person.person, tag)
            case ChooseChannel():
                await _keep_channel(unit, inbound, effect.conversation, now)
                await choose_channel(unit, effect, person, acting, now)
            case ShowCard(draft, card):
                if draft.id == pressed_draft:
                    await unit.outbox.learn_pressed(draft.id, pressed)
                if draft.step is Step.RUNNING and draft.run:
                    await unit.runs.follow(draft.run, draft.id)
                await unit.outbox.show(draft.id, draft.conversation, card_activity(card), now)
            case Post(conversation, posted, text):
                message = card_activity(posted) if posted else text_activity(text)
                await unit.outbox.say(conversation, message, now)
            case _ as unreachable:
                assert_never(unreachable)
    await _say(unit, inbound, reply, now, responds=inbound.kind is Kind.INVOKE and responds)


async def store_drafts(unit: Unit, drafts: Iterable[StoreDraft], now: datetime) -> None:
    """Store drafts that no person's activity changed, and show their cards."""
    for one in drafts:
        draft = one.draft
        await unit.drafts.save(draft, one.before)
        await unit.outbox.show(draft.id, draft.conversation, card_activity(one.card), now)


def _pressed_draft(reply: Reply) -> str | None:
    """The id of the draft whose button was pressed: the one drawn again, else the one changed."""
    drawn = (one.draft.id for one in reply.effects if isinstance(one, ShowCard))
    changed = (one.draft.id for one in reply.effects if isinstance(one, StoreDraft))
    return next(drawn, None) or next(changed, None)


async def _store_plan(unit: Unit, plan: Plan, acting: ActingMode, now: datetime) -> None:
    if len(plan.people) <= PART:
        await unit.plans.save(plan)
    else:
        await unit.plans.mark_complete(plan.id)
    what = {
        "plan": plan.id,
        "products": sorted(plan.products),
        "people": plan.summary.people,
        "licenses": plan.summary.licenses,
        **(_undoes(plan) or _cases(plan)),
    }
    note = Note(JournalKind.PREVIEWED, plan.owner, acting, plan_hash=plan.hash, what=what)
    await unit.journal.append(plan.tenant, now, note)


async def _start_run(
    unit: Unit, effect: StartRun, person: Who, acting: ActingMode, now: datetime, canary: CanaryRule
) -> None:
    draft = effect.draft
    if not draft.run or not draft.plan:
        return
    plan = await unit.plans.header(draft.plan)
    what = {
        "plan": plan.id,
        "accepted": sorted(draft.accepted),
        "people": plan.summary.people,
        "licenses": plan.summary.licenses,
        **_undoes(plan),
    }
    kind = JournalKind.UNDO_CONFIRMED if plan.undoes else JournalKind.CONFIRMED
    note = Note(kind, draft.owner, acting, run=draft.run, plan_hash=plan.hash, what=what)
    await unit.journal.append(draft.tenant, now, note)
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
        timezone=person.timezone,
        canary=canary,
    )


async def _journal_refusal(
    unit: Unit, refusal: JournalRefusal, actor: str, acting: ActingMode, now: datetime
) -> None:
    draft = refusal.draft
    plan_hash = (await unit.plans.header(draft.plan)).hash if draft.plan else None
    what = {"why": refusal.why, "step": draft.step}
    note = Note(JournalKind.REFUSED, actor, acting, run=draft.run, plan_hash=plan_hash, what=what)
    await unit.journal.append(draft.tenant, now, note)


def _undoes(plan: Plan) -> dict[str, object]:
    """Of the plan of an undo: the run and the receipt that it undoes."""
    undone = plan.undoes
    return {"undoes": undone.run, "undoes_receipt": undone.receipt} if undone else {}


def _cases(plan: Plan) -> dict[str, object]:
    """Of the plan of a removal: the open eDiscovery cases, and whether they could be looked up."""
    return {
        "in_cases": plan.summary.in_cases.people,
        "cases": sorted(case.id for case in plan.summary.cases),
        "cases_checked": plan.summary.case_check.why or "yes",
    }


async def _keep_channel(unit: Unit, inbound: Inbound, channel: str, now: datetime) -> None:
    """A message in a thread contains the reference of the channel itself."""
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


async def _say(
    unit: Unit, inbound: Inbound, reply: Reply, now: datetime, *, responds: bool
) -> None:
    """Post what no effect shows, unless the sender of an invoke has it in the response."""
    where = inbound.conversation.conversation_id
    kinds = {type(effect) for effect in reply.effects}
    if reply.card is None:
        if reply.text and not responds:
            await unit.outbox.say(where, text_activity(reply.text), now)
    elif reply.text and not who(inbound).personal:
        # Others would see a card that is drawn for one person; a client that draws it for that one
        # has it in the response.
        if not responds or ChooseChannel in kinds:
            await unit.outbox.say(where, text_activity(reply.text), now)
    elif not responds and kinds.isdisjoint({ShowCard, StoreDraft, AnswerConsultation}):
        await unit.outbox.say(where, card_activity(reply.card), now)
