"""Runs, receipts, undo and reminders: what their buttons and typed words lead to."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cards.kit.actions import Field, Verb
from cards.kit.notices import NoticeKind
from dialogs import flow
from dialogs.model.effects import (
    ControlRun,
    StartRun,
    StoreDraft,
    StoreGracePeriods,
    StorePlan,
)
from dialogs.runs import typed
from licensing.losses.rules import Terms
from licensing.losses.services import Data
from licensing.plans.draft import Journey, Step
from licensing.plans.plan import Plan, UndoneRun
from licensing.policy.verdicts import Why as PolicyWhy
from licensing.reminders.calendar import Calendar, GracePeriod
from licensing.reminders.schedule import AffectedNotice
from licensing.reminders.upcoming import Forecast
from licensing.runs.control import Control
from licensing.runs.outcome import LineOutcome, Outcome, RunState
from licensing.runs.receipt import Receipt
from licensing.tenant.people import Person
from licensing.tenant.roles import Why
from tests.support.dialog_context import ADELE, ALEX, CHRIS, MEGAN, World, chat_of
from tests.support.ledger import TENANT, plan_of
from tests.support.policies import person as listed


def plan(world: World) -> Plan:
    """A plan that takes Office 365 E3 from two people."""
    return plan_of(world.people["joni"], world.people["diego"], id="plan")


def taken_away(world: World, receipt: Receipt) -> None:
    """Show the people of a run without what it took."""
    for one in world.outcomes[receipt.run]:
        person: Person = world.people[one.id]
        gone = {line.product for line in one.lines}
        left = tuple(a for a in person.assignments if a.product not in gone)
        world.people[one.id] = replace(person, assignments=left)


@pytest.mark.parametrize(
    ("verb", "before", "control", "after"),
    [
        (Verb.PAUSE, RunState.RUNNING, Control.PAUSE, RunState.PAUSED),
        (Verb.GO_ON, RunState.PAUSED, Control.RESUME, RunState.RUNNING),
        (Verb.STOP, RunState.RUNNING, Control.STOP, RunState.STOPPING),
        (Verb.GO_ON, RunState.WAITING, Control.RESUME, RunState.RUNNING),
    ],
)
async def test_a_run_is_controlled_from_its_card(
    world: World, verb: str, before: RunState, control: Control, after: RunState
) -> None:
    receipt = world.run(plan(world), before)
    draft = world.draft(Step.RUNNING, plan="plan", run=receipt.run)
    assert (await world.press(draft, verb)).effects == (ControlRun(receipt.run, control, after),)


async def test_pausing_a_run_twice_does_nothing_more(world: World) -> None:
    receipt = world.run(plan(world), RunState.PAUSED)
    draft = world.draft(Step.RUNNING, plan="plan", run=receipt.run)
    done = await world.press(draft, Verb.PAUSE)
    assert (done.effects, done.notice) == ((), None)


async def test_a_run_that_is_stopping_cannot_be_resumed(world: World) -> None:
    receipt = world.run(plan(world), RunState.STOPPING)
    draft = world.draft(Step.RUNNING, plan="plan", run=receipt.run)
    done = await world.press(draft, Verb.GO_ON)
    assert done.notice is not None
    assert (done.effects, done.notice.kind) == ((), NoticeKind.STOPPING_ALREADY)


async def test_any_button_of_a_run_that_ended_shows_its_result(world: World) -> None:
    receipt = world.run(plan(world))
    draft = world.draft(Step.RUNNING, plan="plan", run=receipt.run, people=world.refs("joni"))
    done = await world.press(draft, Verb.PAUSE)
    assert (done.draft.step, done.draft.people) == (Step.DONE, ())


async def test_another_admin_may_stop_a_run_from_its_card(world: World) -> None:
    receipt = world.run(plan(world), RunState.RUNNING)
    draft = world.draft(Step.RUNNING, plan="plan", run=receipt.run, conversation="group")
    await world.click(ALEX, Verb.STOP, draft.token, conversation="group")
    assert [one.control for one in world.controls] == [Control.STOP]


async def test_someone_without_a_role_may_not_stop_it_and_the_journal_notes_that(
    world: World,
) -> None:
    receipt = world.run(plan(world), RunState.RUNNING)
    draft = world.draft(Step.RUNNING, plan="plan", run=receipt.run, conversation="group")
    reply = await world.click(CHRIS, Verb.STOP, draft.token, conversation="group")
    assert (world.controls, reply.card) == ([], None)
    assert [one.why for one in world.refusals] == [Why.NO_ROLE]


async def test_a_stop_counts_from_an_outdated_card(world: World) -> None:
    receipt = world.run(plan(world), RunState.RUNNING)
    draft = world.draft(Step.RUNNING, plan="plan", run=receipt.run)
    world.store(StoreDraft(replace(draft, token="newer"), {}, 0))
    await world.click(ADELE, Verb.STOP, draft.token)
    assert [one.control for one in world.controls] == [Control.STOP]


async def test_resuming_from_an_outdated_card_only_shows_the_present_one(world: World) -> None:
    receipt = world.run(plan(world), RunState.PAUSED)
    draft = world.draft(Step.RUNNING, plan="plan", run=receipt.run)
    world.store(StoreDraft(replace(draft, token="newer"), {}, 0))
    await world.click(ADELE, Verb.GO_ON, draft.token)
    assert world.controls == []


async def test_stop_typed_stops_the_only_run(world: World) -> None:
    world.run(plan(world), RunState.RUNNING)
    await world.type(ADELE, "stop")
    assert [one.control for one in world.controls] == [Control.STOP]


async def test_stop_typed_with_two_runs_asks_which_one(world: World) -> None:
    world.run(plan(world), RunState.RUNNING)
    world.run(plan(world), RunState.RUNNING)
    await world.type(ADELE, "stop")
    assert (world.controls, world.newest().step) == ([], Step.STATUS)
    await world.type(ADELE, "stop 2")
    assert [one.run for one in world.controls] == ["run 2"]


async def test_pause_typed_without_a_run_says_so(world: World) -> None:
    reply = await world.type(ADELE, "pause")
    assert reply.card is None
    assert reply.text


async def test_a_receipt_opens_below_while_the_history_stays(world: World) -> None:
    world.run(plan(world))
    history = world.draft(Step.HISTORY, journey=None)
    done = await world.press(history, Verb.RECEIPT, "1")
    assert (done.beside, done.draft.step) == (True, Step.DONE)


async def test_a_receipt_of_someone_else_is_not_found_without_a_role(world: World) -> None:
    world.run(plan(world))
    done = await world.press(world.draft(Step.HISTORY, MEGAN, journey=None), Verb.RECEIPT, "1")
    assert done.notice is not None
    assert done.notice.kind is NoticeKind.NO_SUCH_RECEIPT


async def test_undo_of_a_result_starts_a_flow_below(world: World) -> None:
    receipt = world.run(plan(world))
    done = await world.press(world.draft(Step.DONE, plan="plan", run=receipt.run), Verb.UNDO)
    assert (done.beside, done.draft.step, done.draft.undoes) == (True, Step.UNDO, receipt.run)


@pytest.mark.parametrize(
    ("verb", "outcome", "left"),
    [
        (Verb.TRY_AGAIN, Outcome.FAILED, True),
        (Verb.TRY_AGAIN, Outcome.NEEDS_ATTENTION, True),
        (Verb.DO_REST, Outcome.NOT_TOUCHED, True),
        (Verb.TRY_AGAIN, Outcome.NOT_TOUCHED, False),
        (Verb.DO_REST, Outcome.FAILED, False),
        (Verb.TRY_AGAIN, Outcome.HELD_BACK, False),
        (Verb.TRY_AGAIN, Outcome.ACCEPTED, False),
    ],
)
async def test_those_who_are_left_have_a_fresh_preview_with_their_products(
    world: World, verb: Verb, outcome: Outcome, left: bool
) -> None:
    receipt = world.run(plan(world))
    joni, diego = world.outcomes[receipt.run]
    (line,) = joni.lines
    # The second product of Joni went; only the first one is tried again.
    world.outcomes[receipt.run] = (
        replace(joni, lines=(replace(line, outcome=outcome), LineOutcome("x", Outcome.REMOVED))),
        diego,
    )
    draft = world.draft(Step.DONE, plan="plan", run=receipt.run)
    done = await world.press(draft, verb)
    if not left:
        assert (done.draft, done.effects) == (draft, ())
        return
    assert (done.beside, done.draft.step, done.draft.journey) == (
        True,
        Step.PREVIEW,
        Journey.BY_USER,
    )
    assert [person.id for person in done.draft.people] == [joni.id]
    assert (done.draft.products, done.draft.all_products) == ((line.product,), False)
    (effect,) = done.effects
    assert isinstance(effect, StorePlan)
    assert [person.id for person in effect.plan.people] == [joni.id]


async def test_those_whom_an_undo_failed_for_are_tried_again_from_the_receipt(world: World) -> None:
    made = plan(world)
    first = world.run(made)
    taken_away(world, first)
    undone = replace(made, id="undo", undoes=UndoneRun(first.run, 1, first.day, Terms()))
    second = world.run(undone, undoes=1, outcome=Outcome.FAILED)
    done = await world.press(world.draft(Step.DONE, plan="undo", run=second.run), Verb.TRY_AGAIN)
    assert (done.beside, done.draft.step, done.draft.undoes) == (
        True,
        Step.UNDO_PREVIEW,
        first.run,
    )
    assert {person.id for person in done.draft.people} == {"joni", "diego"}


async def test_without_a_role_nothing_is_tried_again(world: World) -> None:
    receipt = world.run(plan(world), outcome=Outcome.FAILED)
    draft = world.draft(Step.DONE, CHRIS, plan="plan", run=receipt.run)
    done = await world.press(draft, Verb.TRY_AGAIN)
    assert (done.draft, done.effects, done.refused) == (draft, (), Why.NO_ROLE)


async def test_an_undo_is_offered_only_to_those_who_may(world: World) -> None:
    receipt = world.run(plan(world))

    async def offers(name: str) -> bool:
        draft = world.draft(Step.DONE, name, plan="plan", run=receipt.run)
        card = await flow.show(world.context(name), draft)
        return Verb.UNDO in json.dumps(card)

    assert await offers(ADELE)
    assert not await offers(CHRIS)
    world.policy = replace(world.policy, source="policy.yaml", undo=(listed(ALEX),))
    assert not await offers(ADELE)
    assert await offers(ALEX)


@pytest.mark.parametrize(
    ("state", "undoes", "notice"),
    [
        (RunState.RUNNING, None, NoticeKind.NOT_OVER_YET),
        (RunState.PAUSED, None, NoticeKind.NOT_OVER_YET),
        (RunState.DONE, 7, NoticeKind.UNDOES_ALREADY),
    ],
)
async def test_a_run_in_progress_and_an_undo_cannot_be_undone(
    world: World, state: RunState, undoes: int | None, notice: NoticeKind
) -> None:
    receipt = world.run(plan(world), state, undoes=undoes)
    done = await world.press(world.draft(Step.DONE, plan="plan", run=receipt.run), Verb.UNDO)
    assert done.notice is not None
    assert (done.notice.kind, done.beside) == (notice, False)


async def test_undo_needs_a_role(world: World) -> None:
    receipt = world.run(plan(world), owner=MEGAN)
    done = await world.press(world.draft(Step.DONE, MEGAN, plan="plan", run=receipt.run), Verb.UNDO)
    assert done.refused is Why.NO_ROLE


async def test_the_policy_names_who_may_undo(world: World) -> None:
    world.policy = replace(world.policy, source="policy.yaml", undo=(listed(ALEX),))
    receipt = world.run(plan(world))
    draft = world.draft(Step.DONE, plan="plan", run=receipt.run)
    assert (await world.press(draft, Verb.UNDO)).refused is not None
    own = world.draft(Step.DONE, ALEX, plan="plan", run=receipt.run)
    assert (await world.press(own, Verb.UNDO)).draft.step is Step.UNDO


async def test_an_empty_list_in_the_policy_lets_no_one_undo(world: World) -> None:
    world.policy = replace(world.policy, source="policy.yaml", undo=())
    receipt = world.run(plan(world))
    done = await world.press(world.draft(Step.DONE, plan="plan", run=receipt.run), Verb.UNDO)
    assert done.refused is PolicyWhy.EMPTY_LIST


async def test_undo_typed_takes_the_newest_removal(world: World) -> None:
    world.run(plan(world))
    world.run(plan(world), undoes=1)
    await world.type(ADELE, "undo")
    assert (world.newest().step, world.newest().undoes) == (Step.UNDO, "run 1")


async def test_undo_typed_and_refused_is_noted_in_the_journal(world: World) -> None:
    world.run(plan(world), owner=MEGAN)
    reply = await world.type(MEGAN, "undo")
    assert (reply.card, [one.why for one in world.refusals]) == (None, [Why.NO_ROLE])


async def test_undo_finds_only_people_who_lost_something(world: World) -> None:
    receipt = world.run(plan(world))
    draft = world.draft(Step.UNDO, journey=None, undoes=receipt.run)
    pasted = {Field.PASTE: "joni@contoso.example\nlee@contoso.example"}
    done = await world.press(draft, Verb.NEXT, inputs=pasted)
    assert [one.entry for one in done.draft.problems] == ["lee@contoso.example"]
    assert [one.id for one in done.draft.people] == ["joni"]


async def test_undo_for_everyone_by_button_or_by_word(world: World) -> None:
    receipt = world.run(plan(world))
    draft = world.draft(Step.UNDO, journey=None, undoes=receipt.run)
    assert (await world.press(draft, Verb.EVERYONE)).draft.step is Step.UNDO_PREVIEW
    said = await world.say(draft, "everyone")
    assert said is not None
    assert said.draft.step is Step.UNDO_PREVIEW


async def test_a_confirmed_undo_starts_a_run(world: World) -> None:
    receipt = world.run(plan(world))
    taken_away(world, receipt)
    draft = world.draft(Step.UNDO, journey=None, undoes=receipt.run)
    preview = await world.press(draft, Verb.EVERYONE)
    for effect in preview.effects:
        world.store(effect)
    confirm = (await world.press(preview.draft, Verb.NEXT)).draft
    done = await world.press(confirm, Verb.RESTORE)
    assert [type(effect) for effect in done.effects] == [StartRun]
    assert done.draft.step is Step.RUNNING


async def test_a_permission_lost_since_the_preview_stops_the_undo(world: World) -> None:
    receipt = world.run(plan(world))
    taken_away(world, receipt)
    draft = world.draft(Step.UNDO, journey=None, undoes=receipt.run)
    preview = await world.press(draft, Verb.EVERYONE)
    for effect in preview.effects:
        world.store(effect)
    world.roles.clear()
    confirm = replace(preview.draft, step=Step.UNDO_CONFIRM)
    done = await world.press(confirm, Verb.RESTORE)
    assert (done.effects, done.refused) == ((), Why.NO_ROLE)


def remember(world: World, receipt: Receipt, *left: str) -> Calendar:
    """The grace periods of a run; those in `left` still miss their mailbox."""
    kinds, none = frozenset({Data.MAILBOX}), frozenset[Data]()
    calendar = Calendar(
        run=receipt.run,
        plan=receipt.plan,
        tenant=TENANT,
        owner=receipt.owner,
        conversation=chat_of(receipt.owner),
        day=receipt.day,
        ended_at=world.now,
        receipt=receipt.number,
        kinds=kinds,
    )
    people = tuple(
        GracePeriod(at, one.id, kinds, kinds if one.id in left else none, checked_at=world.now)
        for at, one in enumerate(world.outcomes[receipt.run])
    )
    world.forecasts[receipt.run] = Forecast(calendar, Terms(), people)
    return calendar


async def test_a_reminder_starts_an_undo_on_its_own_card(world: World) -> None:
    receipt = world.run(plan(world))
    taken_away(world, receipt)
    remember(world, receipt, "joni")
    draft = world.draft(
        Step.REMINDER, journey=None, plan="plan", run=receipt.run, reminder_day=date(2026, 12, 20)
    )
    done = await world.press(draft, Verb.UNDO)
    assert (done.beside, done.draft.id, done.draft.step) == (False, draft.id, Step.UNDO_PREVIEW)
    assert [one.id for one in done.draft.people] == ["joni"]


@pytest.mark.parametrize("verb", [Verb.CANCEL, Verb.BACK])
async def test_an_undo_that_came_to_nothing_is_the_reminder_again(world: World, verb: str) -> None:
    receipt = world.run(plan(world))
    taken_away(world, receipt)
    remember(world, receipt, "joni")
    draft = world.draft(
        Step.UNDO_PREVIEW, journey=None, undoes=receipt.run, reminder_day=date(2026, 12, 20)
    )
    done = (await world.press(draft, verb)).draft
    assert (done.step, done.run, done.undoes) == (Step.REMINDER, receipt.run, None)


async def test_a_reminder_goes_to_the_person_who_ran_the_removal(world: World) -> None:
    receipt = world.run(plan(world))
    calendar = remember(world, receipt, "joni", "diego")
    (made,) = await world.dispatcher.remind(calendar, date(2026, 12, 20), "UTC")
    assert (made.draft.owner, made.draft.step, made.before) == (ADELE, Step.REMINDER, None)
    assert made.draft.reminder_day == date(2026, 12, 20)


async def test_people_who_still_miss_something_are_notified(world: World) -> None:
    receipt = world.run(plan(world))
    calendar = remember(world, receipt, "joni")
    world.settings = replace(world.settings, notifications=AffectedNotice.PERSON)
    people = world.forecasts[receipt.run].people
    found = await world.dispatcher.notifications(calendar, people, "UTC")
    assert set(found.messages) == {"joni"}


async def test_their_managers_are_notified_only_where_that_is_set(world: World) -> None:
    receipt = world.run(plan(world))
    calendar = remember(world, receipt, "joni")
    world.managers["joni"] = ALEX
    world.settings = replace(world.settings, notifications=AffectedNotice.MANAGER)
    people = world.forecasts[receipt.run].people
    found = await world.dispatcher.notifications(calendar, people, "UTC")
    assert set(found.messages) == {"joni", ALEX}


async def test_upcoming_losses_are_looked_up_and_stored(world: World) -> None:
    receipt = world.run(plan(world))
    taken_away(world, receipt)
    remember(world, receipt, "joni", "diego")
    reply = await world.type(ADELE, "upcoming")
    (effect,) = [one for one in reply.effects if isinstance(one, StoreGracePeriods)]
    assert (effect.run, len(effect.people)) == (receipt.run, 2)


async def test_a_card_follows_its_run_until_the_result(world: World) -> None:
    receipt = world.run(plan(world), RunState.RUNNING)
    draft = world.draft(Step.RUNNING, plan="plan", run=receipt.run)
    (drawn,) = await world.dispatcher.progress(draft)
    assert (drawn.draft, drawn.before) == (draft, draft.revision)
    world.receipts[receipt.run] = replace(receipt, state=RunState.DONE, ended_at=world.now)
    (drawn,) = await world.dispatcher.progress(draft)
    assert (drawn.draft.step, drawn.draft.revision) == (Step.DONE, draft.revision + 1)
    assert await world.dispatcher.progress(drawn.draft) == ()


async def test_status_shows_the_only_run_or_the_list(world: World) -> None:
    world.run(plan(world), RunState.RUNNING)
    assert (await typed.show_status(world.context())).draft.step is Step.RUNNING
    world.run(plan(world), RunState.PAUSED)
    assert (await typed.show_status(world.context())).draft.step is Step.STATUS


async def test_the_undo_of_an_old_removal_asks_about_deleted_mailboxes(world: World) -> None:
    receipt = world.run(plan(world))
    taken_away(world, receipt)
    world.now += timedelta(days=40)
    draft = world.draft(Step.UNDO, journey=None, undoes=receipt.run)
    preview = await world.press(draft, Verb.EVERYONE)
    for effect in preview.effects:
        world.store(effect)
    confirm = replace(preview.draft, step=Step.UNDO_CONFIRM)
    done = await world.press(confirm, Verb.RESTORE)
    assert done.notice is not None
    assert (done.notice.kind, done.effects) == (NoticeKind.TICK_GONE, ())
    done = await world.press(confirm, Verb.RESTORE, inputs={Field.ACCEPT_DATA_GONE: "true"})
    assert [type(effect) for effect in done.effects] == [StartRun]
