"""Everything that will be lost in the next days: looked up for the card, and then stored."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.reminders.upcoming import LISTED, NAMED, UpcomingFacts, upcoming_card
from dialogs.model.context import Context
from dialogs.model.effects import StoreGracePeriods
from dialogs.model.events import Pressed
from dialogs.model.permissions import decide_for_everyone
from dialogs.model.results import Transition
from dialogs.policy.readers import is_reader
from dialogs.runs.receipts import acts_on, find, opened, sees_all
from licensing.errors import SignInNeeded, TenantError
from licensing.losses.entitlements import Entitlements
from licensing.plans.draft import Draft
from licensing.reminders.calendar import GracePeriod, rechecked
from licensing.reminders.upcoming import Forecast, UpcomingLoss, upcoming_losses
from licensing.tenant.same_names import told_apart

#: Number of days ahead that the list covers.
DAYS: Final = 366
#: Results younger than this are shown as current.
_FRESH: Final = timedelta(minutes=10)


async def enter(context: Context, draft: Draft) -> Transition:
    """Look at everyone concerned as they are now; where that can't be, say from when it is."""
    try:
        if not (await decide_for_everyone(context.directory)).allowed and await is_reader(context):
            # They change nothing, so what an admin has looked up is not replaced by what they see.
            return Transition(draft)
        found = await context.forecasts((await _owner(context))[0])
        looked = dict(await asyncio.gather(*(_looked(context, one) for one in found)))
    except SignInNeeded:
        raise
    except TenantError as error:
        return Transition(draft, Notice(NoticeKind.ERROR, error=error))
    context.pending.grace_periods = looked
    return Transition(
        draft, effects=tuple(StoreGracePeriods(run, people) for run, people in looked.items())
    )


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw what is ahead."""
    owner, why = await _owner(context)
    # Asked first: what is written down in between is then shown, or said to be missing.
    since = context.now - timedelta(days=DAYS)
    unwritten = await context.queries.has_pending_calendar(context.who.tenant, owner, since)
    found = await context.forecasts(owner)
    last = context.today + timedelta(days=DAYS)
    concerned = {
        one.person for forecast in found for one in forecast.concerned(context.today, last)
    }
    as_of = min((one.as_of for one in found if one.people), default=None)
    coming = upcoming_losses(found, context.today, last)
    facts = UpcomingFacts(
        days=DAYS,
        coming=coming,
        names=await _names(context, found, coming[:LISTED]),
        removals={one.calendar.run: (one.calendar.receipt, one.calendar.day) for one in found},
        people=len(concerned),
        token=draft.token,
        as_of=as_of,
        fresh=as_of is None or context.now - as_of < _FRESH,
        everyone=owner is None,
        unwritten=unwritten,
        file_url=context.links.upcoming_file(context.who.tenant, owner, context.texts.reader),
        notice=notice or why,
    )
    return upcoming_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Look again, or open a receipt below."""
    if pressed.verb == Verb.UPCOMING:
        return await enter(context, draft)
    if pressed.verb != Verb.RECEIPT:
        return Transition(draft)
    receipt = await find(context, pressed.arg)
    if receipt is None:
        return Transition(draft, Notice(NoticeKind.NO_SUCH_RECEIPT))
    acts = await acts_on(context, receipt.owner)
    return Transition(opened(context, receipt, acts=acts), beside=True)


async def _names(
    context: Context, found: Sequence[Forecast], coming: Sequence[UpcomingLoss]
) -> tuple[tuple[str, ...], ...]:
    """The first people of each line; one read for each run that has some of them."""
    places: dict[str, set[int]] = {}
    firsts: list[list[tuple[str, int]]] = []
    for one in coming:
        hit = (
            (forecast.calendar.plan, person.position)
            for forecast in found
            if forecast.calendar.run in one.runs
            for person in forecast.people
            if one.event in forecast.events(person, context.today)
        )
        first = list(islice(hit, NAMED))
        firsts.append(first)
        for plan, place in first:
            places.setdefault(plan, set()).add(place)
    names = {
        plan: await context.queries.names(plan, sorted(wanted)) for plan, wanted in places.items()
    }
    return tuple(
        told_apart([names[plan][place] for plan, place in first if place in names[plan]])
        for first in firsts
    )


async def _owner(context: Context) -> tuple[str | None, Notice | None]:
    """Whose runs someone sees, None is everyone's; and why not everyone's, if that is news."""
    everyone, why = await sees_all(context)
    return (None if everyone else context.who.person), why


async def _looked(context: Context, forecast: Forecast) -> tuple[str, tuple[GracePeriod, ...]]:
    calendar, people = forecast.calendar, forecast.people
    if not people:
        return calendar.run, ()
    ids = [one.person for one in people]
    products, now, newer, mailboxes = await asyncio.gather(
        context.products(),
        context.directory.read_people(ids),
        context.queries.newer(calendar.tenant, ids, calendar.ended_at),
        context.lookups.mailboxes(calendar.tenant, ids),
    )
    supplies = Entitlements(products)
    return calendar.run, tuple(
        rechecked(
            one,
            now.get(one.person),
            supplies,
            mailboxes.of(one.person),
            newer.get(one.person, frozenset()),
            context.now,
        )
        for one in people
    )
