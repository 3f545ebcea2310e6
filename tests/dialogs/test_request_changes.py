"""What a request shows of its changes, of its messages, and of a check that ends later."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cards.kit.actions import Field, Verb
from dialogs.approvals.case_check import CHECK_AGAIN, FAILED_AGAIN
from dialogs.approvals.messages import messages_for
from dialogs.approvals.service import RequestService
from dialogs.model.request_update import CASE_CHECK, UpdateRequest, mention_mark
from engine.messages import said_activity
from licensing.errors import TenantUnavailable
from licensing.plans.draft import Draft, Step
from licensing.plans.plan import Plan
from licensing.policy.model import ApprovalThreshold, RequiredApprovals, Stage
from licensing.requests.model import Request
from licensing.tenant.cases import Case, CaseView, Hold
from licensing.tenant.checks import Check, NotChecked
from tests.support.dialog_context import ADELE, ALEX, MEGAN, ChannelMember, World
from tests.support.ledger import NOW, plan_of
from tests.support.people import person
from tests.support.policies import person as listed
from tests.support.policies import policy, rule
from tests.support.seen import text_of

CHANNEL = "19:approvals"
TWO = policy(
    rule(
        "Two", Stage((listed(ADELE), listed(ALEX)), RequiredApprovals((ApprovalThreshold(1, 2),)))
    ),
    requesters=(listed(MEGAN),),
)
BOXES = {Field.ACCEPT_DELETION: "true", Field.ACCEPT_EDISCOVERY: "true", Field.REASON: "They left."}


@pytest.fixture
def world() -> World:
    """Megan asks, both Adele and Alex approve, all three are in the channel."""
    made = World(TWO)
    made.channel = CHANNEL
    made.members = tuple(
        ChannelMember(one, f"29:{one}", one.capitalize(), f"{one}@contoso.example")
        for one in (MEGAN, ADELE, ALEX)
    )
    return made


def planned(world: World, *people: str) -> Plan:
    return plan_of(*(world.people[one] for one in people), id=f"plan {world.next_number()}")


async def send(world: World, plan: Plan, **fields: object) -> Request:
    """Megan sends a request, or a change of one."""
    world.plans[plan.id] = plan
    draft: Draft = replace(
        world.draft(Step.PREVIEW, MEGAN, plan=plan.id, **fields), step=Step.REQUEST
    )
    world.drafts[draft.id] = draft
    await world.click(MEGAN, Verb.SEND_REQUEST, draft.token, inputs=BOXES)
    return list(world.requests.values())[-1]


async def shown(world: World, request: Request, name: str = ADELE) -> str:
    card = (await world.click(name, Verb.LOOK, request.token)).card
    assert card is not None
    return text_of(card)


async def test_a_changed_request_names_who_was_added_and_who_was_left_out(world: World) -> None:
    first = await send(world, planned(world, "joni", "diego"))
    assert "Changed: " not in await shown(world, first)
    world.now += timedelta(hours=1)
    lee = world.people["lee"] = person("lee", "e3")
    after = await send(world, planned(world, "diego", "lee"), request=first.id)
    assert after.change is not None
    assert [one.name for one in after.change.added] == [lee.name]
    assert [one.name for one in after.change.left_out] == [world.people["joni"].name]
    said = await shown(world, after)
    assert f"{lee.name} added" in said
    assert f"{world.people['joni'].name} left out" in said
    assert (after.opened_at, after.asked_at) == (first.opened_at, world.now)


async def test_a_request_that_is_sent_again_as_it_was_says_so(world: World) -> None:
    first = await send(world, planned(world, "joni", "diego"))
    await send(world, planned(world, "joni", "diego"), request=first.id)
    assert "nothing but the time it was sent" in await shown(world, first)


async def test_each_outcome_is_one_message_to_the_requester(world: World) -> None:
    request = await send(world, planned(world, "joni"))
    told: list[str] = []
    for name in (ADELE, ALEX):
        inputs = {Field.COMMENT: f"fine, {name}"}
        reply = await world.click(name, Verb.APPROVE, request.token, inputs=inputs)
        (update,) = [one for one in reply.effects if isinstance(one, UpdateRequest)]
        told += [one.text for one in update.said if one.conversation == request.home_conversation]
    (said,) = told
    assert said == (
        "Alex approved your request 1: “fine, alex” "
        "The licenses are being removed in the name of Alex."
    )


async def test_mentions_stand_where_their_names_belong(world: World) -> None:
    request = await send(world, planned(world, "joni"))
    (event,) = world.trails[request.id]
    (said,) = await messages_for(world.context(MEGAN), request, [event])
    activity = said_activity(said)
    assert activity["text"] == ("Megan asks <at>Adele</at> and <at>Alex</at> to approve request 1.")
    assert [one["text"] for one in activity["entities"]] == ["<at>Adele</at>", "<at>Alex</at>"]
    # Teams refuses a mention that is not in the text.
    without = said_activity(replace(said, text="Nobody is named here."))
    assert "entities" not in without
    assert mention_mark(0) not in str(activity)


async def test_without_anyone_to_mention_the_sentence_names_no_one(world: World) -> None:
    world.members = world.members[:1]
    request = await send(world, planned(world, "joni"))
    (event,) = world.trails[request.id]
    (said,) = await messages_for(world.context(MEGAN), request, [event])
    assert said.text == "Megan sent request 1 for approval."
    assert said_activity(said)["textFormat"] == "plain"


def unfinished(plan: Plan) -> Plan:
    """The same plan, frozen while the first look at the cases was under way."""
    check = Check(NotChecked.NOT_YET)
    return replace(plan, summary=replace(plan.summary, case_check=check))


def requests_of(world: World) -> RequestService:
    return RequestService(lambda who: world.context(who.person))


PENDING = "the check isn't finished"


async def test_a_check_that_is_not_over_is_shown_as_such_and_later_as_what_it_found(
    world: World,
) -> None:
    world.cases[MEGAN] = CaseView(Check(NotChecked.NOT_YET))
    request = await send(world, unfinished(planned(world, "joni", "diego")))
    assert PENDING in await shown(world, request)
    service = requests_of(world)
    later = await service.run_timer(CASE_CHECK, request.id, request.tenant)
    assert (later.updates, later.again) == ((), world.now + CHECK_AGAIN)
    address = world.people["joni"].address
    case = Case("c1", "Insider trading", Hold.APPLIED)
    world.cases[MEGAN] = CaseView(Check(at=NOW, own_view=True), {address: (case,)})
    done = await service.run_timer(CASE_CHECK, request.id, request.tenant)
    (update,) = done.updates
    assert done.again is None
    assert update.shown
    world.requests[request.id] = update.request
    said = await shown(world, update.request)
    assert PENDING not in said
    assert "in Insider trading" in said


async def test_a_check_that_ended_before_the_request_was_sent_is_not_called_unfinished(
    world: World,
) -> None:
    world.cases[MEGAN] = CaseView(Check(at=NOW, own_view=True))
    request = await send(world, unfinished(planned(world, "joni")))
    assert request.findings is not None
    assert PENDING not in await shown(world, request)
    again = await requests_of(world).run_timer(CASE_CHECK, request.id, request.tenant)
    assert (again.updates, again.again) == ((), None)


async def test_a_check_that_fails_is_tried_again_later(world: World) -> None:
    world.cases[MEGAN] = CaseView(Check(NotChecked.NOT_YET))
    request = await send(world, unfinished(planned(world, "joni")))
    address = world.people["joni"].address
    world.cases[MEGAN] = CaseView(
        Check(at=NOW, own_view=True), {address: (Case("c1", "Insider trading"),)}
    )
    world.failure = TenantUnavailable()
    later = await requests_of(world).run_timer(CASE_CHECK, request.id, request.tenant)
    assert (later.updates, later.again) == ((), world.now + FAILED_AGAIN)
    gone = await requests_of(world).run_timer(CASE_CHECK, "gone", request.tenant)
    assert (gone.updates, gone.again) == ((), None)
