"""Checking a plan against the policy: its impact, whose approval it needs, whom to notify."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from cards.kit.notices import Notice, NoticeKind
from dialogs.model.context import Context
from dialogs.model.results import Transition
from dialogs.policy.approver_lookup import affected_ids, look_up_approver
from licensing.errors import UnknownPerson
from licensing.losses.services import Data
from licensing.plans.draft import Draft, Step
from licensing.plans.plan import Plan
from licensing.plans.summary import Summary
from licensing.policy.lists import ListEntry, ManagerOf, Memberships, PrincipalType
from licensing.policy.model import Rule
from licensing.policy.rule_input import Impact
from licensing.policy.submission import (
    RemovalAccess,
    SubmissionDecision,
    decide_submission,
    may_start,
)
from licensing.policy.verdicts import Verdict
from licensing.requests.model import Audience, Managers, Participant
from licensing.tenant.people import PersonRef
from licensing.tenant.roles import RoleDecision
from licensing.tenant.spelling import folded

#: Maximum number of people of one list who are notified of a request.
_TOLD = 50

#: Up to this many affected people are asked one by one which watched groups they are in.
_FEW = 20


@dataclass(frozen=True, slots=True)
class PolicyCheck:
    """What the policy says about a plan."""

    asking: SubmissionDecision
    impact: Impact
    managers: Managers
    #: Whether a role of the requester allows to remove licenses, and why.
    role: RoleDecision

    @property
    def without_role(self) -> bool:
        """Whether the requester has no role that may remove licenses."""
        return not self.role.allowed

    @property
    def refusal(self) -> Notice:
        """What to say where no way is open."""
        if self.role.allowed:
            return Notice(NoticeKind.POLICY, verdict=self.asking.verdict)
        return Notice(NoticeKind.NOT_ALLOWED, why=self.role.why, verdict=self.asking.verdict)


async def may_ask(context: Context) -> Verdict:
    """Whether the person who acts may put a plan together for others to approve."""
    if not context.settings.policy.source:
        return may_start(context.settings.policy, memberships_by_role(context))
    return may_start(context.settings.policy, await look_up_approver(context, context.who.person))


async def check_policy(context: Context, plan: Plan, role: RoleDecision) -> PolicyCheck:
    """Find the way that is open to the person who acts with a plan."""
    impact = await impact_of(context, plan)
    if not context.settings.policy.rules and role.allowed:
        standing = memberships_by_role(context, await context.directory.my_roles())
        return PolicyCheck(
            decide_submission(context.settings.policy, standing, impact), impact, Managers(), role
        )
    standing = await look_up_approver(context, context.who.person)
    managers = await _managers(context, plan)
    there = [(ManagerOf.REQUESTER, managers.requester), (ManagerOf.AFFECTED, managers.affected)]
    managed = frozenset(lead for lead, found in there if found)
    asking = decide_submission(context.settings.policy, standing, impact, managed)
    return PolicyCheck(asking, impact, managers, role)


async def impact_of(context: Context, plan: Plan) -> Impact:
    """The impact of a plan. Watched groups are asked for their members."""
    summary = plan.summary
    return Impact(
        people=summary.affected,
        mailboxes=summary.losing.get(Data.MAILBOX, 0),
        on_hold=_held(summary),
        groups=await watched_groups(context, plan.id),
    )


async def watched_groups(context: Context, plan: str) -> frozenset[str]:
    """Those of the groups that rules watch in which a plan affects someone, as read now.

    For a few people the directory itself is asked, for more its index, which may lag behind.
    """
    groups = frozenset(group.value for group in context.settings.policy.watched_groups)
    if not groups:
        return groups
    affected = await affected_ids(context, plan)
    around = context.directory.around
    if len(affected) <= _FEW:
        found = await asyncio.gather(*(_groups_of(context, one, groups) for one in affected))
        return frozenset[str]().union(*found)
    watched = set()
    for group in groups:
        members = await context.once("members of", group, partial(around.members_of, group))
        if not affected.isdisjoint(member.id for member in members):
            watched.add(group)
    return frozenset(watched)


async def _groups_of(context: Context, person: str, groups: frozenset[str]) -> frozenset[str]:
    """Someone whose account is gone is in no group."""
    around = context.directory.around
    try:
        return await context.once("watched", person, lambda: around.groups_among(person, groups))
    except UnknownPerson:
        return frozenset()


def _held(summary: Summary) -> int | None:
    """How many are in open cases; unknown where someone who may see more could know of more."""
    check = summary.case_check
    return summary.in_cases.people if check.done and not check.own_view else None


async def audience_of(
    context: Context, rules: Sequence[Rule], managers: Managers, requester: str
) -> Audience:
    """Whom the lists of the rules name, as far as they can be told of it; not the requester."""
    first = [line for rule in rules for stage in rule.stages for line in stage.approvers]
    second = [line for rule in rules for line in _second_lists(rule)]
    known: dict[str, tuple[Participant, ...]] = {}
    told = await _people(context, first, managers, known)
    later = await _people(context, second, managers, known)
    ids = {requester, *(participant.id for participant in told)}
    told = tuple(participant for participant in told if participant.id != requester)
    return Audience(told, tuple(participant for participant in later if participant.id not in ids))


def _second_lists(rule: Rule) -> Iterable[ListEntry]:
    for stage in rule.stages:
        yield from stage.escalation.approvers if stage.escalation else ()


async def _people(
    context: Context,
    lines: Iterable[ListEntry],
    managers: Managers,
    known: dict[str, tuple[Participant, ...]],
) -> tuple[Participant, ...]:
    """Everyone whom these lines name; roles name no one here."""
    found: dict[str, Participant] = {}
    for line in lines:
        key = f"{line.type}/{line.value}"
        if key not in known:
            known[key] = await _named(context, line, managers)
        found |= {participant.id: participant for participant in known[key]}
    return tuple(found.values())


async def _named(context: Context, line: ListEntry, managers: Managers) -> tuple[Participant, ...]:
    match line.type:
        case PrincipalType.PERSON if "@" in line.value:
            people = (await context.directory.find_people([line.value]))[line.value]
            return _parties(person.ref for person in people if _is_at(person.address, line))
        case PrincipalType.PERSON:
            by_id = await context.directory.read_people([line.value])
            return _parties(person.ref for person in by_id.values())
        case PrincipalType.GROUP:
            return _parties(await context.directory.around.members_of(line.value))
        case PrincipalType.MANAGER:
            manager = managers.requester if line.value == ManagerOf.REQUESTER else managers.affected
            return (manager,) if manager else ()
    return ()


def _is_at(address: str, line: ListEntry) -> bool:
    """Only the user principal name counts; a mail address may be someone else's."""
    return folded(address) == folded(line.value)


