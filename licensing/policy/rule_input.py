"""What a policy considers in a request."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from licensing.policy.model import Policy, Rule, When


@dataclass(frozen=True, slots=True)
class Impact:
    """The impact of a plan."""

    #: Affected people, and those of them who lose a mailbox.
    people: int
    mailboxes: int = 0
    #: People under eDiscovery hold; None if unknown, which counts as some.
    on_hold: int | None = None
    #: Of the groups that rules name, those with affected members.
    groups: frozenset[str] = frozenset()

    def with_current(
        self, groups: frozenset[str] = frozenset(), on_hold: int | None = 0
    ) -> "Impact":
        """Return the impact with what was read now.

        It never shrinks: a rule that applied when a request was sent continues to apply to it.
        """
        held = None if self.on_hold is None or on_hold is None else max(self.on_hold, on_hold)
        return replace(self, groups=self.groups | groups, on_hold=held)


@dataclass(frozen=True, slots=True)
class RuleInput:
    """A request, as input for the policy."""

    impact: Impact
    #: Whether the requester has no role that may remove licenses.
    without_role: bool
    #: Object ids of everyone who sent or changed the request; for an undo too.
    authors: frozenset[str]
    #: When this revision was sent; escalation counts from here.
    asked_at: datetime = field(compare=False)


def applies(when: When, impact: Impact, *, without_role: bool) -> bool:
    """Return whether a rule's condition is met."""
    watched = {listed.value for listed in when.groups}
    held = max(when.on_hold_from, 0) if impact.on_hold is None else impact.on_hold
    return (
        (without_role or not when.without_role)
        and impact.people >= when.people_from
        and impact.mailboxes >= when.mailboxes_from
        and held >= when.on_hold_from
        and (not watched or not watched.isdisjoint(impact.groups))
    )


def applicable_rules(policy: Policy, impact: Impact, *, without_role: bool) -> tuple[Rule, ...]:
    """Return the rules that apply to a plan, in the order of the file."""
    return tuple(
        rule for rule in policy.rules if applies(rule.when, impact, without_role=without_role)
    )
