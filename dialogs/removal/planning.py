"""What a preview needs to know besides people and products."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from dialogs.model.context import Context
from dialogs.model.permissions import decide_for_everyone
from dialogs.model.ports import Directory
from licensing.losses.entitlements import Entitlements
from licensing.losses.lookup_results import LookupResults
from licensing.losses.losses import remaining_entitlement, removed_entitlement, split_assignments
from licensing.losses.services import Data
from licensing.plans.plan import Plan, build_plan
from licensing.tenant.cases import CaseView
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Person
from licensing.tenant.products import Product
from licensing.tenant.subscriptions import Subscriptions

#: Up to this many people, a plan takes a few milliseconds.
_QUICK: Final = 500

#: Number of people of a plan that are read at a time.
_PAGE: Final = 1_000


async def look_up(
    context: Context,
    people: Sequence[Person],
    products: Mapping[str, Product],
    chosen: Sequence[str] | None,
    subscriptions: Subscriptions,
) -> LookupResults:
    """Look everything up concurrently. What can't be known says so itself, and blocks nothing."""
    who = context.who
    doubtful = _doubtful(people, products, chosen)
    groups, cases, mailboxes = await asyncio.gather(
        context.directory.group_facts(_groups(people)),
        case_view(context),
        context.lookups.mailboxes(who.tenant, doubtful),
    )
    return LookupResults(context.terms, subscriptions, groups, mailboxes, cases)


async def case_view(context: Context) -> CaseView:
    """The open cases; without their names for someone who may not read what the app sees."""
    cases = await context.lookups.cases(context.who.tenant, context.who.person)
    if cases.by_address and not cases.check.own_view and not await _may_know(context):
        return cases.unnamed()
    return cases


async def _may_know(context: Context) -> bool:
    """Whether the person who acts may read the names of the cases that the app sees."""
    return (await decide_for_everyone(context.directory)).allowed


async def has_new_cases(context: Context, plan: Plan) -> bool:
    """Whether someone who loses something is in an open case that the plan does not name.

    People are read only if cases were looked at since the plan was made.
    """
    view = await context.lookups.cases(context.who.tenant, context.who.person)
    if not view.by_address or view.check.at == plan.summary.case_check.at:
        return False
    offset = 0
    while page := await context.requests.affected(plan.id, offset, _PAGE):
        people = await context.directory.read_people([person.id for person in page])
        for planned in page:
            now, known = people.get(planned.id), {case.id for case in planned.cases}
            if now and any(case.id not in known for case in view.of(now.addresses)):
                return True
        offset += len(page)
    return False


async def read_all(
    directory: Directory, ids: Sequence[str]
) -> tuple[dict[str, Person], Subscriptions]:
    """Read people and subscriptions at the same time."""
    return await asyncio.gather(directory.read_people(ids), directory.subscriptions())


def _groups(people: Sequence[Person]) -> set[str]:
    return {a.group.id for person in people for a in person.assignments if a.group}


def _doubtful(
    people: Sequence[Person], products: Mapping[str, Product], chosen: Sequence[str] | None
) -> list[str]:
    """Whose mailbox would go unless it is a shared one: blocked accounts first.

    Sign-in of a shared, room or equipment mailbox is blocked as a rule
    (https://learn.microsoft.com/microsoft-365/admin/email/about-shared-mailboxes).
    """
    loses = partial(_loses_mailbox, supplies=Entitlements(products), chosen=chosen)
    found = [person for person in people if loses(person)]
    return [person.id for person in sorted(found, key=lambda person: person.enabled)]


def _loses_mailbox(person: Person, *, supplies: Entitlements, chosen: Sequence[str] | None) -> bool:
    going, staying = split_assignments(person, person.products if chosen is None else chosen)
    goes, stays = (
        removed_entitlement(going, supplies),
        remaining_entitlement(staying, supplies, Mailbox.UNKNOWN),
    )
    return Data.MAILBOX in goes.data - stays.data


async def freeze_plan(**facts: Any) -> Plan:
    """As `licensing.plan.freeze`."""
    work = partial(build_plan, **facts)
    return await asyncio.to_thread(work) if len(facts["people"]) > _QUICK else work()