def _parties(people: Iterable[PersonRef]) -> tuple[Participant, ...]:
    return tuple(Participant(person.id, person.name) for person in people)[:_TOLD]


async def _managers(context: Context, plan: Plan) -> Managers:
    policy, around = context.settings.policy, context.directory.around
    requester = affected = None
    if policy.names_managers(ManagerOf.REQUESTER):
        requester = _party(await around.manager_of(context.who.person))
    if policy.names_managers(ManagerOf.AFFECTED):
        affected = await _common_manager(context, plan)
    return Managers(requester, affected)


async def _common_manager(context: Context, plan: Plan) -> Participant | None:
    """The one manager of everyone who loses something."""
    people = await affected_ids(context, plan.id)
    if not people:
        return None
    around = context.directory.around
    manager = _party(await around.manager_of(min(people)))
    if manager is None or not people <= await around.reports_of(manager.id):
        return None
    return manager


def _party(person: PersonRef | None) -> Participant | None:
    return Participant(person.id, person.name) if person else None


def next_step(draft: Draft, checked: PolicyCheck) -> Transition:
    """Continue from the preview to the step that the policy allows."""
    match checked.asking.access:
        case RemovalAccess.DIRECT if draft.request is None:
            return Transition(replace(draft, step=Step.CONFIRM, accepted=frozenset()))
        case RemovalAccess.DENIED:
            return Transition(draft, checked.refusal)
    return Transition(replace(draft, step=Step.REQUEST, accepted=frozenset()))


def memberships_by_role(context: Context, roles: frozenset[str] = frozenset()) -> Memberships:
    """Memberships by roles only, for a policy without lists."""
    return Memberships(context.who.person, roles=roles)
