"""A reminder: what of a removal is about to be lost, and whom it concerns."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Verb
from cards.kit.blocks import box, link, subheading, text
from cards.kit.blocks import facts as fact_set
from cards.kit.card import Card, button, card, fitting, head, link_button, notice_block
from cards.kit.escaping import plains
from cards.kit.notices import Notice
from cards.words.english import English
from licensing.losses.rules import DataEvent, Terms, rule_of
from licensing.reminders.upcoming import UpcomingLoss

#: So many people are named.
NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """Facts of the card."""

    #: The number of the removal's receipt.
    receipt: int
    #: The day of the removal, and today where the person is.
    taken: date
    today: date
    #: All that is ahead, by day; empty where nothing is any more.
    coming: tuple[UpcomingLoss, ...]
    #: The first people whom the first of it concerns, in the order of the plan.
    names: tuple[str, ...]
    #: How many people it concerns in all, and how many it does not any more.
    people: int
    back: int
    gone: int
    terms: Terms
    token: str
    #: From when this is, where it could not be looked up again.
    as_of: datetime | None = None
    #: How many of them were told themselves; None where nobody is to be.
    told: int | None = None
    csv_url: str | None = None
    notice: Notice | None = None


def reminder_card(facts: ReminderFacts, words: English) -> Card:
    """Say what is lost next, and to whom."""
    return fitting(lambda limit: _draw(facts, words, limit))


def _draw(facts: ReminderFacts, words: English, limit: int) -> Card:
    title = _title(facts, words)
    first = facts.coming[0] if facts.coming else None
    body = [
        head(title, words.removal_of(facts.receipt, facts.taken)),
        notice_block(facts.notice, words),
        _first(facts, first, words, limit) if first else text(words.nothing_ahead_why),
        *_ahead(facts, words),
        *_left_out(facts, words),
    ]
    return card(
        words,
        body,
        [
            _give_back(facts, words) if facts.people else None,
            _receipt(facts, words),
            link_button(words.csv, facts.csv_url) if facts.csv_url and first else None,
            button(Verb.HOME, facts.token, words.home, validate=False),
        ],
        speak=f"{title}.",
        wide=True,
    )


def _give_back(facts: ReminderFacts, words: English) -> Action:
    """The way to the preview of giving back; nothing is done by it yet."""
    title = words.give_back_to(facts.people)
    return button(Verb.UNDO, facts.token, title, style="positive", validate=False)


def _receipt(facts: ReminderFacts, words: English) -> Action:
    title = words.receipt_number(facts.receipt)
    return button(Verb.RECEIPT, facts.token, title, validate=False)


def _title(facts: ReminderFacts, words: English) -> str:
    if not facts.coming:
        return words.nothing_ahead
    first = facts.coming[0]
    event = first.event
    happening = words.happening(event.data, event.turn, first.people)
    return words.reminder_title((event.day - facts.today).days, happening)


def _first(facts: ReminderFacts, first: UpcomingLoss, words: English, limit: int) -> CardElement:
    event = first.event
    who = words.and_more(plains(facts.names[:NAMED], limit), first.people)
    final = event.turn in {DataEvent.DELETED, DataEvent.STOPS}
    say = words.reminder if final else words.reminder_archived
    source = words.links.page(rule_of(event.data, facts.terms).source)
    return box(
        "attention" if final else "warning",
        text(say(event.data, who, first.people, facts.taken, event.day)),
        link(words.read_more, source),
    )


def _ahead(facts: ReminderFacts, words: English) -> list[CardElement]:
    """The whole calendar, where there is more than the first of it."""
    if len(facts.coming) < 2:
        return []
    pairs = [
        (
            words.short_day(one.event.day),
            words.happening(one.event.data, one.event.turn, one.people),
        )
        for one in facts.coming
    ]
    return [subheading(words.ahead), fact_set(*pairs)]


def _left_out(facts: ReminderFacts, words: English) -> list[CardElement]:
    said = [
        words.dropped_out(facts.back) if facts.back else "",
        words.accounts_gone(facts.gone) if facts.gone else "",
        words.told_themselves(facts.told, facts.people) if facts.told is not None else "",
        words.not_looked_again(facts.as_of) if facts.as_of else "",
    ]
    return [text(one, subtle=True, size="Small", spacing="Small") for one in said if one]
