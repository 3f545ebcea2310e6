"""Roles, groups and managers of people as the policy's lists need them, read at this moment."""

import asyncio

from dialogs.model.context import Context
from licensing.policy.approvers import Candidate
from licensing.policy.lists import ManagerOf, Memberships, PrincipalType
from licensing.requests.model import Request

#: Number of people of a plan that are read at a time.
_PAGE = 1_000


async def look_up_approver(
    context: Context, person: str, request: Request | None = None
) -> Memberships:
    """Read the memberships of a person; with a request, also whose manager they are in it."""
    roles, groups, address, leads = await asyncio.gather(
        context.once("roles", person, lambda: _roles(context, person)),
        context.once("groups", person, lambda: _groups(context, person)),
        context.once("address", person, lambda: _address(context, person)),
        _leads(context, person, request),
    )
    return Memberships(person, address, roles, groups, leads)


async def candidate_of(context: Context, request: Request) -> Candidate:
    """The person who acts, with the approvals that were delegated to them."""
    who = context.who
    lent = await context.delegations_to_me()
    givers = dict.fromkeys(one.delegator.id for one in lent)
    own, *others = await asyncio.gather(
        *(look_up_approver(context, person, request) for person in (who.person, *givers))
    )
    return Candidate(own, tuple(others))


async def affected_ids(context: Context, plan: str) -> frozenset[str]:
    """Everyone from whom a plan removes something."""
    if context.pending.plan is not None and context.pending.plan.id == plan:
        return frozenset(person.id for person in context.pending.plan.people if person.removals)
    found: set[str] = set()
    while page := await context.requests.affected(plan, len(found), _PAGE):
        found |= {person.id for person in page}
    return frozenset(found)


async def _roles(context: Context, person: str) -> frozenset[str]:
    if person == context.who.person:
        return await context.directory.my_roles()
    return await context.directory.around.roles_of(person)


async def _groups(context: Context, person: str) -> frozenset[str]:
    groups = context.settings.policy.groups
    return await context.directory.around.groups_among(person, groups) if groups else frozenset()


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
    around = context.directory.around
    reports = await context.once("reports", person, lambda: around.reports_of(person))
    leads = set()
    if ManagerOf.REQUESTER in wanted and request.requester.id in reports:
        leads.add(ManagerOf.REQUESTER)
    # Someone who leads fewer people than lose something can't lead all of them.
    if ManagerOf.AFFECTED in wanted and 0 < request.impact.people <= len(reports):
        affected = await affected_ids(context, request.plan)
        if affected <= reports:
            leads.add(ManagerOf.AFFECTED)
    return frozenset(leads)
