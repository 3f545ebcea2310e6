"""A decision about a request reads its inputs at the click: what has changed since counts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cards.kit.actions import Field, Verb
from dialogs.approvals.messages import messages_for
from dialogs.approvals.timers import run_timer
from dialogs.model.request_update import ESCALATION, REMINDER, UpdateRequest
from licensing.errors import NotAllowed, TenantError, TenantUnavailable, UnknownPerson
from licensing.plans.draft import Step as DraftStep
from licensing.plans.drift import Drift
from licensing.policy.lists import PrincipalType
from licensing.policy.model import (
    ApprovalThreshold,
    Escalation,
    RequiredApprovals,
    Stage,
    When,
)
from licensing.policy.verdicts import Why as PolicyWhy
from licensing.requests.delegation import Delegation
from licensing.requests.events import EventType
from licensing.requests.model import Participant, Request, State
from licensing.tenant.cases import Case, CaseView, Hold
from licensing.tenant.checks import Check
from licensing.tenant.roles import LICENSE_ADMINISTRATOR
from tests.dialogs.test_approvals import BOXES, decide, happened, preview, send
from tests.support.dialog_context import (
    ADELE,
    ADMIN,
    ALEX,
    CHRIS,
    MEGAN,
    ChannelMember,
    World,
    chat_of,
)
from tests.support.ledger import NOW, TENANT
from tests.support.policies import line, policy, rule
from tests.support.policies import person as listed

EXECUTIVES = "executives"
APPROVERS = (listed(ADELE), listed(ALEX))
ONE = rule("One", Stage(APPROVERS))
WATCHED = rule(
    "Executives",
    Stage(APPROVERS, RequiredApprovals((ApprovalThreshold(1, 2),))),
    when=When(groups=(line(PrincipalType.GROUP, EXECUTIVES),)),
)
REQUESTERS = (listed(MEGAN),)


@pytest.fixture
def world() -> World:
    """A tenant in which Megan may ask, and Adele or Alex approves."""
    return World(policy(ONE, requesters=REQUESTERS))


def newest(world: World) -> Request:
    """The request that was sent last."""
    return list(world.requests.values())[-1]


async def test_someone_who_joins_a_watched_group_needs_what_its_rule_asks(world: World) -> None:
    world.policy = policy(ONE, WATCHED, requesters=REQUESTERS)
    await send(world)
    world.groups[EXECUTIVES].add("diego")
    request = await decide(world, ADELE, Verb.APPROVE)
    assert (request.state, request.run) == (State.OPEN, None)
    assert EventType.RULES_ADDED in happened(world, request)
    assert (await decide(world, ALEX, Verb.APPROVE)).state is State.APPROVED


async def test_a_new_rule_about_a_watched_group_reaches_open_requests(world: World) -> None:
    world.groups[EXECUTIVES].add("diego")
    await send(world)
    world.policy = policy(ONE, WATCHED, requesters=REQUESTERS)
    assert (await decide(world, ADELE, Verb.APPROVE)).state is State.OPEN
    assert (await decide(world, ALEX, Verb.APPROVE)).state is State.APPROVED


async def test_a_rule_that_came_to_apply_can_be_filled_by_someone_who_had_approved(
    world: World,
) -> None:
    first = rule("Both", Stage(APPROVERS, RequiredApprovals((ApprovalThreshold(1, 2),))))
    later = rule("Executives", Stage((listed(ADELE),)), when=WATCHED.when)
    world.policy = policy(first, later, requesters=REQUESTERS)
    await send(world)
    await decide(world, ADELE, Verb.APPROVE)
    world.groups[EXECUTIVES].add("joni")
    assert (await decide(world, ALEX, Verb.APPROVE)).state is State.OPEN
    assert (await decide(world, ADELE, Verb.APPROVE)).state is State.APPROVED


async def test_leaving_a_watched_group_leads_around_no_rule(world: World) -> None:
    world.policy = policy(ONE, WATCHED, requesters=REQUESTERS)
    world.groups[EXECUTIVES].add("diego")
    await send(world)
    world.groups[EXECUTIVES].clear()
    assert (await decide(world, ADELE, Verb.APPROVE)).state is State.OPEN


async def test_a_requester_who_lost_the_role_needs_what_people_without_one_need(
    world: World,
) -> None:
    without = rule("Without", Stage((listed(ALEX),)), when=When(without_role=True))
    world.policy = policy(ONE, without, requesters=REQUESTERS)
    world.roles[MEGAN] = ADMIN
    await send(world)
    assert not newest(world).without_role
    del world.roles[MEGAN]
    assert (await decide(world, ADELE, Verb.APPROVE)).state is State.OPEN
    assert (await decide(world, ALEX, Verb.APPROVE)).state is State.APPROVED


def addressed(world: World, name: str) -> str:
    """The key of a person's address in a view of cases."""
    return world.people[name].address.casefold()


