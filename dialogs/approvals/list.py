"""The list of requests: what waits for me, what I asked, what has ended."""

from collections.abc import Iterable
from dataclasses import replace

from cards.approvals.list import LISTED, RequestRow, RequestsFacts, RequestTab, requests_card
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.removal.decision import removal_title
from dialogs.approvals.open import open_below
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.events import Pressed
from dialogs.model.paging import page_of, pages
from dialogs.model.results import Reply, posted, redrawn
from dialogs.policy.approver_lookup import active_delegations, candidate_of
from dialogs.policy.readers import sees_everything
from licensing.plans.draft import Draft
from licensing.policy.approvers import Candidate, decide_approval, decide_rejection
from licensing.policy.lists import ManagerOf, Memberships
from licensing.requests.model import Request
from licensing.requests.requester import is_expired
from licensing.tenant.time_zones import zone_of

#: Maximum number of open requests searched for those that one person can decide.
_LOOKED = 2_000
_PAGE = 200
#: Maximum number of own requests, and of ended ones, that are listed.
_KEPT = 200


async def typed(context: Context) -> Reply:
    """Answer "requests"."""
    if not context.who.personal:
        return Reply(text=context.texts.request_list.own_chat)
    draft = fresh_home(context)
    card = await draw(context, draft, None, 0)
    return posted(draft, card)


async def press_list(context: Context, draft: Draft, pressed: Pressed) -> Reply:
    """Show another list, or another page of it."""
    name, _, page = pressed.arg.partition(":")
    tab = RequestTab(name) if name in set(RequestTab) else None
    number = int(page) if page.isdecimal() and len(page) < 7 else 0
    return redrawn(draft, await draw(context, draft, tab, number))


async def press_open(context: Context, draft: Draft, pressed: Pressed) -> Reply:
    """Open a request below; the list stays."""
    number = int(pressed.arg) if pressed.arg.isdecimal() and len(pressed.arg) < 10 else 0
    text, updates = await open_below(context, number)
    notice = Notice(NoticeKind.ADVICE, said=text) if text else None
    return redrawn(draft, await draw(context, draft, None, 0, notice), *updates)


async def draw(
    context: Context, draft: Draft, tab: RequestTab | None, page: int, notice: Notice | None = None
) -> Card:
    """Draw one of the lists; without a choice, the first that holds something."""
    who = context.who
    own = await context.requests.requested_by(who.tenant, who.person, _KEPT)
    everything = await sees_everything(context)
    lists = {
        RequestTab.WAITING: (*_wait_for_answer(own), *await _waiting(context)),
        RequestTab.ASKED: tuple(one for one in own if one.is_open),
        RequestTab.OPEN: await _open(context) if everything else (),
        RequestTab.ENDED: await _ended(context, everything=everything),
    }
    if not everything:
        del lists[RequestTab.OPEN]
    if tab not in lists:
        tab = next((one for one in lists if lists[one]), RequestTab.WAITING)
    rows = lists[tab]
    page = page_of(str(page), len(rows), LISTED)
    facts = RequestsFacts(
        tab=tab,
        rows=[await _row(context, one) for one in rows[page * LISTED : (page + 1) * LISTED]],
        counts={one: len(found) for one, found in lists.items()},
        page=page,
        pages=pages(len(rows), LISTED),
        token=draft.token,
        delegations=await active_delegations(context),
        cut=await context.requests.count_open(who.tenant) > _LOOKED,
        zone=who.timezone,
        notice=notice,
    )
    return requests_card(facts, context.texts)


def _wait_for_answer(own: Iterable[Request]) -> tuple[Request, ...]:
    return tuple(one for one in own if one.is_open and one.open_question is not None)


async def _waiting(context: Context) -> tuple[Request, ...]:
    """Open requests that the viewer may decide and has not, oldest first."""
    who = context.who
    candidate, reports = await _candidate(context)
    found: list[Request] = []
    after = looked = 0
    while looked < _LOOKED:
        page = await context.requests.open_in(who.tenant, after, _PAGE)
        for request in page:
            own = _leading(candidate, reports, request)
            if is_expired(request, context.now) or _is_decided(context, request, own):
                continue
            if decide_rejection(
                context.settings.policy, request.rule_input, own, context.now
            ).allowed:
                found.append(request)
        looked += len(page)
        if len(page) < _PAGE:
            break
        after = page[-1].number
    return tuple(found)


def _is_decided(context: Context, request: Request, candidate: Candidate) -> bool:
    """Whether they approved and are not needed again."""
    person, approvals = candidate.own.person, request.counted_approvals
    if not any(person in approval.identities for approval in approvals):
        return False
    policy, now = context.settings.policy, context.now
    again = decide_approval(policy, request.rule_input, candidate, approvals, now)
    return not again.verdict.allowed


async def _candidate(context: Context) -> tuple[Candidate, dict[str, frozenset[str]]]:
    """The viewer, with their delegators, and the people that each of them manages."""
    candidate = await candidate_of(context)
    people = [one.person for one in (candidate.own, *candidate.delegated)]
    reports: dict[str, frozenset[str]] = {}
    if any(context.settings.policy.names_managers(lead) for lead in ManagerOf):
        org = context.directory.org
        reports = {person: await org.reports_of(person) for person in people}
    return candidate, reports


def _leading(
    candidate: Candidate, reports: dict[str, frozenset[str]], request: Request
) -> Candidate:
    """The same for one request; the manager of its people is looked up at the press only."""

    def leading(memberships: Memberships) -> Memberships:
        leads = set()
        if request.requester.id in reports.get(memberships.person, ()):
            leads.add(ManagerOf.REQUESTER)
        affected = request.managers.affected
        if affected is not None and affected.id == memberships.person:
            leads.add(ManagerOf.AFFECTED)
        return replace(memberships, manager_of=frozenset(leads))

    if not reports:
        return candidate
    return Candidate(leading(candidate.own), tuple(map(leading, candidate.delegated)))


async def _open(context: Context) -> tuple[Request, ...]:
    """The oldest open requests of the tenant."""
    found = await context.requests.open_in(context.who.tenant, 0, _KEPT)
    return tuple(one for one in found if not is_expired(one, context.now))


async def _ended(context: Context, *, everything: bool) -> tuple[Request, ...]:
    """What ended and concerns the viewer; admins and readers see all."""
    who = context.who
    ended = await context.requests.ended_in(who.tenant, _KEPT)
    if everything:
        return tuple(ended)
    return tuple(one for one in ended if who.person in _involved(one))


def _involved(request: Request) -> set[str]:
    ending = request.ending
    by = {ending.by.id} if ending and ending.by else set()
    return {request.requester.id} | by | {yes.by.id for yes in request.approvals}


async def _row(context: Context, request: Request) -> RequestRow:
    texts, zone = context.texts, zone_of(context.who.timezone)
    open_, ending = request.is_open, request.ending
    day = request.expires_at if open_ else ending.at if ending else request.asked_at
    asks = open_ and request.open_question is not None
    state = texts.request_list.state(
        texts.request.states[request.state], day.astimezone(zone).date(), open_=open_, asks=asks
    )
    title = removal_title(await context.plan(request.plan), texts)
    return RequestRow(request.number, request.requester, title, state)
