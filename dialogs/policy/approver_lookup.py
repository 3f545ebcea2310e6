"""Roles, groups and managers of people as the policy's lists need them, read at this moment."""

import asyncio

from dialogs.model.context import Context
from licensing.errors import NotAllowed, UnknownPerson
from licensing.policy.approvers import Candidate
from licensing.policy.lists import ManagerOf, Memberships, PrincipalType
from licensing.requests.delegation import Delegation
from licensing.requests.model import Request

#: Number of people of a plan that are read at a time.
_PAGE = 1_000


async def look_up_approver(
    context: Context, person: str, request: Request | None = None
) -> Memberships:
    """Read the memberships of a person; with a request, also whose manager they are in it."""
    roles, groups, address, leads = await asyncio.gather(
        roles_of(context, person),
        context.once("groups", person, lambda: _groups(context, person)),
        context.once("address", person, lambda: _address(context, person)),
        _leads(context, person, request),
    )
    return Memberships(person, address, roles, groups, leads)


async def candidate_of(context: Context, request: Request | None = None) -> Candidate:
    """The person who acts, with the approvals that were delegated to them."""
    delegators = await active_delegators(context)
    own, others = await asyncio.gather(
        look_up_approver(context, context.who.person, request),
        asyncio.gather(*(_look_up_delegator(context, person, request) for person in delegators)),
    )
    return Candidate(own, tuple(one for one in others if one is not None))


async def active_delegators(context: Context) -> tuple[str, ...]:
    """Who delegated to the person who acts and may still sign in.

    The right of an account that was deleted or blocked has ended with it.
    """
    delegations = await context.delegations_to_me()
    delegators = list(dict.fromkeys(one.delegator.id for one in delegations))
    if not delegators:
        return ()
    who = context.who.person
    found = await context.once("delegators", who, lambda: context.directory.read_people(delegators))
    return tuple(one for one in delegators if one in found and found[one].enabled)


async def active_delegations(context: Context) -> tuple[Delegation, ...]:
    """Delegations to the person who acts that count now."""
    delegations = await context.delegations_to_me()
    active = await active_delegators(context)
    return tuple(one for one in delegations if one.delegator.id in active)


async def _look_up_delegator(
    context: Context, person: str, request: Request | None
) -> Memberships | None:
    """Return None for someone who can't be read, so that others' rights still count."""
    try:
        return await look_up_approver(context, person, request)
    except (UnknownPerson, NotAllowed):
        return None


async def affected_ids(context: Context, plan: str) -> frozenset[str]:
    """The people from whom a plan removes something."""
    if context.pending.plan is not None and context.pending.plan.id == plan:
        return frozenset(person.id for person in context.pending.plan.people if person.removals)
    found: set[str] = set()
    while page := await context.requests.affected(plan, len(found), _PAGE):
        found |= {person.id for person in page}
    return frozenset(found)


async def roles_of(context: Context, person: str) -> frozenset[str]:
    """Read the active roles of a person, once in each answer."""
    return await context.once("roles", person, lambda: _roles(context, person))


async def _roles(context: Context, person: str) -> frozenset[str]:
    if person == context.who.person:
        return await context.directory.my_roles()
    return await context.directory.org.roles_of(person)


async def _groups(context: Context, person: str) -> frozenset[str]:
    groups = context.settings.policy.groups
    return await context.directory.org.groups_among(person, groups) if groups else frozenset()


async def _address(context: Context, person: str) -> str:
    """Needed only where a list names people by their addresses."""
    if not any(
        line.type is PrincipalType.PERSON and "@" in line.value
        for line in context.settings.policy.lists
    ):
        return ""
    found = await context.directory.read_people([person])
    return found[person].address if person in found else ""


async def _leads(context: Context, person: str, request: Request | None) -> frozenset[ManagerOf]:
    policy = context.settings.policy
    wanted = [lead for lead in ManagerOf if policy.names_managers(lead)]
    if request is None or not wanted:
        return frozenset()
    org = context.directory.org
    reports = await context.once("reports", person, lambda: org.reports_of(person))
    leads = set()
    if ManagerOf.REQUESTER in wanted and request.requester.id in reports:
        leads.add(ManagerOf.REQUESTER)
    # Someone who leads fewer people than lose something can't lead all of them.
    if ManagerOf.AFFECTED in wanted and 0 < request.impact.people <= len(reports):
        affected = await affected_ids(context, request.plan)
        if affected <= reports:
            leads.add(ManagerOf.AFFECTED)
    return frozenset(leads)