def sees(world: World, viewer: str, *people: str, own_view: bool) -> None:
    """Let someone see an open case with these people in it."""
    case = (Case("c", "Fabrikam", Hold.APPLIED),)
    found = {addressed(world, person): case for person in people}
    world.cases[viewer] = CaseView(Check(at=NOW, own_view=own_view), found)


async def test_a_case_opened_since_lets_the_rule_about_holds_apply(world: World) -> None:
    legal = rule("Legal", Stage((listed(ALEX),)), when=When(on_hold_from=1))
    world.policy = policy(ONE, legal, requesters=REQUESTERS)
    await send(world)
    request = newest(world)
    # As if all cases had been looked at, and no one was in one.
    world.requests[request.id] = replace(request, impact=replace(request.impact, on_hold=0))
    sees(world, ADELE, own_view=False)
    sees(world, ALEX, "diego", own_view=False)
    await decide(world, ADELE, Verb.APPROVE)
    assert newest(world).state is State.APPROVED
    world.requests[request.id] = replace(request, impact=replace(request.impact, on_hold=0))
    sees(world, ADELE, "diego", own_view=False)
    shown = await decide(world, ADELE, Verb.APPROVE)
    assert EventType.RULES_ADDED in happened(world, shown)
    assert (await decide(world, ADELE, Verb.APPROVE)).state is State.OPEN


@pytest.mark.parametrize("own_view", [True, False])
async def test_someone_in_a_case_that_the_approver_sees_and_the_preview_did_not_is_left_alone(
    world: World, *, own_view: bool
) -> None:
    await send(world)
    sees(world, ADELE, "diego", own_view=own_view)
    request = await decide(world, ADELE, Verb.APPROVE)
    assert (request.state, request.approvals) == (State.OPEN, ())
    assert [(o.person.id, o.drift, o.place) for o in request.held_back] == [
        ("diego", Drift.CASE_OPENED, 1)
    ]
    request = await decide(world, ADELE, Verb.APPROVE)
    assert (request.state, len(request.held_back)) == (State.APPROVED, 1)


async def test_nothing_starts_as_an_earlier_approver_who_lost_the_role(world: World) -> None:
    both = rule("Both", Stage((listed(ADELE),)), Stage((listed(CHRIS),)))
    world.policy = policy(both, requesters=REQUESTERS)
    await send(world)
    await decide(world, ADELE, Verb.APPROVE)
    del world.roles[ADELE]
    request = await decide(world, CHRIS, Verb.APPROVE)
    assert (request.state, request.run, len(request.approvals)) == (State.OPEN, None, 2)
    # With the role active again the same person carries it out.
    world.roles[ADELE] = ADMIN
    request = await decide(world, ADELE, Verb.APPROVE)
    assert request.state is State.APPROVED
    assert request.ending is not None
    assert request.ending.by is not None
    assert request.ending.by.id == ADELE


