"""The home card: the licenses at a glance, the three journeys, and the flow one left open."""

from collections.abc import Mapping
from dataclasses import replace

from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.removal.home import HomeFacts, home_card
from dialogs.model.context import Context
from dialogs.model.drafts import blank, continued
from dialogs.model.events import Pressed
from dialogs.model.permissions import decide
from dialogs.model.results import Transition
from dialogs.policy.check import may_ask
from licensing.errors import SignInNeeded, TenantError
from licensing.plans.draft import Draft, Journey, Step
from licensing.tenant.products import Product

#: Where each journey begins.
FIRST_STEP = {
    Journey.BY_PRODUCT: Step.PRODUCTS,
    Journey.BY_USER: Step.PERSON,
    Journey.MANY_USERS: Step.PEOPLE,
}

_LISTS: Mapping[str, Step] = {Verb.HISTORY: Step.HISTORY, Verb.STATUS: Step.STATUS}

_JOURNEYS = {
    Verb.BY_PRODUCT: Journey.BY_PRODUCT,
    Verb.BY_USER: Journey.BY_USER,
    Verb.MANY_USERS: Journey.MANY_USERS,
}


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw the home card. Without an answer from the tenant it says so and still greets."""
    unavailable: str | None = None
    products: tuple[Product, ...] = ()
    try:
        products = tuple((await context.products()).values())
    except SignInNeeded:
        raise
    except TenantError as error:
        unavailable = context.texts.errors.error(error)
    who = context.who
    left, running = await context.queries.open_work(who.tenant, who.conversation, who.person)
    facts = HomeFacts(
        name=who.name,
        products=products,
        token=draft.token,
        resume=_goes_on(context, draft, left) is not None,
        running=running,
        unavailable=unavailable,
        sandbox=context.settings.rehearsal,
        requests=bool(context.settings.policy.source),
        notice=notice,
    )
    return home_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Start a journey, or resume the flow that was left open."""
    journey = next((j for verb, j in _JOURNEYS.items() if pressed.verb == verb), None)
    if journey is not None:
        return await start_journey(context, draft, journey)
    if pressed.verb in _LISTS:
        return Transition(replace(draft, step=_LISTS[pressed.verb], page=0))
    left = await open_draft(context, draft)
    if pressed.verb == Verb.RESUME and left is not None:
        return Transition(continued(left, draft))
    return Transition(draft)


async def start_journey(context: Context, draft: Draft, journey: Journey) -> Transition:
    """Start a journey, for people who may remove licenses or ask others to approve it."""
    decision = await decide(context.directory)
    if not decision.allowed and not (asking := await may_ask(context)).allowed:
        denied = Notice(NoticeKind.NOT_ALLOWED, why=decision.why, verdict=asking)
        return Transition(replace(draft, step=Step.HOME), denied)
    await context.lookups.begin(context.who.tenant, context.who.person)
    return Transition(blank(draft, journey=journey, step=FIRST_STEP[journey]))


async def open_draft(context: Context, draft: Draft) -> Draft | None:
    """The flow that this person left open in this conversation and could go on with here."""
    who = context.who
    left = await context.queries.open_draft(who.tenant, who.conversation, who.person)
    return _goes_on(context, draft, left)


def _goes_on(context: Context, draft: Draft, left: Draft | None) -> Draft | None:
    if left is None or left.id in {draft.id, context.pending.closed_flow}:
        return None
    return left
