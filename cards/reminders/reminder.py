"""A reminder: upcoming losses of a removal, and the people affected."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Verb
from cards.kit.blocks import box, subheading, text
from cards.kit.blocks import facts as fact_set
from cards.kit.card import Card, button, card, fitting, head, link_button, notice_block
from cards.kit.escaping import plains
from cards.kit.notices import Notice
from cards.removal.warnings import rule_link
from cards.words.texts import Texts
from licensing.losses.losses import held_until, onedrive_days
from licensing.losses.rules import DataEvent, Terms
from licensing.losses.services import Data
from licensing.reminders.upcoming import UpcomingLoss

#: Maximum number of people named.
NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """Facts of the card."""

    #: The number of the removal's receipt.
    receipt: int
    #: The day of the removal, and today where the person is.
    removed_on: date
    today: date
    #: All that is ahead, by day; empty if nothing is.
    coming: tuple[UpcomingLoss, ...]
    #: The first people affected by the first event, in the order of the plan.
    names: tuple[str, ...]
    #: How many people it concerned at first, and how many it no longer concerns.
    people: int
    back: int
    gone: int
    terms: Terms
    token: str
    #: From when this is, where it could not be looked up again.
    as_of: datetime | None = None
    #: How many of them were notified; None if notifications are off.
    notified: int | None = None
    file_url: str | None = None
    notice: Notice | None = None
    #: Whether the reader may undo the removal, as far as that is known.
    may_undo: bool = True


def reminder_card(facts: ReminderFacts, texts: Texts) -> Card:
    """Show the next losses, and the people affected."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: ReminderFacts, texts: Texts, limit: int) -> Card:
    title = _title(facts, texts)
    first = facts.coming[0] if facts.coming else None
    body = [
        head(title, texts.reminders.removal_of(facts.receipt, facts.removed_on)),
        notice_block(facts.notice, texts),
        _first(facts, first, texts, limit) if first else text(texts.reminders.nothing_ahead_why),
        *_ahead(facts, texts),
        *_left_out(facts, texts),
    ]
    return card(
        texts,
        body,
        [
            _restore(facts, texts) if facts.people and facts.may_undo else None,
            _receipt(facts, texts),
            link_button(texts.common.download, facts.file_url)
            if facts.file_url and first
            else None,
            button(Verb.HOME, facts.token, texts.common.home, validate=False),
        ],
        speak=f"{title}.",
        wide=True,
    )


def _restore(facts: ReminderFacts, texts: Texts) -> Action:
    """The button that opens the preview of the undo; it changes nothing yet."""
    title = texts.reminders.restore_for(facts.people)
    return button(Verb.UNDO, facts.token, title, style="positive", validate=False)


def _receipt(facts: ReminderFacts, texts: Texts) -> Action:
    title = texts.progress.receipt_number(facts.receipt)
    return button(Verb.RECEIPT, facts.token, title, validate=False)


def _title(facts: ReminderFacts, texts: Texts) -> str:
    if not facts.coming:
        return texts.reminders.nothing_ahead
    first = facts.coming[0]
    event = first.event
    happening = texts.reminders.happening(event.data, event.event, first.people)
    return texts.reminders.reminder_title((event.day - facts.today).days, happening)


def _first(facts: ReminderFacts, first: UpcomingLoss, texts: Texts, limit: int) -> CardElement:
    event = first.event
    who = texts.common.and_more(plains(facts.names[:NAMED], limit), first.people)
    final = event.event in {DataEvent.DELETED, DataEvent.STOPS}
    concerned = event.data, who, first.people, facts.removed_on
    if event.data is Data.ONEDRIVE:
        _, archived, _, deleted = onedrive_days(facts.removed_on, facts.terms)
        days = event.day, archived - timedelta(days=1), held_until(event.data, deleted)
        said = texts.reminders.reminder_onedrive(who, first.people, facts.removed_on, *days)
    elif event.event is DataEvent.DELETED:
        said = texts.reminders.reminder(*concerned, held_until(event.data, event.day))
    else:
        said = texts.reminders.reminder(*concerned, event.day)
    return box(
        "attention" if final else "warning",
        text(said),
        rule_link(event.data, texts, facts.terms),
    )


def _ahead(facts: ReminderFacts, texts: Texts) -> list[CardElement]:
    """The whole calendar, where there is more than the first of it."""
    if len(facts.coming) < 2:
        return []
    pairs = [
        (
            texts.common.short_day(one.event.day),
            texts.reminders.happening(one.event.data, one.event.event, one.people),
        )
        for one in facts.coming
    ]
    return [subheading(texts.reminders.ahead), fact_set(*pairs)]


def _left_out(facts: ReminderFacts, texts: Texts) -> list[CardElement]:
    said = [
        texts.reminders.dropped_out(facts.back) if facts.back else "",
        texts.reminders.accounts_gone(facts.gone) if facts.gone else "",
        texts.reminders.people_notified(facts.notified, facts.people)
        if facts.notified is not None
        else "",
        texts.reminders.not_rechecked(facts.as_of) if facts.as_of else "",
    ]
    return [text(one, subtle=True, size="Small", spacing="Small") for one in said if one]