@pytest.mark.parametrize("gone", [True, False])
async def test_nothing_starts_as_an_earlier_approver_whose_account_is_gone_or_blocked(
    world: World, *, gone: bool
) -> None:
    both = rule("Both", Stage((listed(ADELE),)), Stage((listed(CHRIS), listed(ALEX))))
    world.policy = policy(both, requesters=REQUESTERS)
    await send(world)
    await decide(world, ADELE, Verb.APPROVE)
    if gone:
        del world.people[ADELE]
    else:
        world.people[ADELE] = replace(world.people[ADELE], enabled=False)
    assert (await decide(world, CHRIS, Verb.APPROVE)).state is State.OPEN
    assert (await decide(world, ALEX, Verb.APPROVE)).state is State.APPROVED


async def test_an_earlier_approver_who_still_has_the_role_carries_it_out(world: World) -> None:
    both = rule("Both", Stage((listed(ADELE),)), Stage((listed(CHRIS),)))
    world.policy = policy(both, requesters=REQUESTERS)
    await send(world)
    await decide(world, ADELE, Verb.APPROVE)
    request = await decide(world, CHRIS, Verb.APPROVE)
    assert request.state is State.APPROVED
    assert request.ending is not None
    assert request.ending.by is not None
    assert request.ending.by.id == ADELE


async def test_rules_that_came_to_apply_are_told_to_the_requester_and_their_approvers(
    world: World,
) -> None:
    world.channel = "19:approvals"
    later = rule("Executives", Stage((listed(CHRIS),)), when=WATCHED.when)
    world.policy = policy(ONE, later, requesters=REQUESTERS)
    request = await send(world)
    assert [one.id for one in request.audience.first] == [ADELE, ALEX]
    world.groups[EXECUTIVES].add("joni")
    reply = await world.click(ADELE, Verb.APPROVE, request.token, inputs={Field.COMMENT: ""})
    (update,) = [effect for effect in reply.effects if isinstance(effect, UpdateRequest)]
    assert [one.id for one in update.request.audience.first] == [ADELE, ALEX, CHRIS]
    told = await messages_for(world.context(ADELE), update.request, update.events)
    assert sum("“Executives”" in one.text for one in told) == 2


async def test_a_request_that_no_one_can_approve_any_longer_says_so(
    world: World,
) -> None:
    world.channel = "19:approvals"
    pair = line(PrincipalType.GROUP, "pair")
    world.groups["pair"] = {ADELE, ALEX}
    two = rule("Two", Stage((pair,), RequiredApprovals((ApprovalThreshold(1, 2),))))
    world.policy = policy(two, requesters=REQUESTERS)
    request = await send(world)
    world.groups["pair"].discard(ALEX)
    reply = await world.click(ADELE, Verb.APPROVE, request.token, inputs={Field.COMMENT: ""})
    (update,) = [effect for effect in reply.effects if isinstance(effect, UpdateRequest)]
    assert (update.request.stuck, update.request.state) == ("Two", State.OPEN)
    assert happened(world, request)[-1] is EventType.STUCK
    told = await messages_for(world.context(ADELE), update.request, update.events)
    assert sum("No one can approve request 1 now" in one.text for one in told) == 2
    assert "No one is left who can approve this" in str(reply.card)
    # A reminder says so too.
    world.now += timedelta(hours=5)
    (late,) = (await run_timer(world.context(""), REMINDER, request.id)).updates
    assert any("No one can approve request 1 now" in said.text for said in late.said)
    # It is said once, and no more once someone else is there.
    await decide(world, ADELE, Verb.APPROVE)
    assert happened(world, request).count(EventType.STUCK) == 1
    world.groups["pair"].add(CHRIS)
    assert (await decide(world, ADELE, Verb.APPROVE)).stuck == ""
    assert (await decide(world, CHRIS, Verb.APPROVE)).state is State.APPROVED


