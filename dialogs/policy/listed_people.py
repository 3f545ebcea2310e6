"""The people on the lists of a policy, read now: to notify them, and to count them."""

from collections.abc import Iterable, Sequence
from functools import partial

from dialogs.model.context import Context
from dialogs.policy.approver_lookup import affected_ids
from licensing.errors import NotAllowed
from licensing.policy.dead_ends import People
from licensing.policy.lists import ListEntry, ManagerOf, PrincipalType
from licensing.policy.model import Rule
from licensing.requests.model import Audience, Managers, Participant
from licensing.tenant.people import Person, PersonRef
from licensing.tenant.spelling import folded

#: Maximum number of people of one list who are notified of a request.
_TOLD = 50


async def audience_of(
    context: Context, rules: Sequence[Rule], managers: Managers, requester: str
) -> Audience:
    """The people on the lists of the rules who can be notified; not the requester."""
    first = [line for rule in rules for stage in rule.stages for line in stage.approvers]
    second = [line for rule in rules for line in _second_lists(rule)]
    notified = await _people(context, first, managers)
    later = await _people(context, second, managers)
    ids = {requester, *(participant.id for participant in notified)}
    notified = tuple(participant for participant in notified if participant.id != requester)
    return Audience(
        notified, tuple(participant for participant in later if participant.id not in ids)
    )


async def names_of(context: Context, rules: Iterable[Rule], managers: Managers) -> People:
    """The ids of the people of each line; a line that can't be read is left out.

    So are roles: people may have them eligible, and activate them at any moment.
    """
    lines = [line for rule in rules for stage in rule.stages for line in stage.everyone]
    found: dict[tuple[PrincipalType, str], frozenset[str]] = {}
    for line in lines:
        if line.type is PrincipalType.ROLE:
            continue
        people = await named_by(context, line, managers)
        if people is not None:
            found[line.type, line.value] = frozenset(person.id for person in people)
    return found


def _second_lists(rule: Rule) -> Iterable[ListEntry]:
    for stage in rule.stages:
        yield from stage.escalation.approvers if stage.escalation else ()


async def _people(
    context: Context, lines: Iterable[ListEntry], managers: Managers
) -> tuple[Participant, ...]:
    """People named by these lines, some of each line."""
    found: dict[str, Participant] = {}
    for line in lines:
        people = await named_by(context, line, managers) or ()
        found |= {participant.id: participant for participant in people[:_TOLD]}
    return tuple(found.values())


async def named_by(
    context: Context, line: ListEntry, managers: Managers
) -> tuple[Participant, ...] | None:
    """Everyone named by a line who may sign in; None if that can't be read."""
    if line.type is PrincipalType.MANAGER:
        manager = managers.requester if line.value == ManagerOf.REQUESTER else managers.affected
        return (manager,) if manager else ()
    ask = partial(_read, context, line)
    return await context.once("named by", f"{line.type}/{line.value}", ask)


async def _read(context: Context, line: ListEntry) -> tuple[Participant, ...] | None:
    try:
        match line.type:
            case PrincipalType.PERSON if "@" in line.value:
                people = (await context.directory.find_people([line.value]))[line.value]
                return _active(person for person in people if _is_at(person.address, line))
            case PrincipalType.PERSON:
                return _active((await context.directory.read_people([line.value])).values())
            case PrincipalType.ROLE:
                holders = await context.directory.org.holders_of(line.value)
                ids = [holder.id for holder in holders]
                return _active((await context.directory.read_people(ids)).values())
            case PrincipalType.GROUP:
                return _parties(await context.directory.org.members_of(line.value))
    except NotAllowed:
        return None
    return None


def _is_at(address: str, line: ListEntry) -> bool:
    """Only the user principal name counts; a mail address may be someone else's."""
    return folded(address) == folded(line.value)


def _active(people: Iterable[Person]) -> tuple[Participant, ...]:
    return _parties(person.ref for person in people if person.enabled)


def _parties(people: Iterable[PersonRef]) -> tuple[Participant, ...]:
    return tuple(Participant(person.id, person.name, person.address) for person in people)


async def managers_of(context: Context, requester: str, plan: str) -> Managers:
    """The managers that the policy names, in a request for a plan."""
    policy, org = context.settings.policy, context.directory.org
    own = affected = None
    if policy.names_managers(ManagerOf.REQUESTER):
        own = _party(await org.manager_of(requester))
    if policy.names_managers(ManagerOf.AFFECTED):
        affected = await _common_manager(context, plan)
    return Managers(own, affected)


async def _common_manager(context: Context, plan: str) -> Participant | None:
    """The one manager of everyone who loses something."""
    people = await affected_ids(context, plan)
    if not people:
        return None
    org = context.directory.org
    manager = _party(await org.manager_of(min(people)))
    if manager is None or not people <= await org.reports_of(manager.id):
        return None
    return manager


def _party(person: PersonRef | None) -> Participant | None:
    return Participant(person.id, person.name, person.address) if person else None
