"""What the requester does with a request."""

from datetime import timedelta

import pytest

from licensing.requests.approver import ask
from licensing.requests.events import EventType
from licensing.requests.model import State, short_hash
from licensing.requests.requester import answer, change, expire, is_expired, withdraw
from licensing.requests.steps import StepProblem
from tests.support.ledger import NOW
from tests.support.requests import (
    ADELE,
    CANDIDATES,
    MEGAN,
    TWO_OF_TWO,
    asked,
    opened,
    says_no,
    says_yes,
)

DAY = timedelta(days=1)


def test_a_new_request_is_open_and_bound_to_its_plan() -> None:
    request = opened()
    assert request.is_open
    assert request.plan_hash == asked().plan.hash
    assert short_hash(request.plan_hash) == request.plan_hash[:8]
    assert request.expires_at == NOW + TWO_OF_TWO.expires_after
    assert request.authors == {"megan"}


def test_a_change_is_a_new_revision_and_voids_the_approvals() -> None:
    request = says_yes(opened(), ADELE).request
    step = change(request, asked("plan b"), MEGAN, token="new", policy=TWO_OF_TWO, now=NOW + DAY)
    assert step.done
    assert (step.request.revision, step.request.token) == (2, "new")
    assert step.request.plan == "plan b"
    assert step.request.approvals == ()
    assert step.request.expires_at == NOW + DAY + TWO_OF_TWO.expires_after
    assert step.events[0].type is EventType.CHANGED
    assert step.events[0].what["approvals_void"] == 1
    assert step.events[0].what["plan_before"] == request.plan_hash


def test_only_the_requester_changes_withdraws_and_answers() -> None:
    request = opened()
    later = NOW + timedelta(minutes=1)
    for step in (
        change(request, asked(), ADELE, token="t", policy=TWO_OF_TWO, now=later),
        withdraw(request, ADELE, later),
        answer(request, ADELE, "yes", later),
    ):
        assert step.problem is StepProblem.NOT_REQUESTER
        assert step.request is request
        assert step.events == ()


def test_withdrawing_ends_it() -> None:
    step = withdraw(opened(), MEGAN, NOW + DAY)
    assert step.request.state is State.WITHDRAWN
    assert step.request.ending is not None
    assert step.request.ending.by == MEGAN
    for again in (
        withdraw(step.request, MEGAN, NOW + DAY),
        says_yes(step.request, ADELE),
        says_no(step.request, ADELE),
    ):
        assert again.problem is StepProblem.ENDED


def test_a_request_expires_at_its_time_and_not_before() -> None:
    request = opened()
    assert expire(request, request.expires_at - timedelta(seconds=1)).problem is StepProblem.ENDED
    step = expire(request, request.expires_at)
    assert step.request.state is State.EXPIRED
    assert step.events[0].by is None


def test_after_its_time_nothing_can_be_done_even_if_no_one_has_ended_it_yet() -> None:
    request = opened()
    late = request.expires_at
    assert is_expired(request, late)
    assert says_yes(request, ADELE, at=late).problem is StepProblem.ENDED
    assert withdraw(request, MEGAN, late).problem is StepProblem.ENDED


def test_a_question_is_answered_once_and_decides_nothing() -> None:
    question = ask(
        opened(), TWO_OF_TWO, CANDIDATES["adele"], ADELE, text=" Why him? ", now=NOW + DAY
    )
    assert question.request.open_question is not None
    assert question.request.open_question.text == "Why him?"
    said = answer(question.request, MEGAN, "He left.", NOW + DAY)
    assert said.request.open_question is None
    assert said.request.questions[0].answer == "He left."
    assert said.request.is_open
    assert answer(said.request, MEGAN, "again", NOW + DAY).problem is StepProblem.NO_QUESTION


@pytest.mark.parametrize("text", ["", "   "])
def test_an_answer_and_a_question_have_words(text: str) -> None:
    request = ask(opened(), TWO_OF_TWO, CANDIDATES["adele"], ADELE, text="?", now=NOW).request
    assert answer(request, MEGAN, text, NOW).problem is StepProblem.NO_WORDS
    empty = ask(opened(), TWO_OF_TWO, CANDIDATES["adele"], ADELE, text=text, now=NOW)
    assert empty.problem is StepProblem.NO_WORDS
