"""Checking a plan against the policy: its impact, and whose approval it needs."""

import asyncio
from dataclasses import dataclass, replace
from functools import partial

from cards.kit.notices import Notice, NoticeKind
from dialogs.model.context import Context
from dialogs.model.permissions import role_warning
from dialogs.model.results import Transition
from dialogs.policy.approver_lookup import affected_ids, look_up_approver
from dialogs.policy.listed_people import managers_of, names_of
from licensing.errors import UnknownPerson
from licensing.losses.services import Data
from licensing.plans.draft import Draft, Step
from licensing.plans.plan import Plan
from licensing.plans.summary import Summary
from licensing.policy.lists import ManagerOf, Memberships
from licensing.policy.rule_input import Impact
from licensing.policy.submission import (
    RemovalAccess,
    SubmissionDecision,
    decide_submission,
    deny_stuck,
    may_start,
)
from licensing.policy.verdicts import Verdict
from licensing.requests.model import Managers
from licensing.tenant.roles import RoleDecision

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
        """Whether the requester has no role that surely may remove licenses."""
        return not self.role.certain

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
        memberships = memberships_by_role(context, await context.directory.my_roles())
        return PolicyCheck(
            decide_submission(context.settings.policy, memberships, impact),
            impact,
            Managers(),
            role,
        )
    memberships = await look_up_approver(context, context.who.person)
    managers = await managers_of(context, context.who.person, plan.id)
    there = [(ManagerOf.REQUESTER, managers.requester), (ManagerOf.AFFECTED, managers.affected)]
    managed = frozenset(lead for lead, found in there if found)
    asking = decide_submission(context.settings.policy, memberships, impact, managed)
    if asking.access is RemovalAccess.WITH_APPROVAL:
        names = await names_of(context, asking.rules, managers)
        asking = deny_stuck(context.settings.policy, asking, memberships, impact, names)
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
    org = context.directory.org
    if len(affected) <= _FEW:
        found = await asyncio.gather(*(_groups_of(context, one, groups) for one in affected))
        return frozenset[str]().union(*found)
    watched = set()
    for group in groups:
        members = await context.once("members of", group, partial(org.members_of, group))
        if not affected.isdisjoint(member.id for member in members):
            watched.add(group)
    return frozenset(watched)


async def _groups_of(context: Context, person: str, groups: frozenset[str]) -> frozenset[str]:
    """Someone whose account is gone is in no group."""
    org = context.directory.org
    try:
        return await context.once("watched", person, lambda: org.groups_among(person, groups))
    except UnknownPerson:
        return frozenset()


def _held(summary: Summary) -> int | None:
    """How many are in open cases; unknown where someone who may see more could know of more."""
    check = summary.case_check
    return summary.in_cases.people if check.done and not check.own_view else None


def next_step(draft: Draft, checked: PolicyCheck) -> Transition:
    """Continue from the preview to the step that the policy allows."""
    match checked.asking.access:
        case RemovalAccess.DIRECT if draft.request is None:
            confirm = replace(draft, step=Step.CONFIRM, accepted=frozenset())
            return Transition(confirm, role_warning(checked.role))
        case RemovalAccess.DENIED:
            return Transition(draft, checked.refusal)
    return Transition(replace(draft, step=Step.REQUEST, accepted=frozenset()))


def memberships_by_role(context: Context, roles: frozenset[str] = frozenset()) -> Memberships:
    """Memberships by roles only, for a policy without lists."""
    return Memberships(context.who.person, roles=roles)
