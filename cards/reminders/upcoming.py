"""All that will be lost in the next days: a chart, and a list by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from microsoft_teams.cards import CardElement

from cards.kit.actions import Verb
from cards.kit.blocks import box, buttons, columns, subheading, text
from cards.kit.card import Card, button, card, fitting, head, link_button, notice_block
from cards.kit.escaping import plains
from cards.kit.notices import Notice
from cards.words.texts import Texts
from licensing.reminders.upcoming import UpcomingLoss

#: Maximum number of lines listed and of days drawn; the file has them all.
LISTED: Final = 20
DRAWN: Final = 12
#: Maximum number of people named, and of receipts that can be opened, in one line.
NAMED: Final = 3
OPENED: Final = 2


@dataclass(frozen=True, slots=True)
class UpcomingFacts:
    """Facts of the card."""

    #: How many days are looked at, today included as the first.
    days: int
    coming: tuple[UpcomingLoss, ...]
    #: By run: the number of the receipt, and the day of the removal.
    removals: dict[str, tuple[int, date]]
    #: Number of people affected, each counted once.
    people: int
    token: str
    #: From when this is; `fresh` says whether it was looked up just now.
    as_of: datetime | None = None
    fresh: bool = True
    #: Whether it is the whole tenant's.
    everyone: bool = True
    #: Whether a removal that ended just now may be missing.
    unwritten: bool = False
    file_url: str | None = None
    notice: Notice | None = None
    #: What the first people of each line are called, in the order of `coming`.
    names: tuple[tuple[str, ...], ...] = ()


def upcoming_card(facts: UpcomingFacts, texts: Texts) -> Card:
    """List what is lost on which day."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: UpcomingFacts, texts: Texts, limit: int) -> Card:
    title = texts.reminders.upcoming_title(facts.days)
    runs = {run for one in facts.coming for run in one.runs}
    said = (
        texts.reminders.upcoming_people(facts.people, len(runs))
        if facts.coming
        else texts.reminders.upcoming_none(facts.days)
    )
    return card(
        texts,
        [
            head(title),
            notice_block(facts.notice, texts),
            text(said),
            box("warning", text(texts.reminders.upcoming_unwritten)) if facts.unwritten else None,
            *_shown(facts, texts, limit),
            *_notes(facts, texts),
        ],
        [
            link_button(texts.common.download, facts.file_url)
            if facts.file_url and facts.coming
            else None,
            button(Verb.UPCOMING, facts.token, texts.common.look_again, validate=False),
            button(Verb.HOME, facts.token, texts.common.home, validate=False),
        ],
        speak=f"{title}. {said}",
        wide=True,
    )


def _shown(facts: UpcomingFacts, texts: Texts, limit: int) -> list[CardElement]:
    if not facts.coming:
        return []
    by_day: dict[date, int] = {}
    for one in facts.coming:
        by_day[one.event.day] = by_day.get(one.event.day, 0) + one.people
    bars = [(texts.reminders.chart_day(day), count) for day, count in list(by_day.items())[:DRAWN]]
    found: list[CardElement] = []
    day: date | None = None
    for one, names in zip(facts.coming[:LISTED], _names(facts), strict=True):
        if one.event.day != day:
            day = one.event.day
            found.append(subheading(texts.common.short_day(day)))
        found += _loss(one, names, facts, texts, limit)
    # One bar alone compares nothing.
    if len(bars) > 1:
        found.insert(0, columns(texts.reminders.upcoming_chart, bars))
    if (rest := len(facts.coming) - LISTED) > 0:
        found.append(text(texts.common.more(rest), subtle=True, size="Small"))
    return found


def _names(facts: UpcomingFacts) -> list[tuple[str, ...]]:
    """The names for each line that is listed; none where they are not known."""
    lines = min(len(facts.coming), LISTED)
    return [*facts.names[:lines], *[()] * (lines - len(facts.names))]


def _loss(
    one: UpcomingLoss, names: Sequence[str], facts: UpcomingFacts, texts: Texts, limit: int
) -> list[CardElement]:
    """What is lost by whom, the removals that led to it, and a button for the first receipts."""
    happening = texts.reminders.happening(one.event.data, one.event.event, one.people)
    people = texts.common.and_more(plains(names[:NAMED], limit), one.people) if names else ""
    removals = sorted({facts.removals[run] for run in one.runs})
    opens = [
        button(
            Verb.RECEIPT,
            facts.token,
            texts.progress.receipt_number(number),
            arg=str(number),
            validate=False,
        )
        for number, _ in removals[:OPENED]
    ]
    return [
        text(texts.reminders.upcoming_loss(happening, people), spacing="Small"),
        text(texts.reminders.removed_on(removals), subtle=True, size="Small", spacing="None"),
        buttons(*opens),
    ]


def _notes(facts: UpcomingFacts, texts: Texts) -> list[CardElement]:
    said = []
    if facts.as_of and facts.coming:
        at = facts.as_of
        said.append(
            texts.reminders.looked_up(at) if facts.fresh else texts.reminders.not_rechecked(at)
        )
    if not facts.everyone:
        said.append(texts.reminders.upcoming_mine)
    return [text(one, subtle=True, size="Small", spacing="Small") for one in said]
