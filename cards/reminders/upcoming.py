"""All that will be lost in the next days: a chart, and a list by day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from microsoft_teams.cards import CardElement

from cards.kit.actions import Verb
from cards.kit.blocks import box, columns, table, text
from cards.kit.card import Card, button, card, head, link_button, notice_block
from cards.kit.notices import Notice
from cards.words.texts import Texts
from licensing.reminders.upcoming import UpcomingLoss

#: Maximum number of lines listed and of days drawn; the file has them all.
LISTED: Final = 20
DRAWN: Final = 12


@dataclass(frozen=True, slots=True)
class UpcomingFacts:
    """Facts of the card."""

    #: How many days are looked at, today included as the first.
    days: int
    coming: tuple[UpcomingLoss, ...]
    #: By run: the number of the receipt, and the day of the removal.
    taken: dict[str, tuple[int, date]]
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


def upcoming_card(facts: UpcomingFacts, texts: Texts) -> Card:
    """List what is lost on which day."""
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
            *_shown(facts, texts),
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


def _shown(facts: UpcomingFacts, texts: Texts) -> list[CardElement]:
    if not facts.coming:
        return []
    by_day: dict[date, int] = {}
    for one in facts.coming:
        by_day[one.event.day] = by_day.get(one.event.day, 0) + one.people
    bars = [(texts.reminders.chart_day(day), count) for day, count in list(by_day.items())[:DRAWN]]
    rows = [
        (
            [text(texts.common.short_day(one.event.day))],
            [text(texts.reminders.happening(one.event.data, one.event.event, one.people))],
            [text(texts.reminders.removed_on(sorted({facts.taken[run] for run in one.runs})))],
        )
        for one in facts.coming[:LISTED]
    ]
    titles = (
        texts.reminders.upcoming_day,
        texts.reminders.upcoming_what,
        texts.reminders.upcoming_from,
    )
    found = [columns(texts.reminders.upcoming_chart, bars), table((3, 5, 3), titles, rows, texts)]
    if (rest := len(facts.coming) - LISTED) > 0:
        found.append(text(texts.common.more(rest), subtle=True, size="Small"))
    return found


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
