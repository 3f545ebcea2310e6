"""The last good day of each kind of data is the same on every card, and before its deletion."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cards.runs.ahead import Restored
from cards.runs.result import ResultFacts, outcome_blocks, result_card
from cards.undo.returns import return_blocks
from cards.words.languages import english
from licensing.losses.losses import last_good_day
from licensing.losses.rules import DataEvent, Terms, day_of
from licensing.losses.services import Data
from licensing.plans.plan import UndoneRun
from licensing.runs.lost_things import DELETED
from licensing.runs.outcome import Outcome, RunProgress, RunState
from licensing.runs.undo import RemovedLicenses, returns
from licensing.tenant.people import PersonRef
from tests.cards.coming_samples import TAKEN, on, reminder
from tests.cards.samples import TAME, losing

TEXTS = english()
#: Counted by hand from Microsoft's pages: held for 30 days; deleted after 7 days and 24 hours, in
#: the course of a day; may be deleted from day 365 on.
LAST = {
    Data.MAILBOX: date(2026, 12, 24),
    Data.ARCHIVE: date(2026, 12, 24),
    Data.CLOUD_PC: date(2026, 11, 30),
    Data.CLOUD_PC_BUSINESS: date(2026, 11, 24),
    Data.ONEDRIVE: date(2027, 11, 23),
}


def test_each_kind_that_is_deleted_has_such_a_day() -> None:
    assert set(LAST) == DELETED
    assert {kind: last_good_day(kind, TAKEN) for kind in LAST} == LAST


@pytest.mark.parametrize(
    ("days", "event", "safe"),
    [
        (60, DataEvent.READ_ONLY, True),
        (93, DataEvent.ARCHIVED, True),
        (275, DataEvent.UNSEARCHABLE, False),
        (365, DataEvent.DELETED, False),
    ],
)
def test_a_reminder_promises_no_onedrive_that_may_be_in_the_recycle_bin(
    days: int, event: DataEvent, safe: bool
) -> None:
    said = json.dumps(reminder(days - 1, ["Adele"], on(days, Data.ONEDRIVE, event, 1)))
    assert ("A license by Wednesday, February 24, 2027 keeps everything" in said) is safe
    assert "until Tuesday, November 23, 2027" in said
    assert "in the recycle bin instead may not come back" in said


@pytest.mark.parametrize("unfinished", [0, 1])
@pytest.mark.parametrize(("kind", "last"), LAST.items())
def test_a_result_names_the_last_day_of_each_kind(kind: Data, last: date, unfinished: int) -> None:
    plan = losing(TAME, frozenset({kind}))
    outcomes = {Outcome.REMOVED: 4, Outcome.FAILED: unfinished}
    mailboxes = 2 if kind is Data.MAILBOX else 0
    tally = RunProgress("r", "p", RunState.DONE, 2, 2, outcomes, mailboxes)

    def said(today: date, tally: RunProgress = tally, restored: Restored = Restored()) -> str:  # noqa: B008 - it is frozen
        facts = ResultFacts(plan, tally, "t", today, restored=restored)
        return json.dumps(result_card(facts, TEXTS), ensure_ascii=False)

    before, after = said(last), said(last + timedelta(days=1))
    assert "Will be permanently deleted" in before
    assert (f"Restore licenses by {TEXTS.common.short_day(last)}" in before) is (not unfinished)
    assert ("at most" in before) is (unfinished > 0)
    assert "Will be" not in after
    assert "Permanently deleted" in after
    assert "unless a license was assigned again in time" in after
    nothing = replace(tally, outcomes={Outcome.FAILED: 4}, mailboxes=0)
    assert "ermanently" not in said(last, nothing)
    # What came back in time is not lost, whenever it is read; what came back later may be.
    for today in (last, last + timedelta(days=400)):
        assert "ermanently" not in said(today, restored=Restored(4, last))
        assert "Permanently deleted" in said(today, restored=Restored(4, last + timedelta(days=1)))
    assert "at most" in said(last, restored=Restored(1, last))


@pytest.mark.parametrize("unfinished", [0, 1])
@pytest.mark.parametrize(("kind", "last"), LAST.items())
def test_the_details_of_a_result_name_the_last_day_of_each_kind(
    kind: Data, last: date, unfinished: int
) -> None:
    plan = losing(TAME, frozenset({kind}))
    outcomes = {Outcome.REMOVED: 4, Outcome.FAILED: unfinished}
    tally = RunProgress("r", "p", RunState.DONE, 2, 2, outcomes, 2 if kind is Data.MAILBOX else 0)
    for today, word in ((last, "Reassign"), (last + timedelta(days=1), "unless")):
        made = outcome_blocks(tally, plan.summary, plan.day, TEXTS, today)
        drawn = json.dumps([one.model_dump(mode="json") for one in made])
        assert f"permanently deleted after {TEXTS.common.day(last)}" in drawn
        assert word in drawn
        assert ("Up to 2 people" in drawn) is (unfinished > 0 and kind is not Data.MAILBOX)


@pytest.mark.parametrize(("kind", "last"), LAST.items())
def test_a_reminder_and_an_undo_name_the_same_last_day(kind: Data, last: date) -> None:
    deleted = day_of(kind, DataEvent.DELETED, TAKEN)
    assert deleted
    days = (deleted - TAKEN).days
    said = json.dumps(reminder(days - 1, ["Adele"], on(days, kind, DataEvent.DELETED, 1)))
    day = TEXTS.common.day(last)
    kept = f"until {day}" if kind is Data.ONEDRIVE else f"by {day} keep everything"
    assert kept in said
    what = RemovedLicenses(PersonRef("adele", "Adele", ""), (), frozenset({(kind, "pc")}))
    for today, word in ((TAKEN, "by"), (deleted + timedelta(days=1), "after")):
        found = returns([(what, None)], UndoneRun("run", 42, TAKEN, Terms()), today)
        drawn = json.dumps([one.model_dump(mode="json") for one in return_blocks(found, TEXTS)])
        assert f"{word} {TEXTS.common.day(last)}" in drawn
