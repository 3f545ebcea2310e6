"""Where a removal begins, and who may begin one."""

from dataclasses import replace

from cards.kit.notices import Notice, NoticeKind
from dialogs.model.context import Context
from dialogs.model.drafts import blank
from dialogs.model.permissions import decide
from dialogs.model.results import Transition
from dialogs.policy.check import may_ask
from licensing.plans.draft import Draft, Journey, Step

#: Where each journey begins.
FIRST_STEP = {
    Journey.BY_PRODUCT: Step.PRODUCTS,
    Journey.BY_USER: Step.PERSON,
    Journey.MANY_USERS: Step.PEOPLE,
}


async def start_journey(context: Context, draft: Draft, journey: Journey) -> Transition:
    """Start a journey, for people who may remove licenses or ask others to approve it."""
    _, denied = await rights(context)
    if denied is not None:
        return Transition(replace(draft, step=Step.HOME), denied)
    await context.lookups.begin(context.who.tenant, context.who.person)
    return Transition(blank(draft, journey=journey, step=FIRST_STEP[journey]))


async def rights(context: Context) -> tuple[bool, Notice | None]:
    """Whether the person may only request removals; and why not even that."""
    decision = await decide(context.directory)
    if decision.allowed:
        return False, None
    asking = await may_ask(context)
    if asking.allowed:
        return True, None
    return False, Notice(NoticeKind.NOT_ALLOWED, why=decision.why, verdict=asking)
