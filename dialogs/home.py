"""The home card: the three journeys, the licenses, and the flow one left open."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice
from cards.removal.home import HomeFacts, home_card
from dialogs.findings import unused
from dialogs.model.context import Context
from dialogs.model.drafts import continued
from dialogs.model.events import Pressed
from dialogs.model.results import Transition
from dialogs.policy.readers import is_reader
from dialogs.removal.begin import rights, start_journey
from licensing.errors import SignInNeeded, TenantError
from licensing.plans.draft import Draft, Journey, Step
from licensing.tenant.products import Product

_LISTS: Mapping[str, Step] = {Verb.HISTORY: Step.HISTORY, Verb.STATUS: Step.STATUS}

_JOURNEYS = {
    Verb.BY_PRODUCT: Journey.BY_PRODUCT,
    Verb.BY_USER: Journey.BY_USER,
    Verb.MANY_USERS: Journey.MANY_USERS,
}


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw the home card. Without an answer from the tenant it says so and still greets."""
    (products, unavailable), (requests_only, denied) = await asyncio.gather(
        _products(context), _access(context)
    )
    reader = denied is not None and await _reads(context)
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
        requests_only=requests_only,
        denied=denied,
        reader=reader,
        notice=notice,
    )
    return home_card(facts, context.texts)


async def _products(context: Context) -> tuple[tuple[Product, ...], str | None]:
    """The tenant's products; or why they can't be shown."""
    try:
        return tuple((await context.products()).values()), None
    except SignInNeeded:
        raise
    except TenantError as error:
        return (), context.texts.errors.error(error)


async def _access(context: Context) -> tuple[bool, Notice | None]:
    """What the card says about the person's rights; each journey checks them when it starts.

    Everyone in a channel sees the card, so it says nothing about one person there. What the tenant
    does not answer is no reason to refuse.
    """
    if not context.who.personal:
        return False, None
    try:
        return await rights(context)
    except SignInNeeded:
        raise
    except TenantError:
        return False, None


async def _reads(context: Context) -> bool:
    try:
        return await is_reader(context)
    except SignInNeeded:
        raise
    except TenantError:
        return False


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Start a journey, or resume the flow that was left open."""
    journey = next((j for verb, j in _JOURNEYS.items() if pressed.verb == verb), None)
    if journey is not None:
        return await start_journey(context, draft, journey)
    if pressed.verb == Verb.FINDINGS:
        return await unused.enter(context, draft)
    if pressed.verb in _LISTS:
        return Transition(replace(draft, step=_LISTS[pressed.verb], page=0))
    left = await open_draft(context, draft)
    if pressed.verb == Verb.RESUME and left is not None:
        return Transition(continued(left, draft))
    return Transition(draft)


async def open_draft(context: Context, draft: Draft) -> Draft | None:
    """The flow that this person left open in this conversation and could go on with here."""
    who = context.who
    left = await context.queries.open_draft(who.tenant, who.conversation, who.person)
    return _goes_on(context, draft, left)


def _goes_on(context: Context, draft: Draft, left: Draft | None) -> Draft | None:
    if left is None or left.id in {draft.id, context.pending.closed_flow}:
        return None
    return left
