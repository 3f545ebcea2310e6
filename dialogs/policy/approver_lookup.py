"""Where people stand in the lists of the policy, asked of the tenant at this moment."""

import asyncio

from dialogs.model.context import Context
from licensing.policy.approvers import Candidate
from licensing.policy.lists import Kind, Lead, Memberships
from licensing.requests.model import Request

#: People of a plan that are read at once.
_PAGE = 1_000


async def look_up_approver(
    scene: Context, person: str, request: Request | None = None
) -> Memberships:
    """Read where somebody stands; with a request, also whose manager they are in it."""
    roles, groups, address, leads = await asyncio.gather(
        scene.once("roles", person, lambda: _roles(scene, person)),
        scene.once("groups", person, lambda: _groups(scene, person)),
        scene.once("address", person, lambda: _address(scene, person)),
        _leads(scene, person, request),
    )
    return Memberships(person, address, roles, groups, leads)


async def candidate_of(scene: Context, request: Request) -> Candidate:
    """Whoever acts, with what was lent to them."""
    who = scene.who
    lent = await scene.lent_to_me()
    givers = dict.fromkeys(one.giver.id for one in lent)
    own, *others = await asyncio.gather(
        *(look_up_approver(scene, person, request) for person in (who.person, *givers))
    )
    return Candidate(own, tuple(others))


async def affected_ids(scene: Context, plan: str) -> frozenset[str]:
    """Everybody from whom a plan removes something."""
    if scene.fresh is not None and scene.fresh.id == plan:
        return frozenset(person.id for person in scene.fresh.people if person.removals)
    found: set[str] = set()
    while page := await scene.requests.affected(plan, len(found), _PAGE):
        found |= {person.id for person in page}
    return frozenset(found)


async def _roles(scene: Context, person: str) -> frozenset[str]:
    if person == scene.who.person:
        return await scene.directory.my_roles()
    return await scene.directory.around.roles_of(person)


async def _groups(scene: Context, person: str) -> frozenset[str]:
    groups = scene.policy.groups
    return await scene.directory.around.groups_among(person, groups) if groups else frozenset()


async def _address(scene: Context, person: str) -> str:
    """Needed only where a list names people by their addresses."""
    if not any(line.kind is Kind.PERSON and "@" in line.value for line in scene.policy.lists):
        return ""
    found = await scene.directory.read_people([person])
    return found[person].address if person in found else ""


async def _leads(scene: Context, person: str, request: Request | None) -> frozenset[Lead]:
    policy = scene.policy
    wanted = [lead for lead in Lead if policy.names_managers(lead)]
    if request is None or not wanted:
        return frozenset()
    around = scene.directory.around
    reports = await scene.once("reports", person, lambda: around.reports_of(person))
    leads = set()
    if Lead.REQUESTER in wanted and request.requester.id in reports:
        leads.add(Lead.REQUESTER)
    # Whoever leads fewer people than lose something can't lead all of them.
    if Lead.AFFECTED in wanted and 0 < request.stakes.people <= len(reports):
        affected = await affected_ids(scene, request.plan)
        if affected <= reports:
            leads.add(Lead.AFFECTED)
    return frozenset(leads)
