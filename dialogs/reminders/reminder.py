"""A reminder of what is about to be lost: posted by a timer, drawn from what was looked up last.

"Give it back" begins an undo on the very card, for those who still miss something, so that the card
shows what came of it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.reminders.reminder import NAMED, ReminderFacts, reminder_card
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.results import Transition
from dialogs.runs.receipts import acts_on, find, opened
from dialogs.undo.start import start
from licensing.errors import PlanMissing
from licensing.plans.draft import Draft, Step
from licensing.reminders.calendar import GracePeriod
from licensing.reminders.schedule import AffectedNotice
from licensing.reminders.upcoming import Forecast, UpcomingLoss, upcoming_losses
from licensing.tenant.same_names import told_apart
from licensing.tenant.time_zones import zone_of


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw what is ahead by the calendar of one run."""
    forecast = await context.queries.forecast(draft.run or "")
    if forecast is None:
        raise PlanMissing
    ahead = upcoming_losses([forecast], context.today)
    receipt = await context.queries.receipt_of(forecast.calendar.run)
    concerned = forecast.concerned(context.today)
    facts = ReminderFacts(
        receipt=receipt.number,
        removed_on=_removed_on(context, forecast, ahead),
        today=context.today,
        coming=ahead,
        names=await _names(context, forecast, ahead),
        people=len(concerned),
        notified=await _notified(context, concerned),
        back=forecast.restored,
        gone=forecast.deleted_accounts,
        terms=forecast.terms,
        token=draft.token,
        as_of=forecast.as_of if _stale(context, draft, forecast) else None,
        file_url=context.links.calendar_file(forecast.calendar.run, context.texts.reader),
        notice=notice,
        may_undo=not draft.reads_only,
    )
    return reminder_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Start the undo, or open the receipt."""
    if pressed.verb not in {Verb.UNDO, Verb.RECEIPT}:
        return Transition(draft)
    receipt = await context.queries.receipt_of(draft.run or "")
    if pressed.verb == Verb.RECEIPT:
        found = await find(context, str(receipt.number))
        if found is None:
            return Transition(draft, Notice(NoticeKind.NO_SUCH_RECEIPT))
        acts = await acts_on(context, found.owner)
        return Transition(opened(context, found, acts=acts), beside=True)
    forecast = await context.queries.forecast(receipt.run)
    concerned = forecast.concerned(context.today) if forecast else ()
    started = await start(context, receipt, [one.person for one in concerned])
    if isinstance(started, Notice):
        return Transition(draft, started)
    return Transition(
        replace(
            draft,
            step=started.step,
            undoes=started.undoes,
            people=started.people,
            plan=None,
            page=0,
        )
    )


def back_to_reminder(draft: Draft) -> Draft:
    """The reminder on which an undo was started that came to nothing."""
    return replace(
        draft,
        step=Step.REMINDER,
        run=draft.undoes,
        undoes=None,
        plan=None,
        page=0,
        people=(),
        problems=(),
        unkept=0,
        duplicates=0,
        accepted=frozenset(),
    )


async def _notified(context: Context, concerned: Sequence[GracePeriod]) -> int | None:
    """How many of them can be notified; None if notifications are off."""
    if context.settings.notifications is AffectedNotice.OFF:
        return None
    return await context.queries.reachable(context.who.tenant, [one.person for one in concerned])


async def _names(
    context: Context, forecast: Forecast, ahead: tuple[UpcomingLoss, ...]
) -> tuple[str, ...]:
    """The first people affected by the first event."""
    if not ahead:
        return ()
    event = ahead[0].event
    hit = [one for one in forecast.people if event in forecast.events(one, context.today)]
    places = [one.position for one in hit[:NAMED]]
    found = await context.queries.names(forecast.calendar.plan, places)
    return told_apart([found[place] for place in places if place in found])


def _removed_on(context: Context, forecast: Forecast, ahead: tuple[UpcomingLoss, ...]) -> date:
    """The removal day of the people affected by the first event."""
    days = [
        forecast.day_of(one)
        for one in forecast.people
        if ahead and ahead[0].event in forecast.events(one, context.today)
    ]
    return min(days, default=forecast.calendar.day)


def _stale(context: Context, draft: Draft, forecast: Forecast) -> bool:
    """Whether someone was not looked at again for this reminder."""
    looked = forecast.as_of.astimezone(zone_of(context.who.timezone)).date()
    return draft.reminder_day is not None and looked < draft.reminder_day
