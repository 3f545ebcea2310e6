"""What is asked, as far as a policy looks at it."""

from dataclasses import dataclass, field
from datetime import datetime

from licensing.policy.model import Policy, Rule, When


@dataclass(frozen=True, slots=True)
class Impact:
    """What a plan puts at stake."""

    #: People who lose something, and those of them who lose a mailbox.
    people: int
    mailboxes: int = 0
    #: People under eDiscovery hold; None where that could not be found out, which counts as some.
    on_hold: int | None = None
    #: Of the groups that rules watch, those with somebody who loses something.
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RuleInput:
    """A request in the eyes of the policy."""

    impact: Impact
    #: Whether whoever asks has no role that may remove licenses.
    without_role: bool
    #: Everybody whose request it is, by object id: who asked and who changed it; for an undo too.
    authors: frozenset[str]
    #: When it was put like this; escalation counts from here.
    asked_at: datetime = field(compare=False)


def applies(when: When, impact: Impact, *, without_role: bool) -> bool:
    """Whether a rule's condition is met."""
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
    """The rules that count for a plan, in the order of the file."""
    return tuple(
        rule for rule in policy.rules if applies(rule.when, impact, without_role=without_role)
    )
