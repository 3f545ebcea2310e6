"""A request under what holds now: the policy, watched groups, the requester's role.

They are read at each click, since all of them may have changed after the request was sent.
"""

from dataclasses import dataclass, replace

from dialogs.model.context import Context
from dialogs.policy.approver_lookup import roles_of
from dialogs.policy.check import watched_groups
from dialogs.policy.listed_people import audience_of, managers_of, names_of
from licensing.errors import NotAllowed, UnknownPerson
from licensing.policy.rule_input import Impact, applicable_rules
from licensing.requests.approver import add_rules, apply_policy, check_stuck
from licensing.requests.events import Event, EventType
from licensing.requests.model import Request
from licensing.requests.requester import is_expired
from licensing.requests.steps import Step
from licensing.tenant.roles import may_remove


@dataclass(frozen=True, slots=True)
class Current:
    """A request as it is to be decided now, and what changed since it was stored."""

    request: Request
    events: tuple[Event, ...] = ()

    def then(self, step: Step | None) -> "Current":
        """Return it after a further step."""
        return Current(step.request, (*self.events, *step.events)) if step else self


async def current_request(context: Context, request: Request) -> Current:
    """Read what the policy looks at again; a request that has ended stays as it was.

    Raises `TenantError` where the watched groups can't be read.
    """
    current = Current(request)
    if not request.is_open or is_expired(request, context.now):
        return current
    current = current.then(apply_policy(request, context.settings.policy, context.now))
    impact = request.impact.with_current(await watched_groups(context, request.plan), 0)
    return await with_impact(context, current, impact)


async def with_impact(context: Context, current: Current, impact: Impact) -> Current:
    """Apply an impact as read now; if more rules apply, their approvers are notified too."""
    request, policy = current.request, context.settings.policy
    lost = await _without_role(context, request)
    after = current.then(add_rules(request, policy, impact, context.now, without_role=lost))
    if not any(event.type in _OTHER_RULES for event in after.events):
        return after
    request = after.request
    rules = applicable_rules(policy, request.impact, without_role=request.without_role)
    audience = await audience_of(context, rules, request.managers, request.requester.id)
    return Current(replace(request, audience=audience), after.events)


async def with_stuck(context: Context, step: Step) -> Step:
    """Note on a request whether someone is there who can give what is still needed."""
    request, policy = step.request, context.settings.policy
    if not request.is_open:
        return step
    rules = applicable_rules(policy, request.impact, without_role=request.without_role)
    managers = await managers_of(context, request.requester.id, request.plan)
    names = await names_of(context, rules, managers)
    checked = check_stuck(request, policy, names, context.now)
    if checked is None:
        return step
    return replace(step, request=checked.request, events=(*step.events, *checked.events))


#: Events after which other people may have to approve.
_OTHER_RULES = frozenset({EventType.VOIDED, EventType.RULES_ADDED})


async def _without_role(context: Context, request: Request) -> bool:
    """Whether the requester has no role that may remove licenses; read only if a rule asks.

    Someone who can't be read counts as having none.
    """
    rules = context.settings.policy.rules
    if request.without_role or not any(rule.when.without_role for rule in rules):
        return request.without_role
    try:
        return not may_remove(await roles_of(context, request.requester.id)).certain
    except (UnknownPerson, NotAllowed):
        return True
