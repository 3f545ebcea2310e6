"""A request is read in one look, whatever stands in it; the details have what it leaves out."""

import json
from dataclasses import replace

import pytest

from cards.approvals.request import Viewer
from cards.details.details import DetailsFacts, details_card
from cards.kit.card import Card
from cards.kit.height import ONE_LOOK, estimated_height
from cards.kit.notices import Notice, NoticeKind
from cards.kit.place import Place, View
from licensing.losses.services import Data
from licensing.plans.drift import Drift
from licensing.requests.consultation import ReplyCounts
from licensing.requests.model import Drifted, Participant, Question
from licensing.requests.steps import StepProblem
from tests.cards.request_samples import (
    DAY,
    HOUR,
    NOW,
    TOKEN,
    busy,
    details,
    drawn,
    participant,
    request,
    yes_of,
)
from tests.cards.samples import TAME, TEXTS, losing, mixed, plan, small
from tests.support.seen import text_of

LONG = replace(TAME, people=tuple(f"{name} van der Wolfeschlegelstein" for name in TAME.people))
WORDS = "Lorem ipsum dolor sit amet, consectetur adipiscing elit. " * 12


def crowded(viewer: Viewer) -> Card:
    """Everything at once, with long names and texts."""
    names = replace(LONG, typed=WORDS)
    asked = replace(
        busy(names),
        approvals=tuple(yes_of(number, names, WORDS) for number in range(5)),
        reason=WORDS,
    )
    everything = losing(names, frozenset(Data))
    notice = Notice(NoticeKind.DONE, said=TEXTS.request_messages.decided)
    return drawn(
        everything, asked, names, viewer=viewer, replies=ReplyCounts(190, 3, 9, 7), notice=notice
    )


@pytest.mark.parametrize("viewer", Viewer)
def test_a_crowded_request_is_read_in_one_look(viewer: Viewer) -> None:
    card = crowded(viewer)
    assert estimated_height(card) <= ONE_LOOK
    said = text_of(card)
    assert "Permanently deleted" in said
    assert "eDiscovery" in said
    assert ("Approve for" in said) == (viewer is Viewer.APPROVER)


@pytest.mark.parametrize("people", [1, 3, 8])
@pytest.mark.parametrize("asking", [False, True])
def test_a_notice_takes_no_reason_away_from_those_who_decide(people: int, asking: bool) -> None:
    question = Question(participant(0, TAME), NOW - HOUR, "Is the mailbox needed for a handover?")
    asked = request(
        TAME,
        reason="INC0012345: they left the company on Friday",
        questions=(question,) if asking else (),
    )
    for long in (plan(people, TAME, small), losing(TAME, frozenset({Data.MAILBOX, Data.ONEDRIVE}))):
        for said in (TEXTS.request_messages.troubles[StepProblem.NO_WORDS], WORDS[:80]):
            notice = Notice(NoticeKind.DONE, said=said)
            card = drawn(long, asked, TAME, viewer=Viewer.APPROVER, notice=notice)
            assert "INC0012345" in text_of(card)
            assert estimated_height(card) <= ONE_LOOK


def test_what_a_crowded_card_leaves_out_is_in_the_details() -> None:
    names = replace(LONG, typed=WORDS)
    said = text_of(details(losing(names, frozenset(Data)), busy(names), names))
    for name in names.people[:3]:
        assert name in said
    assert said.count(WORDS.strip()) == 5
    assert "cb8855e6" in said
    assert "Requested on" in said
    assert "Changed on" in said


def test_a_quiet_request_names_five_people() -> None:
    quiet = plan(8, TAME, small)
    said = text_of(drawn(quiet, request(TAME), TAME))
    assert quiet.summary.affected > 5
    assert all(name in said for name in quiet.summary.affected_names[:5])


def test_an_open_question_stands_before_answered_ones_and_the_rest_is_counted() -> None:
    asks = participant(0, TAME)
    asked = tuple(
        Question(asks, NOW, f"Question {number}?", *(("Yes", NOW) if number != 1 else ()))
        for number in range(3)
    )
    said = text_of(drawn(plan(1, TAME, mixed(TAME)), request(TAME, questions=asked), TAME))
    assert "Question 1?" in said
    assert "2 more questions in Details" in said
    assert "Question 0?" not in said


def test_approve_counts_only_the_people_who_are_not_skipped() -> None:
    made = plan(8, TAME, small)
    held = (Drifted(Participant("u2", "Joni"), Drift.DELETED, 2),)
    card = drawn(made, request(TAME, held_back=held), TAME, viewer=Viewer.APPROVER)
    assert f'"Approve for {made.summary.affected - 1} people"' in json.dumps(card)


def test_the_day_on_which_a_request_expires_is_a_date_that_stays_true() -> None:
    asked = request(TAME, expires_at=NOW + 48 * HOUR)
    said = text_of(drawn(plan(1, TAME, mixed(TAME)), asked, TAME))
    assert "Request 12 · Waiting for approval · until Nov 26" in said


@pytest.mark.parametrize("viewer", Viewer)
def test_nothing_says_your_licenses_to_someone_whose_they_are_not(viewer: Viewer) -> None:
    made = plan(2, TAME, small)
    own = replace(made, summary=replace(made.summary, own=2))
    mine = viewer is Viewer.REQUESTER
    said = text_of(drawn(own, request(TAME), TAME, viewer=viewer))
    assert ("of your licenses" in said) == mine
    assert (f"2 licenses of {participant(1, TAME).name}" in said) == (not mine)
    facts = DetailsFacts(own, Place(View.LOSSES), TOKEN, DAY, {}, asker="" if mine else "Megan")
    assert ("of your own" in text_of(details_card(facts, TEXTS))) == mine
    assert ("2 licenses of Megan" in text_of(details_card(facts, TEXTS))) == (not mine)
