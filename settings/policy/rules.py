"""The rules in the policy file: when approval is needed, and whose."""

from datetime import timedelta
from typing import Final

from licensing.policy.lists import Kind
from licensing.policy.model import Escalation, Need, NeedFrom, Rule, RuleRef, Stage, When
from settings.policy.lists import groups, people
from settings.policy.yaml_reader import Node

#: More people than one plan can hold.
MOST_PEOPLE: Final = 1_000_000
#: Nobody waits for more.
MOST_APPROVALS: Final = 20
#: After which time the second list comes in where none is said.
ESCALATE_AFTER: Final = timedelta(hours=8)
_CONDITIONS: Final = ("without_role", "people_from", "mailboxes_from", "held_from", "groups")


def read_rules(place: Node) -> tuple[Rule, ...]:
    """All rules; complains of names that stand there twice, for a rule is known by its name."""
    rules: list[Rule] = []
    for item in place.items():
        item.known("name", "when", "stages")
        name = item.at("name").text()
        if name in {rule.ref.name for rule in rules}:
            item.at("name").complain(f'there are two rules "{name}"')
        ref = RuleRef(name, item.line)
        rules.append(Rule(ref, _when(item.at("when")), _stages(item.at("stages"))))
    return tuple(rules)


def _when(place: Node) -> When:
    if place.missing:
        place.complain(f"say when the rule applies: always, or {', '.join(_CONDITIONS)}")
        return When()
    if place.word.casefold() == "always":
        return When()
    given = place.known(*_CONDITIONS)
    if not given:
        place.complain(f"expected is always, or one or more of {', '.join(_CONDITIONS)}")
    when = When(
        without_role=place.at("without_role").flag(default=False),
        people_from=_number(place.at("people_from")),
        mailboxes_from=_number(place.at("mailboxes_from")),
        held_from=_number(place.at("held_from")),
        groups=groups(place.at("groups")),
    )
    if "groups" in given and not when.groups:
        place.at("groups").complain("name at least one group")
    return when


def _number(place: Node) -> int:
    return place.number(0, least=1, most=MOST_PEOPLE)


def _stages(place: Node) -> tuple[Stage, ...]:
    stages = tuple(_stage(item) for item in place.items())
    if not stages and (place.missing or place.many):
        place.complain("name at least one stage with its approvers")
    return stages


def _stage(place: Node) -> Stage:
    given = place.known("approvers", "need", "escalation")
    if "approvers" not in given:
        place.complain("approvers are missing; an empty list [] lets nobody approve")
    approvers = people(place.at("approvers"))
    need = _need(place.at("need"))
    escalation = _escalation(place.at("escalation"))
    stage = Stage(approvers, need, escalation)
    _check_reach(place, stage)
    return stage


def _need(place: Node) -> Need:
    if place.missing:
        return Need()
    if place.word.casefold() == "all":
        return Need(all=True)
    if not place.many:
        return Need((NeedFrom(1, place.number(1, least=1, most=MOST_APPROVALS)),))
    steps: list[NeedFrom] = []
    for item in place.items():
        if item.known("people_from", "approvals") != {"people_from", "approvals"}:
            item.complain("people_from and approvals are expected in each line")
            continue
        number = item.at("people_from").number(1, least=1, most=MOST_PEOPLE)
        approvals = item.at("approvals").number(1, least=1, most=MOST_APPROVALS)
        if steps and (number <= steps[-1].people or approvals < steps[-1].approvals):
            item.complain("more people can't need fewer approvals: both numbers have to rise")
        steps.append(NeedFrom(number, approvals))
    return Need(tuple(steps)) if steps else Need()


def _escalation(place: Node) -> Escalation | None:
    if place.missing:
        return None
    place.known("after", "approvers")
    approvers = people(place.at("approvers"))
    if not approvers:
        place.at("approvers").complain("name at least one person, group, role or manager")
    return Escalation(place.at("after").duration(ESCALATE_AFTER), approvers)


def _check_reach(place: Node, stage: Stage) -> None:
    """Complain of a number of approvals that a list of single people can't give."""
    lines = [*stage.approvers, *(stage.escalation.approvers if stage.escalation else ())]
    if stage.need.all or not lines or any(one.kind is not Kind.PERSON for one in lines):
        return
    most = max(step.approvals for step in stage.need.steps)
    if most > len({one.value for one in lines}):
        listed = "1 person is" if len(lines) == 1 else f"{len(lines)} people are"
        place.at("need").complain(f"{most} approvals are wanted, and {listed} listed")
