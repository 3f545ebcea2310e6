"""The rules of the policy file: when approval is required, and from whom."""

from datetime import timedelta
from typing import Final

from licensing.policy.dead_ends import DeadEnd, dead_ends
from licensing.policy.model import (
    ApprovalThreshold,
    Escalation,
    RequiredApprovals,
    Rule,
    RuleRef,
    Stage,
    When,
)
from settings.policy.lists import groups, people
from settings.policy.yaml_reader import Node

#: More people than a plan can have.
MOST_PEOPLE: Final = 1_000_000
#: Maximum number of approvals that a stage can require.
MOST_APPROVALS: Final = 20
#: Default time until a stage escalates.
ESCALATE_AFTER: Final = timedelta(hours=8)
_CONDITIONS: Final = (
    "without_role",
    "people_from",
    "mailboxes_from",
    "on_hold_from",
    "groups",
)


def read_rules(place: Node, expires_after: timedelta) -> tuple[Rule, ...]:
    """All rules. Complains about duplicate names, because a rule is identified by its name.

    Complains too about stages that may never get their approvals before a request expires.
    """
    rules: list[Rule] = []
    for item in place.items():
        item.known("name", "when", "stages")
        name = item.at("name").text()
        if name in {rule.ref.name for rule in rules}:
            item.at("name").complain(f'there are two rules "{name}"')
        ref = RuleRef(name, item.line)
        stages = _stages(item.at("stages"))
        rules.append(Rule(ref, _when(item.at("when")), stages))
        for end in dead_ends(stages, expires_after):
            _complain(tuple(item.at("stages").items())[end.stage], end)
    return tuple(rules)


def _when(place: Node) -> When:
    if place.missing:
        place.complain(f"expected: when the rule applies (always, or {', '.join(_CONDITIONS)})")
        return When()
    if place.word.casefold() == "always":
        return When()
    if place.word:
        place.complain(f"expected: always, or one or more of {', '.join(_CONDITIONS)}")
        return When()
    given = place.known(*_CONDITIONS)
    if not given:
        place.complain(f"expected: always, or one or more of {', '.join(_CONDITIONS)}")
    when = When(
        without_role=place.at("without_role").flag(default=False),
        people_from=_number(place.at("people_from")),
        mailboxes_from=_number(place.at("mailboxes_from")),
        on_hold_from=_number(place.at("on_hold_from")),
        groups=groups(place.at("groups")),
    )
    if "groups" in given and not when.groups:
        place.at("groups").complain("expected: at least one group")
    return when


def _number(place: Node) -> int:
    return place.number(0, least=1, most=MOST_PEOPLE)


def _stages(place: Node) -> tuple[Stage, ...]:
    stages = tuple(_stage(item) for item in place.items())
    if not stages and (place.missing or place.many):
        place.complain("expected: at least one stage with its approvers")
    return stages


def _stage(place: Node) -> Stage:
    given = place.known("approvers", "need", "escalation")
    if "approvers" not in given:
        place.complain("approvers are missing; an empty list [] means that no one can approve")
    approvers = people(place.at("approvers"))
    need = _need(place.at("need"))
    escalation = _escalation(place.at("escalation"))
    return Stage(approvers, need, escalation)


def _need(place: Node) -> RequiredApprovals:
    if place.missing:
        return RequiredApprovals()
    if place.word.casefold() == "all":
        return RequiredApprovals(all=True)
    if not place.many:
        return RequiredApprovals(
            (ApprovalThreshold(1, place.number(1, least=1, most=MOST_APPROVALS)),)
        )
    steps: list[ApprovalThreshold] = []
    for item in place.items():
        if item.known("people_from", "approvals") != {"people_from", "approvals"}:
            item.complain("expected in each line: people_from and approvals")
            continue
        number = item.at("people_from").number(1, least=1, most=MOST_PEOPLE)
        approvals = item.at("approvals").number(1, least=1, most=MOST_APPROVALS)
        if steps and (number <= steps[-1].people or approvals < steps[-1].approvals):
            item.complain("more people can't need fewer approvals: both numbers must increase")
        steps.append(ApprovalThreshold(number, approvals))
    return RequiredApprovals(tuple(steps)) if steps else RequiredApprovals()


def _escalation(place: Node) -> Escalation | None:
    if place.missing:
        return None
    place.known("after", "approvers")
    approvers = people(place.at("approvers"))
    if not approvers:
        place.at("approvers").complain("expected: at least one person, group, role or manager")
    return Escalation(place.at("after").duration(ESCALATE_AFTER), approvers)


def _complain(place: Node, end: DeadEnd) -> None:
    """Return how a request could be left without enough approvers."""
    need = "1 approval is" if end.need == 1 else f"{end.need} approvals are"
    if not end.listed:
        late = "the second list comes in after the request has expired (expires_after)"
        place.at("escalation").complain(f"{need} required, but {late}")
    elif not end.used:
        listed = "1 person is" if end.listed == 1 else f"{end.listed} people are"
        place.at("need").complain(f"{need} required, but only {listed} listed")
    else:
        lines = ", ".join(str(line) for line in end.lines)
        place.at("approvers").complain(
            f"{need} required, but those listed in line {lines} may have approved an earlier "
            "stage, and each person counts once in a rule: no one else might be left"
        )