@pytest.mark.parametrize("reason", ["gone", "blocked", "asks", "manager asks"])
async def test_what_no_one_who_is_there_could_approve_is_not_asked(
    world: World, reason: str
) -> None:
    approver = listed(CHRIS)
    if reason == "gone":
        del world.people[CHRIS]
    elif reason == "blocked":
        world.people[CHRIS] = replace(world.people[CHRIS], enabled=False)
    elif reason == "asks":
        approver = listed(MEGAN)
    else:
        approver = line(PrincipalType.MANAGER, "affected")
        world.managers |= {"joni": MEGAN, "diego": MEGAN}
    world.policy = policy(rule("Chris", Stage((approver,))), requesters=REQUESTERS)
    done = await world.press(preview(world), Verb.NEXT)
    assert done.draft.step is DraftStep.PREVIEW
    assert done.notice is not None
    assert done.notice.verdict is not None
    assert done.notice.verdict.why is PolicyWhy.NO_ONE_LEFT
    world.policy = replace(world.policy, self_approval=True)
    allowed = await world.press(preview(world), Verb.NEXT)
    assert (allowed.draft.step is DraftStep.REQUEST) == reason.endswith("asks")


async def test_the_only_admin_who_is_quicker_than_the_manager_approves_once_more(
    world: World,
) -> None:
    """The rules "Helpdesk" and "Mailboxes" of policy.example.yaml."""
    admins = line(PrincipalType.ROLE, LICENSE_ADMINISTRATOR, 9)
    manager = line(PrincipalType.MANAGER, "affected", 5)
    helpdesk = rule("Helpdesk", Stage((admins,)), when=When(without_role=True))
    mailboxes = rule("Mailboxes", Stage((manager,)), Stage((replace(admins, line=7),)), when=When())
    world.policy = policy(helpdesk, mailboxes, requesters=REQUESTERS)
    del world.roles[ALEX]
    world.managers |= {"joni": CHRIS, "diego": CHRIS}
    await send(world)
    await world.type(ADELE, "request 1")
    request = await decide(world, ADELE, Verb.APPROVE)
    assert (request.state, request.stuck) == (State.OPEN, "")
    reply = await world.click(CHRIS, Verb.APPROVE, request.token, inputs={Field.COMMENT: ""})
    (update,) = [effect for effect in reply.effects if isinstance(effect, UpdateRequest)]
    # Her own card offers it again, and so does the list.
    (hers,) = [one.card for one in update.shown if one.conversation == chat_of(ADELE)]
    assert "'title': 'Approve'" in str(hers)
    assert "Waiting for you: 1" in str((await world.type(ADELE, "requests")).card)
    request = await decide(world, ADELE, Verb.APPROVE)
    assert (request.state, len(request.approvals)) == (State.APPROVED, 3)


def lends(world: World, giver: str, taker: str) -> None:
    """Let someone approve in the place of someone else."""
    parties = Participant(giver, giver.capitalize()), Participant(taker, taker.capitalize())
    one = Delegation(f"by {giver}", TENANT, *parties, NOW, NOW + timedelta(days=300))
    world.delegations[one.id] = one


@pytest.mark.parametrize("gone", [True, False])
async def test_a_delegation_by_an_account_that_is_gone_or_blocked_has_ended(
    world: World, *, gone: bool
) -> None:
    world.policy = policy(rule("One", Stage((listed(ADELE),))), requesters=REQUESTERS)
    await send(world)
    lends(world, ADELE, CHRIS)
    if gone:
        del world.people[ADELE]
    else:
        world.people[ADELE] = replace(world.people[ADELE], enabled=False)
    request = await decide(world, CHRIS, Verb.APPROVE)
    assert (request.state, request.approvals) == (State.OPEN, ())
    assert happened(world, request)[-1] is EventType.STUCK
    shown = str((await world.type(CHRIS, "requests")).card)
    assert "Waiting for you: 0" in shown
    assert "Adele" not in shown


