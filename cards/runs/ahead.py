"""What is permanently deleted after a removal: ahead, and in the past once its day is over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from microsoft_teams.cards import CardElement

from cards.kit.blocks import box, marked_line, text
from cards.words.texts import Texts
from licensing.losses.losses import last_good_day
from licensing.losses.services import Data
from licensing.plans.plan import Plan
from licensing.plans.statements import deleted_kinds
from licensing.plans.summary import Summary
from licensing.runs.counts import REMOVED_OUTCOMES, count_lines
from licensing.runs.lost_things import DELETED
from licensing.runs.outcome import RunProgress
from licensing.runs.removal_days import RemovalDays

_DELETED: Final = "⛔"


@dataclass(frozen=True, slots=True)
class Restored:
    """What undo runs brought back of what a run removed."""

    licenses: int = 0
    #: The last day on which they did; None while none of them has ended.
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Deletions:
    """The people who lose each kind of data through what a run removed, and when."""

    people: Mapping[Data, int]
    #: Days count from when the licenses went, not from when it was previewed or approved.
    days: RemovalDays
    #: Whether there may be fewer people.
    at_most: bool


def removed_licenses(tally: RunProgress) -> int:
    """How many licenses a run removed that an undo can restore."""
    return sum(tally.outcomes.get(outcome, 0) for outcome in REMOVED_OUTCOMES)


def deletions(tally: RunProgress, summary: Summary, day: date) -> Deletions:
    """Who loses what through a run. `day` is that of the plan or of its approval.

    Mailboxes are counted by what went. Of the rest the plan's number is the most that can be.
    """
    days = tally.removal or RemovalDays(day, day)
    if not removed_licenses(tally):
        return Deletions({}, days, at_most=False)
    lost = {kind: summary.losing.get(kind, 0) for kind in Data if kind in DELETED}
    lost |= {Data.MAILBOX: tally.mailboxes}
    at_most = count_lines(tally.outcomes).unfinished > 0
    return Deletions({kind: people for kind, people in lost.items() if people}, days, at_most)


def ahead_block(
    tally: RunProgress, plan: Plan, today: date, restored: Restored, texts: Texts
) -> CardElement | None:
    """What is permanently deleted, and by when a license must be back; None where nothing is.

    What all came back in time is not deleted. Where only a part came back, it is not known whose.
    A card on which more stands is set smaller.
    """
    crowded = count_lines(tally.outcomes).unfinished > 0
    found = deletions(tally, plan.summary, plan.day)
    removed = removed_licenses(tally)
    back = restored.on if restored.licenses >= removed else None
    at_most = found.at_most or 0 < restored.licenses < removed
    terms = plan.summary.terms
    last = {kind: last_good_day(kind, found.days.last, terms) for kind in found.people}
    over = {kind for kind, until in last.items() if (back or today) > until}
    ahead = {kind: people for kind, people in found.people.items() if kind not in over}
    past = {kind: people for kind, people in found.people.items() if kind in over}
    lines = list[CardElement]()
    if past:
        said = texts.results.past(_said(past, plan, found.days.first, texts), at_most=at_most)
        lines.append(
            marked_line(
                _DELETED, texts.common.label(texts.results.was_deleted), said, small=crowded
            )
        )
    if ahead and back is None:
        said = texts.results.ahead(_said(ahead, plan, found.days.first, texts), at_most=at_most)
        lines.append(
            marked_line(
                _DELETED, texts.common.label(texts.results.will_be_deleted), said, small=crowded
            )
        )
        by = min(last_good_day(kind, found.days.first, terms) for kind in ahead)
        if not crowded:
            lines.append(text(texts.results.restore_by(max(by, today)), spacing="Small"))
    return box("attention", *lines) if lines else None


def _said(lost: Mapping[Data, int], plan: Plan, day: date, texts: Texts) -> str:
    kinds = deleted_kinds(replace(plan.summary, losing=lost), day)
    single = plan.summary.affected == 1
    return texts.decision.deleted([(kind, lost[kind], gone) for kind, gone in kinds], single=single)
