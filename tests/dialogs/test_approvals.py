"""Requests: sending, deciding, changing and following them, and who may do what.

Long because a request is one story.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from cards.approvals.request import Viewer
from cards.kit.actions import Field, Verb
from cards.kit.notices import NoticeKind
from cards.removal.statements import shows_statements
from dialogs.approvals.render import draw
from dialogs.approvals.service import RequestService
from dialogs.approvals.timers import run_timer
from dialogs.model.effects import Effect
from dialogs.model.events import Pressed
from dialogs.model.request_update import (
    ANSWERS,
    CHANNEL,
    ESCALATION,
    EXPIRY,
    POSTING,
    REMINDER,
    TIMERS,
    UNREACHED,
    AnswerConsultation,
    ChooseChannel,
    UpdateDelegation,
    UpdateRequest,
    slot_of,
)
from dialogs.model.results import Reply
from licensing.errors import FreshSignInNeeded, TenantUnavailable
from licensing.losses.services import Data
from licensing.plans.draft import Draft, Step
from licensing.policy.model import (
    ApprovalThreshold,
    FreshSignIn,
    Justification,
    Policy,
    RequiredApprovals,
    RuleRef,
    Stage,
)
from licensing.requests.consultation import Reply as Answer
from licensing.requests.events import EventType
from licensing.requests.model import Participant, Question, Request, State
from licensing.runs.outcome import Outcome, RunState
from licensing.tenant.roles import Why
from tests.support.dialog_context import (
    ADELE,
    ALEX,
    CHRIS,
    MEGAN,
    ChannelMember,
    World,
    chat_of,
    who,
)
from tests.support.dialog_context import (
    CHANNEL as THERE,
)
from tests.support.ledger import NOW, TENANT, plan_of
from tests.support.policies import person as listed
from tests.support.policies import policy, rule
from tests.support.seen import text_of

APPROVERS = (listed(ADELE), listed(ALEX))
ONE: Policy = policy(rule("One", Stage(APPROVERS)), requesters=(listed(MEGAN),))
TWO: Policy = policy(
    rule("Two", Stage(APPROVERS, RequiredApprovals((ApprovalThreshold(1, 2),)))),
    requesters=(listed(MEGAN),),
)
BOXES = {Field.ACCEPT_DELETION: "true", Field.ACCEPT_EDISCOVERY: "true"}


@pytest.fixture
def world() -> World:
    """A tenant in which Megan may ask, and Adele or Alex approves."""
    return World(ONE)


def preview(world: World, name: str = MEGAN, **fields: object) -> Draft:
    """A draft of a person at the preview of a plan for two people."""
    number = world.next_number()
    plan = plan_of(world.people["joni"], world.people["diego"], id=f"plan {number}")
    world.plans[plan.id] = plan
    people = world.refs("joni", "diego")
    return world.draft(Step.PREVIEW, name, plan=plan.id, people=people, **fields)


async def send(world: World, reason: str = "They left.") -> Request:
    """Megan sends a request."""
    draft = replace(preview(world), step=Step.REQUEST)
    world.drafts[draft.id] = draft
    await world.click(MEGAN, Verb.SEND_REQUEST, draft.token, inputs=BOXES | {Field.REASON: reason})
    return list(world.requests.values())[-1]


async def decide(world: World, name: str, verb: str, comment: str = "", token: str = "") -> Request:
    """A person presses a button of the newest request; returns the request as it is then."""
    request = list(world.requests.values())[-1]
    inputs = {Field.COMMENT: comment, Field.ANSWER: comment}
    await world.click(name, verb, token or request.token, inputs=inputs)
    return world.requests[request.id]


def happened(world: World, request: Request) -> list[EventType]:
    """What happened to a request, in order."""
    return [event.type for event in world.trails[request.id]]


def update(reply: Reply) -> UpdateRequest:
    """The only request that a reply updates."""
    (found,) = [effect for effect in reply.effects if isinstance(effect, UpdateRequest)]
    return found


async def test_a_plan_that_needs_approval_leads_from_the_preview_to_the_request(
    world: World,
) -> None:
    assert (await world.press(preview(world), Verb.NEXT)).draft.step is Step.REQUEST


async def test_an_admin_whose_plan_a_rule_covers_asks_as_well(world: World) -> None:
    assert (await world.press(preview(world, ADELE), Verb.NEXT)).draft.step is Step.REQUEST


async def test_someone_who_is_not_listed_may_not_ask(world: World) -> None:
    done = await world.press(preview(world, CHRIS), Verb.NEXT)
    assert (done.draft.step, done.refused) == (Step.PREVIEW, Why.NO_ROLE)


async def test_a_rule_without_approvers_leaves_no_way_open(world: World) -> None:
    world.policy = policy(rule("Empty", Stage(())), requesters=(listed(MEGAN),))
    done = await world.press(preview(world, ADELE), Verb.NEXT)
    assert done.notice is not None
    assert (done.draft.step, done.notice.kind) == (Step.PREVIEW, NoticeKind.POLICY)


async def test_a_sent_request_is_open_and_sets_its_timers(world: World) -> None:
    draft = replace(preview(world), step=Step.REQUEST)
    world.drafts[draft.id] = draft
    reply = await world.click(MEGAN, Verb.SEND_REQUEST, draft.token, inputs=BOXES)
    sent = update(reply)
    assert (sent.before, sent.request.state, sent.start) == (None, State.OPEN, False)
    assert {due.kind for due in sent.due if due.at} == {EXPIRY, REMINDER}
    assert world.newest(MEGAN).step is Step.REQUESTED


async def test_a_request_needs_its_boxes_ticked(world: World) -> None:
    done = await world.press(replace(preview(world), step=Step.REQUEST), Verb.SEND_REQUEST)
    assert done.notice is not None
    assert (done.notice.kind, done.effects) == (NoticeKind.TICK_BOXES, ())


async def test_a_request_for_a_product_that_no_one_knows_needs_its_box(world: World) -> None:
    draft = replace(preview(world), step=Step.REQUEST)
    plan = world.plans[draft.plan or ""]
    world.plans[plan.id] = replace(plan, summary=replace(plan.summary, losing={Data.UNKNOWN: 1}))
    done = await world.press(draft, Verb.SEND_REQUEST)
    assert done.notice is not None
    assert (done.notice.kind, done.effects) == (NoticeKind.TICK_BOXES, ())
    done = await world.press(draft, Verb.SEND_REQUEST, inputs={Field.ACCEPT_UNKNOWN: "true"})
    assert done.draft.step is Step.REQUESTED


async def test_a_required_reason_must_be_given(world: World) -> None:
    world.policy = replace(ONE, justification=Justification(RuleRef("why"), required=True))
    draft = replace(preview(world), step=Step.REQUEST)
    done = await world.press(draft, Verb.SEND_REQUEST, inputs=BOXES)
    assert done.notice is not None
    assert (done.notice.kind, done.effects) == (NoticeKind.POLICY, ())


async def test_typed_text_is_the_reason_unless_it_ticks_a_box(world: World) -> None:
    draft = replace(preview(world), step=Step.REQUEST)
    reason, box = await world.say(draft, "They left."), await world.say(draft, "accept deletion")
    assert reason is not None
    assert box is not None
    assert (reason.draft.reason, box.draft.reason) == ("They left.", "")
    assert len(box.draft.accepted) == 1


async def test_a_plan_that_no_longer_needs_approval_is_confirmed_instead(world: World) -> None:
    draft = replace(preview(world, ADELE), step=Step.REQUEST)
    world.policy = policy()
    done = await world.press(draft, Verb.SEND_REQUEST, inputs=BOXES)
    assert (done.draft.step, done.effects) == (Step.CONFIRM, ())


async def test_a_policy_changed_since_the_preview_is_noticed_at_the_confirmation(
    world: World,
) -> None:
    draft = replace(preview(world, ADELE), step=Step.CONFIRM)
    done = await world.press(draft, Verb.REMOVE, inputs=BOXES)
    assert done.notice is not None
    assert (done.draft.step, done.notice.kind) == (Step.REQUEST, NoticeKind.NEEDS_APPROVAL)
    assert done.effects == ()


async def test_the_last_approval_starts_the_run_as_its_approver(world: World) -> None:
    request = await send(world)
    reply = await world.click(ADELE, Verb.APPROVE, request.token)
    done = update(reply)
    assert (done.start, done.run_chat, done.request.state) == (True, chat_of(ADELE), State.APPROVED)
    assert done.before == request.version
    assert {due.kind for due in done.due if due.at is None} == set(TIMERS)


async def test_one_of_two_approvals_starts_nothing(world: World) -> None:
    world.policy = TWO
    await send(world)
    request = await decide(world, ADELE, Verb.APPROVE)
    assert (request.state, request.run) == (State.OPEN, None)
    assert (await decide(world, ALEX, Verb.APPROVE)).state is State.APPROVED


async def test_approving_twice_counts_once(world: World) -> None:
    world.policy = TWO
    await send(world)
    await decide(world, ADELE, Verb.APPROVE)
    request = await decide(world, ADELE, Verb.APPROVE)
    assert (len(request.approvals), request.state) == (1, State.OPEN)


@pytest.mark.parametrize("name", [CHRIS, MEGAN])
async def test_others_and_the_requester_cannot_approve(world: World, name: str) -> None:
    await send(world)
    request = await decide(world, name, Verb.APPROVE)
    assert (request.state, request.approvals) == (State.OPEN, ())
    assert happened(world, request)[-1] is EventType.REFUSED


async def test_a_listed_approver_without_a_role_cannot_start_the_run(world: World) -> None:
    await send(world)
    world.roles.pop(ADELE)
    assert (await decide(world, ADELE, Verb.APPROVE)).state is State.OPEN


async def test_a_rejection_ends_the_request_and_tells_the_requester(world: World) -> None:
    request = await send(world)
    reply = await world.click(ADELE, Verb.REJECT, request.token, inputs={Field.COMMENT: "Not yet."})
    done = update(reply)
    assert (done.request.state, done.start) == (State.REJECTED, False)
    assert [said.conversation for said in done.said] == [chat_of(MEGAN)]


async def test_a_rejection_needs_a_comment(world: World) -> None:
    await send(world)
    assert (await decide(world, ADELE, Verb.REJECT)).state is State.OPEN


async def test_only_the_requester_may_withdraw(world: World) -> None:
    await send(world)
    assert (await decide(world, ADELE, Verb.WITHDRAW)).state is State.OPEN
    assert (await decide(world, MEGAN, Verb.WITHDRAW)).state is State.WITHDRAWN


async def test_a_request_that_ended_takes_no_decision(world: World) -> None:
    await send(world)
    await decide(world, MEGAN, Verb.WITHDRAW)
    request = await decide(world, ADELE, Verb.APPROVE)
    assert (request.state, request.run) == (State.WITHDRAWN, None)


async def test_an_approval_after_the_deadline_expires_the_request(world: World) -> None:
    request = await send(world)
    world.now = request.expires_at
    assert (await decide(world, ADELE, Verb.APPROVE)).state is State.EXPIRED


async def test_an_approval_of_an_earlier_revision_does_not_count(world: World) -> None:
    first = await send(world)
    await change(world, first)
    request = await decide(world, ADELE, Verb.APPROVE, token=first.token)
    assert (request.state, request.revision) == (State.OPEN, 2)


async def test_people_changed_since_the_preview_hold_back_the_first_approval(world: World) -> None:
    await send(world)
    del world.people["joni"]
    request = await decide(world, ADELE, Verb.APPROVE)
    assert request.state is State.OPEN
    assert [one.person.id for one in request.held_back] == ["joni"]
    assert (await decide(world, ADELE, Verb.APPROVE)).state is State.APPROVED


async def test_an_approval_on_a_card_that_did_not_state_the_losses_is_shown_them_first(
    world: World,
) -> None:
    sent = await send(world)
    assert sent.stated == sent.plan_hash
    for before in ("", "the hash of another plan"):
        world.requests[sent.id] = replace(world.requests[sent.id], stated=before)
        reply = await world.click(ADELE, Verb.APPROVE, sent.token)
        request = world.requests[sent.id]
        assert (request.state, request.approvals) == (State.OPEN, ())
        assert "didn't state the losses" in reply.text
        assert reply.card is not None
        assert shows_statements(reply.card)
        assert request.stated == request.plan_hash
    assert (await decide(world, ADELE, Verb.APPROVE)).state is State.APPROVED


async def test_a_request_is_not_sent_from_a_card_that_did_not_state_the_losses(
    world: World,
) -> None:
    draft = replace(preview(world), step=Step.REQUEST, stated="")
    done = await world.press(draft, Verb.SEND_REQUEST, inputs=BOXES)
    assert done.notice is not None
    assert (done.notice.kind, done.effects) == (NoticeKind.NOT_STATED, ())


async def test_a_changed_policy_voids_earlier_approvals(world: World) -> None:
    world.policy = TWO
    await send(world)
    await decide(world, ADELE, Verb.APPROVE)
    world.policy = replace(TWO, expires_after=timedelta(days=1))
    request = await decide(world, ALEX, Verb.APPROVE)
    assert request.state is State.OPEN
    assert [one.by.id for one in request.approvals] == [ALEX]
    assert EventType.VOIDED in happened(world, request)


async def test_a_large_removal_asks_its_approver_to_sign_in_again(world: World) -> None:
    world.policy = replace(ONE, fresh_sign_in=FreshSignIn(RuleRef("f"), 2, timedelta(minutes=5)))
    world.signs_in = True
    request = await send(world)
    with pytest.raises(FreshSignInNeeded):
        await world.click(ADELE, Verb.APPROVE, request.token)
    world.sign_ins[ADELE] = world.now - timedelta(minutes=6)
    with pytest.raises(FreshSignInNeeded):
        await world.click(ADELE, Verb.APPROVE, request.token)
    world.sign_ins[ADELE] = world.now
    assert (await decide(world, ADELE, Verb.APPROVE)).state is State.APPROVED


async def test_where_no_one_signs_in_no_fresh_sign_in_is_asked_for(world: World) -> None:
    world.policy = replace(ONE, fresh_sign_in=FreshSignIn(RuleRef("f"), 2, timedelta(minutes=5)))
    await send(world)
    assert (await decide(world, ADELE, Verb.APPROVE)).state is State.APPROVED


async def test_a_question_and_its_answer_go_back_and_forth(world: World) -> None:
    await send(world)
    request = await decide(world, ADELE, Verb.ASK_QUESTION, "Since when?")
    assert request.open_question is not None
    request = await decide(world, MEGAN, Verb.ANSWER_QUESTION, "Since Monday.")
    assert (request.open_question, request.questions[0].answer) == (None, "Since Monday.")


async def test_only_the_requester_answers_a_question(world: World) -> None:
    await send(world)
    await decide(world, ADELE, Verb.ASK_QUESTION, "Since when?")
    request = await decide(world, ALEX, Verb.ANSWER_QUESTION, "Since Monday.")
    assert request.open_question is not None


async def test_a_reminder_by_hand_is_refused_shortly_after_another(world: World) -> None:
    await send(world)
    world.now += timedelta(hours=5)
    assert happened(world, await decide(world, MEGAN, Verb.REMIND))[-1] is EventType.REMINDED
    request = await decide(world, MEGAN, Verb.REMIND)
    assert happened(world, request).count(EventType.REMINDED) == 1


async def change(world: World, request: Request) -> Request:
    """Megan changes her request to a new plan."""
    await world.click(MEGAN, Verb.CHANGE, request.token)
    draft = world.newest(MEGAN)
    other = preview(world, conversation="elsewhere")
    draft = replace(draft, step=Step.REQUEST, plan=other.plan, stated=other.stated)
    world.drafts[draft.id] = draft
    await world.click(MEGAN, Verb.SEND_REQUEST, draft.token, inputs=BOXES)
    return world.requests[request.id]


async def test_changing_continues_below_with_everything_that_was_chosen(world: World) -> None:
    request = await send(world)
    reply = await world.click(MEGAN, Verb.CHANGE, request.token)
    draft = world.newest(MEGAN)
    assert (draft.step, draft.request) == (Step.PEOPLE, request.id)
    assert draft.people == world.refs("joni", "diego")
    assert draft.id != request.draft
    assert reply.card is not None


async def test_a_changed_request_starts_again_and_its_earlier_card_closes(world: World) -> None:
    first = await send(world)
    request = await change(world, first)
    assert (request.revision, request.approvals) == (2, ())
    assert request.plan != first.plan
    assert world.drafts[first.draft].step is Step.REPLACED


async def test_only_the_requester_may_change_a_request(world: World) -> None:
    request = await send(world)
    await world.click(ADELE, Verb.CHANGE, request.token)
    assert not [one for one in world.drafts.values() if one.owner == ADELE]


async def test_asking_again_takes_only_the_people_who_were_held_back(world: World) -> None:
    request = await send(world)
    await decide(world, ADELE, Verb.APPROVE)
    run = world.run(world.plans[request.plan], outcome=Outcome.REMOVED)
    joni, diego = world.outcomes[run.run]
    held = replace(diego, lines=(replace(diego.lines[0], outcome=Outcome.HELD_BACK),))
    world.outcomes[run.run] = (joni, held)
    done = world.requests[request.id]
    world.requests[request.id] = replace(done, run=run.run)
    await world.click(MEGAN, Verb.ASK_AGAIN, request.token)
    assert [one.id for one in world.newest(MEGAN).people] == ["diego"]


async def test_a_button_of_an_unknown_request_shows_that_it_is_unknown(world: World) -> None:
    reply = await world.click(ADELE, Verb.APPROVE, "no such token")
    assert reply.card is not None
    assert reply.effects == ()


async def test_a_tenant_that_does_not_answer_decides_nothing(world: World) -> None:
    await send(world)
    world.failure = TenantUnavailable()
    assert (await decide(world, ADELE, Verb.APPROVE)).state is State.OPEN


async def test_a_client_that_looks_by_itself_gets_a_card_even_without_the_tenant(
    world: World,
) -> None:
    request = await send(world)
    world.failure = TenantUnavailable()
    service = RequestService(world.dispatcher.context)
    assert await service.look(who(ADELE), Pressed(Verb.LOOK, request.token)) is not None
    assert await service.look(who(ADELE), Pressed(Verb.LOOK, "unknown")) is None


@pytest.mark.parametrize(("name", "opens"), [(MEGAN, True), (ALEX, True), (CHRIS, False)])
async def test_a_request_opens_by_its_number_for_people_whom_it_concerns(
    world: World, name: str, opens: bool
) -> None:
    await send(world)
    reply = await world.type(name, "request 1")
    assert bool(reply.effects) is opens
    assert bool(reply.text) is not opens


@pytest.mark.parametrize("text", ["request 9", "why 9"])
async def test_a_number_without_a_request_is_said(world: World, text: str) -> None:
    reply = await world.type(MEGAN, text)
    assert (reply.card, reply.effects) == (None, ())
    assert reply.text


async def timer(world: World, kind: str, subject: str) -> tuple[Effect, ...]:
    """Let a timer run out and store what follows."""
    result = await run_timer(world.context(""), kind, subject)
    for effect in result.updates:
        world.store(effect)
    return result.updates


async def test_the_expiry_timer_ends_the_request_only_when_it_is_due(world: World) -> None:
    request = await send(world)
    early = await run_timer(world.context(""), EXPIRY, request.id)
    assert (early.updates, early.again) == ((), request.expires_at)
    world.now = request.expires_at
    await timer(world, EXPIRY, request.id)
    assert world.requests[request.id].state is State.EXPIRED


async def test_the_reminder_timer_waits_longer_each_time(world: World) -> None:
    request = await send(world)
    world.now += timedelta(hours=4)
    result = await run_timer(world.context(""), REMINDER, request.id)
    assert result.updates[0].request.reminders == 1
    assert result.again == request.opened_at + timedelta(hours=12)


async def test_reminders_missed_while_the_bot_was_away_are_one_reminder(world: World) -> None:
    request = await send(world)
    world.now += timedelta(hours=30)
    (done,) = await timer(world, REMINDER, request.id)
    assert isinstance(done, UpdateRequest)
    assert [event.type for event in done.events] == [EventType.REMINDED]
    assert done.request.reminders > 1


@pytest.mark.parametrize("kind", [REMINDER, ESCALATION, UNREACHED, POSTING])
async def test_timers_of_a_request_that_ended_do_nothing(world: World, kind: str) -> None:
    request = await send(world)
    await decide(world, MEGAN, Verb.WITHDRAW)
    world.now += timedelta(hours=5)
    assert await timer(world, kind, request.id) == ()


async def test_a_timer_of_a_deleted_request_ends(world: World) -> None:
    assert await timer(world, EXPIRY, "gone") == ()


async def test_an_admin_chooses_the_channel_and_open_requests_follow(world: World) -> None:
    request = await send(world)
    draft = world.draft(Step.HOME, ADELE, conversation=THERE)
    reply = await world.click(ADELE, Verb.CHOOSE_CHANNEL, draft.token, conversation=THERE)
    assert [type(effect) for effect in reply.effects] == [ChooseChannel]
    (moved,) = await timer(world, CHANNEL, TENANT)
    assert isinstance(moved, UpdateRequest)
    assert (moved.request.id, moved.request.channel) == (request.id, THERE)
    assert slot_of(request) in {shown.slot for shown in moved.shown}


async def test_someone_without_a_role_cannot_choose_the_channel(world: World) -> None:
    draft = world.draft(Step.HOME, MEGAN, conversation=THERE)
    await world.click(MEGAN, Verb.CHOOSE_CHANNEL, draft.token, conversation=THERE)
    assert world.channel == ""


async def test_a_personal_chat_is_never_the_channel(world: World) -> None:
    draft = world.draft(Step.HOME, ADELE)
    reply = await world.click(ADELE, Verb.CHOOSE_CHANNEL, draft.token)
    assert (reply.effects, world.channel) == ((), "")
    assert "channel" in reply.text


async def test_the_thread_of_a_request_calls_its_approvers_by_name(world: World) -> None:
    world.channel = THERE
    world.members = (ChannelMember(ADELE, "29:adele", "Adele"),)
    draft = replace(preview(world), step=Step.REQUEST)
    world.drafts[draft.id] = draft
    sent = update(await world.click(MEGAN, Verb.SEND_REQUEST, draft.token, inputs=BOXES))
    (said,) = [one for one in sent.said if one.conversation == THERE]
    assert [one.id for one in said.mentions] == ["29:adele"]
    assert said.under == slot_of(sent.request)


async def test_people_of_one_name_show_the_address_that_the_channel_knows(world: World) -> None:
    world.channel = THERE
    world.members = (ChannelMember(ADELE, "29:adele", "Adele", "adele@contoso.example"),)
    sent = await send(world)
    twin = Participant(ADELE, sent.requester.name)
    request = replace(sent, channel=THERE, questions=(Question(twin, NOW, "Why?"),))
    card = await draw(world.context(), request, Viewer.EVERYONE, "UTC")
    assert f"{twin.name} · adele@contoso.example" in text_of(card)
    assert f"{twin.name} · {sent.requester.id[:8]}" in text_of(card)
    alone = await draw(world.context(), replace(request, questions=()), Viewer.EVERYONE, "UTC")
    assert f"{twin.name} ·" not in text_of(alone)


async def test_without_a_channel_the_approvers_get_the_card_in_their_own_chats(
    world: World,
) -> None:
    request = await send(world)
    assert {copy.person for copy in request.copies} == {ADELE, ALEX}


async def delegate(world: World, delegate: str, last: str = "2026-12-01") -> Reply:
    """Adele delegates her approvals."""
    draft = world.draft(Step.HOME, ADELE)
    inputs = {Field.DELEGATE: delegate, Field.LAST_DAY: last}
    return await world.click(ADELE, Verb.DELEGATE, draft.token, inputs=inputs)


async def test_a_delegate_approves_in_place_of_the_person_who_delegated(world: World) -> None:
    world.policy = policy(rule("Adele", Stage((listed(ADELE),))), requesters=(listed(MEGAN),))
    world.roles["chris"] = world.roles[ALEX]
    await send(world)
    assert (await decide(world, CHRIS, Verb.APPROVE)).state is State.OPEN
    await delegate(world, CHRIS)
    request = await decide(world, CHRIS, Verb.APPROVE)
    assert request.state is State.APPROVED
    assert [one.id for one in request.approvals[0].delegators] == [ADELE]


@pytest.mark.parametrize(
    ("person", "last"),
    [
        ("", "2026-12-01"),
        (ADELE, "2026-12-01"),
        ("ghost", "2026-12-01"),
        (CHRIS, ""),
        (CHRIS, "2026-11-01"),
        (CHRIS, "2028-01-01"),
        (CHRIS, "soon"),
    ],
)
async def test_a_delegation_that_makes_no_sense_is_not_stored(
    world: World, person: str, last: str
) -> None:
    reply = await delegate(world, person, last)
    assert not [effect for effect in reply.effects if isinstance(effect, UpdateDelegation)]


async def test_a_delegation_that_was_ended_counts_no_longer(world: World) -> None:
    await delegate(world, CHRIS)
    (one,) = world.delegations.values()
    draft = world.draft(Step.HOME, ADELE)
    reply = await world.click(ADELE, Verb.END_DELEGATION, draft.token, one.id)
    (effect,) = [e for e in reply.effects if isinstance(e, UpdateDelegation)]
    assert effect.delegation.ended_at == world.now
    assert [said.conversation for said in effect.said] == [chat_of(CHRIS)]
    assert await world.context(CHRIS).delegations_to_me() == []


@pytest.fixture
def consulting(world: World) -> World:
    """The same, where the affected people are asked first."""
    world.settings = replace(world.settings, asks_people=True)
    return world


async def test_the_affected_people_who_can_be_reached_are_asked(consulting: World) -> None:
    consulting.unreachable = {"diego"}
    await send(consulting)
    assert [one.person for one in consulting.consultations.values()] == ["joni"]


async def test_an_answer_is_stored_and_brings_the_cards_up_to_date(consulting: World) -> None:
    request = await send(consulting)
    one = next(one for one in consulting.consultations.values() if one.person == "joni")
    reply = await consulting.click("joni", Verb.STILL_NEED, one.token)
    (effect,) = reply.effects
    assert isinstance(effect, AnswerConsultation)
    assert (effect.consultation.reply, effect.before) == (Answer.STILL_NEEDED, one.token)
    (shown,) = await timer(consulting, ANSWERS, request.id)
    assert isinstance(shown, UpdateRequest)
    assert not shown.changed


@pytest.mark.parametrize(
    ("name", "verb", "says"),
    [
        (ADELE, Verb.APPROVE, "The request was approved."),
        (ADELE, Verb.REJECT, "nothing is removed from you"),
        (MEGAN, Verb.WITHDRAW, "nothing is removed from you"),
        ("", "", "nothing is removed from you"),
    ],
)
async def test_those_who_were_asked_are_told_how_the_request_ended(
    consulting: World, name: str, verb: str, says: str
) -> None:
    request = await send(consulting)
    if verb:
        await decide(consulting, name, verb, "No.")
    else:
        consulting.now = request.expires_at
        await timer(consulting, EXPIRY, request.id)
    (done,) = await timer(consulting, ANSWERS, request.id)
    assert isinstance(done, UpdateRequest)
    cards = {one.conversation: str(one.card) for one in done.shown if "inquiry" in one.slot}
    assert set(cards) == {chat_of("joni"), chat_of("diego")}
    for card in cards.values():
        assert says in card
        assert "Nothing has been decided" not in card
        assert Verb.STILL_NEED not in card


async def test_no_one_answers_for_someone_else(consulting: World) -> None:
    await send(consulting)
    one = next(one for one in consulting.consultations.values() if one.person == "joni")
    assert (await consulting.click("diego", Verb.NOT_NEEDED, one.token)).effects == ()


async def test_an_answer_after_the_end_of_the_request_does_not_count(consulting: World) -> None:
    await send(consulting)
    await decide(consulting, MEGAN, Verb.WITHDRAW)
    one = next(one for one in consulting.consultations.values() if one.person == "joni")
    (effect,) = (await consulting.click("joni", Verb.NOT_NEEDED, one.token)).effects
    assert isinstance(effect, AnswerConsultation)
    assert (effect.consultation.reply, effect.before) == (None, "")


async def test_the_end_of_the_run_is_told_once(world: World) -> None:
    request = await send(world)
    await decide(world, ADELE, Verb.APPROVE)
    run = world.run(world.plans[request.plan], RunState.DONE)
    world.requests[request.id] = replace(world.requests[request.id], run=run.run)
    service = RequestService(world.dispatcher.context)
    first = await service.update_after_run(request.id, TENANT)
    assert first is not None
    assert [said.conversation for said in first.said] == [chat_of(MEGAN)]
    world.store(first)
    again = await service.update_after_run(request.id, TENANT)
    assert again is not None
    assert again.said == ()