@pytest.mark.parametrize("refusal", [UnknownPerson(), NotAllowed()])
async def test_a_delegator_who_can_not_be_read_locks_no_one_out(
    world: World, refusal: TenantError
) -> None:
    await send(world)
    lends(world, CHRIS, ALEX)
    lends(world, ADELE, ALEX)
    assert "Adele" in str((await world.type(ALEX, "delegate")).card)
    world.unreadable[CHRIS] = refusal
    assert "Waiting for you: 1" in str((await world.type(ALEX, "requests")).card)
    assert (await decide(world, ALEX, Verb.APPROVE)).state is State.APPROVED


async def test_trouble_of_the_tenant_is_not_taken_for_a_delegation_that_ended(
    world: World,
) -> None:
    await send(world)
    lends(world, ADELE, ALEX)
    world.unreadable[ADELE] = TenantUnavailable()
    assert (await decide(world, ALEX, Verb.APPROVE)).state is State.OPEN


async def test_why_tells_who_approved_last_and_who_carries_it_out(world: World) -> None:
    both = rule("Both", Stage((listed(ADELE),)), Stage((listed(CHRIS),)))
    world.policy = policy(both, requesters=REQUESTERS)
    await send(world)
    await decide(world, ADELE, Verb.APPROVE)
    request = await decide(world, CHRIS, Verb.APPROVE)
    last, completed = world.trails[request.id][-2:]
    assert (last.type, last.by) == (EventType.APPROVED, Participant(CHRIS, "Chris"))
    assert (completed.type, completed.by) == (EventType.COMPLETED, Participant(ADELE, "Adele"))
    card = str((await world.type(ADELE, "why 1")).card)
    assert "started the removal" in card
    assert "gave the last approval" not in card


GLOBAL = "62e90394-69f5-4237-9190-012177145e10"
ADMINS = line(PrincipalType.ROLE, LICENSE_ADMINISTRATOR, 9)
BY_ROLE = rule(
    "Roles",
    Stage(
        (ADMINS,),
        escalation=Escalation(timedelta(hours=8), (line(PrincipalType.ROLE, GLOBAL, 12),)),
    ),
)


async def test_approvers_named_by_role_are_found_mentioned_and_told_also_at_escalation(
    world: World,
) -> None:
    world.channel = "19:approvals"
    world.members = tuple(
        ChannelMember(name, f"29:{name}", name.capitalize()) for name in (ADELE, ALEX, CHRIS)
    )
    world.roles[CHRIS] = frozenset({GLOBAL})
    world.people[ALEX] = replace(world.people[ALEX], enabled=False)
    world.policy = policy(BY_ROLE, requesters=REQUESTERS)
    draft = replace(preview(world), step=DraftStep.REQUEST)
    world.drafts[draft.id] = draft
    reply = await world.click(MEGAN, Verb.SEND_REQUEST, draft.token, inputs=BOXES)
    (sent,) = [effect for effect in reply.effects if isinstance(effect, UpdateRequest)]
    called = [one.id for said in sent.said for one in said.mentions]
    assert called == [f"29:{ADELE}"]
    world.now += timedelta(hours=8)
    (late,) = (await run_timer(world.context(""), ESCALATION, sent.request.id)).updates
    assert [one.id for said in late.said for one in said.mentions] == [f"29:{CHRIS}"]
    assert chat_of(CHRIS) in {one.conversation for one in late.shown}


async def test_a_role_whose_holders_can_not_be_read_stops_no_request(world: World) -> None:
    world.policy = policy(BY_ROLE, requesters=REQUESTERS)
    world.unreadable |= {LICENSE_ADMINISTRATOR: NotAllowed(), GLOBAL: NotAllowed()}
    assert (await send(world)).audience.first == ()
    assert (await decide(world, ADELE, Verb.APPROVE)).state is State.APPROVED
