"""The cards of a request: one for each place where it is shown, and one for the viewer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cards.approvals.request import RequestFacts, Viewer, request_card
from cards.kit.card import Card
from cards.kit.notices import Notice
from cards.kit.refresh import MOST_VIEWERS
from cards.removal.statements import shows_statements
from dialogs.approvals.case_check import request_plan
from dialogs.approvals.consultation import replies_of
from dialogs.model.context import Context
from dialogs.model.ports import Member
from dialogs.model.request_update import ShowRequest, copy_slot, slot_of
from licensing.errors import PlanMissing
from licensing.policy.fingerprint import fingerprint
from licensing.policy.progress import Progress, may_be_needed_again, progress, still_needed
from licensing.policy.rule_input import applicable_rules
from licensing.requests.model import Participant, Request
from licensing.runs.outcome import RunProgress
from licensing.tenant.same_names import distinctions


async def all_cards(
    context: Context, request: Request, *, requester: bool = True, repost: bool = False
) -> tuple[ShowRequest, ...]:
    """Every card of a request as it is now.

    The requester's is left out where the flow itself brings it; `again` posts in the channel again.
    """
    found: list[ShowRequest] = []
    if request.channel:
        card = await channel_card(context, request)
        found.append(ShowRequest(slot_of(request), request.channel, card, repost))
    if requester and (draft := await context.requests.draft(request.draft)) is not None:
        reader = await context.for_reader(request.requester.id, draft.conversation)
        card = await draw(reader, request, Viewer.REQUESTER, request.timezone)
        found.append(ShowRequest(draft.id, draft.conversation, card))
    readers = await context.for_readers([copy.person for copy in request.copies])
    for copy in request.copies:
        viewer = _own_viewer(context, request, copy.person)
        if copy.reads_only and viewer is Viewer.APPROVER:
            viewer = Viewer.OTHER
        card = await draw(readers[copy.person], request, viewer, request.timezone)
        found.append(ShowRequest(copy_slot(request, copy.person), copy.conversation, card))
    return tuple(found)


async def with_statements(context: Context, request: Request) -> Request:
    """Note on a request that its cards state what is lost, once for each plan it asks for.

    All its cards draw the same statements; the approver's is the one that can lead to a removal.
    """
    if not request.is_open or request.stated == request.plan_hash:
        return request
    card = await draw(context, request, Viewer.APPROVER, request.timezone)
    return replace(request, stated=request.plan_hash if shows_statements(card) else "")


async def channel_card(context: Context, request: Request) -> Card:
    """The card in the channel; everyone named on it gets a separate view."""
    members = await context.members(request.channel)
    viewers = viewers_of(request, members)
    return await draw(
        context.for_channel, request, Viewer.EVERYONE, request.timezone, viewers=viewers
    )


async def draw(
    context: Context,
    request: Request,
    viewer: Viewer,
    zone: str,
    *,
    notice: Notice | None = None,
    may_approve: bool = True,
    viewers: Sequence[str] = (),
) -> Card:
    """Draw a request for one viewer."""
    facts = await facts_for(context, request, viewer, zone)
    facts = replace(facts, notice=notice, may_approve=may_approve, viewers=viewers)
    return request_card(facts, context.texts)


async def facts_for(context: Context, request: Request, viewer: Viewer, zone: str) -> RequestFacts:
    """The facts of a request's card and details, for one viewer."""
    return RequestFacts(
        request=request,
        plan=await request_plan(context, request),
        rules=rule_progress(context, request),
        viewer=viewer,
        now=context.now,
        today=context.today_in(zone),
        zone=zone,
        missing=missing(context, request),
        tally=await _tally(context, request),
        replies=await replies_of(context, request),
        addresses=await addresses_of(context, request, request.participants),
    )


async def addresses_of(
    context: Context, request: Request, people: Iterable[Participant]
) -> Mapping[str, str]:
    """Addresses by id, needed only if two people have one name: those of the channel's members."""
    if not request.channel or not distinctions(people):
        return {}
    return {one.person: one.address for one in await context.members(request.channel)}


def rule_progress(context: Context, request: Request) -> tuple[Progress, ...]:
    """The rules that apply, and how far each is. Approvals under other rules no longer count."""
    impact, approvals = request.impact, request.counted_approvals
    if request.policy != fingerprint(context.settings.policy):
        approvals = ()
    rules = applicable_rules(context.settings.policy, impact, without_role=request.without_role)
    return tuple(progress(rule, impact.people, approvals) for rule in rules)


def missing(context: Context, request: Request) -> int:
    """Return the minimum number of people whose approval is missing."""
    rules = tuple(state.rule for state in rule_progress(context, request))
    approvals = (
        request.counted_approvals if request.policy == fingerprint(context.settings.policy) else ()
    )
    return still_needed(rules, request.impact.people, approvals)


def viewers_of(request: Request, members: Sequence[Member]) -> tuple[str, ...]:
    """The people who get a separate card, those with something to do first."""
    first = [
        request.requester.id,
        *(yes.by.id for yes in request.approvals),
        *(participant.id for participant in (*request.audience.first, *request.audience.second)),
    ]
    ids = {member.person: member.teams_id for member in members}
    ordered = [ids[person] for person in first if person in ids]
    return tuple(dict.fromkeys([*ordered, *ids.values()]))[:MOST_VIEWERS]


def has_decided(context: Context, request: Request, person: str) -> bool:
    """Whether someone approved and, as far as can be told, is not needed again."""
    if not any(yes.by.id == person for yes in request.approvals):
        return False
    rules = rule_progress(context, request)
    return not may_be_needed_again(person, rules, request.counted_approvals)


def _own_viewer(context: Context, request: Request, person: str) -> Viewer:
    if person == request.requester.id:
        return Viewer.REQUESTER
    return Viewer.OTHER if has_decided(context, request, person) else Viewer.APPROVER


async def _tally(context: Context, request: Request) -> RunProgress | None:
    """How far the run is; None where there is none, or not yet."""
    if request.run is None or context.pending.starts_run:
        return None
    try:
        return await context.queries.tally(request.run)
    except PlanMissing:
        return None
