"""All that will be lost in the next days: a chart, and a list by day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from microsoft_teams.cards import CardElement

from cards.kit.actions import Verb
from cards.kit.blocks import box, columns, table, text
from cards.kit.card import Card, button, card, head, link_button, notice_block
from cards.kit.notices import Notice
from cards.words.english import English
from licensing.reminders.upcoming import UpcomingLoss

#: So many lines are listed, and so many days drawn; the CSV has them all.
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
    #: Whom it concerns, each person once.
    people: int
    token: str
    #: From when this is; `fresh` says whether it was looked up just now.
    as_of: datetime | None = None
    fresh: bool = True
    #: Whether it is the whole tenant's.
    everybody: bool = True
    #: Whether a removal that ended just now may be missing.
    unwritten: bool = False
    csv_url: str | None = None
    notice: Notice | None = None


def upcoming_card(facts: UpcomingFacts, words: English) -> Card:
    """List what is lost on which day."""
    title = words.upcoming_title(facts.days)
    runs = {run for one in facts.coming for run in one.runs}
    said = (
        words.upcoming_people(facts.people, len(runs))
        if facts.coming
        else words.upcoming_none(facts.days)
    )
    return card(
        words,
        [
            head(title),
            notice_block(facts.notice, words),
            text(said),
            box("warning", text(words.upcoming_unwritten)) if facts.unwritten else None,
            *_shown(facts, words),
            *_notes(facts, words),
        ],
        [
            link_button(words.csv, facts.csv_url) if facts.csv_url and facts.coming else None,
            button(Verb.UPCOMING, facts.token, words.look_again, validate=False),
            button(Verb.HOME, facts.token, words.home, validate=False),
        ],
        speak=f"{title}. {said}",
        wide=True,
    )


def _shown(facts: UpcomingFacts, words: English) -> list[CardElement]:
    if not facts.coming:
        return []
    by_day: dict[date, int] = {}
    for one in facts.coming:
        by_day[one.event.day] = by_day.get(one.event.day, 0) + one.people
    bars = [(words.chart_day(day), count) for day, count in list(by_day.items())[:DRAWN]]
    rows = [
        (
            [text(words.short_day(one.event.day))],
            [text(words.happening(one.event.data, one.event.turn, one.people))],
            [text(words.removed_on(sorted({facts.taken[run] for run in one.runs})))],
        )
        for one in facts.coming[:LISTED]
    ]
    titles = (words.upcoming_day, words.upcoming_what, words.upcoming_from)
    found = [columns(words.upcoming_chart, bars), table((3, 5, 3), titles, rows)]
    if (rest := len(facts.coming) - LISTED) > 0:
        found.append(text(words.more(rest), subtle=True, size="Small"))
    return found


def _notes(facts: UpcomingFacts, words: English) -> list[CardElement]:
    said = []
    if facts.as_of and facts.coming:
        at = facts.as_of
        said.append(words.looked_up(at) if facts.fresh else words.not_looked_again(at))
    if not facts.everybody:
        said.append(words.upcoming_mine)
    return [text(one, subtle=True, size="Small", spacing="Small") for one in said]
