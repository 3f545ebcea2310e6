"""Drafts and outcomes: values that are stored, so their words and defaults must stay."""

from dataclasses import FrozenInstanceError

import pytest

from licensing.plans.draft import FINAL_STEPS, Consent, Draft, Journey, Step
from licensing.plans.drift import Drift
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome, RunProgress, RunState
from licensing.tenant.matching import UnmatchedEntry, UnmatchedReason
from tests.support.people import SALES


def draft() -> Draft:
    return Draft("d1", "tenant", "alex", "chat", Journey.BY_USER, Step.PEOPLE, "token")


def test_a_new_draft_has_chosen_nothing_and_accepted_nothing() -> None:
    new = draft()
    assert (new.revision, new.page, new.duplicates) == (0, 0, 0)
    assert (new.products, new.people, new.problems) == ((), (), ())
    assert not new.all_products
    assert new.accepted == frozenset()
    assert new.plan is None
    assert new.run is None


def test_a_draft_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        draft().step = Step.DONE  # type: ignore[misc]


def test_a_walk_is_over_when_done_asked_cancelled_or_replaced() -> None:
    assert {Step.DONE, Step.REQUESTED, Step.CANCELED, Step.REPLACED} == FINAL_STEPS


def test_a_problem_offers_no_one_unless_said() -> None:
    assert UnmatchedEntry("nobody@", UnmatchedReason.UNKNOWN).candidates == ()


@pytest.mark.parametrize(
    "words", [Journey, Step, UnmatchedReason, Consent, Outcome, Drift, RunState]
)
def test_a_stored_word_is_the_name_in_lower_case(
    words: type[Journey | Step | UnmatchedReason | Consent | Outcome | Drift | RunState],
) -> None:
    for word in words:
        assert word.value == word.name.lower()
        assert words(word.value) is word


def test_an_outcome_keeps_its_groups_and_reason() -> None:
    kept = LineOutcome("suite", Outcome.KEPT, (SALES,))
    assert (kept.reason, kept.answer) == ("", None)
    ended = PersonOutcome("p", "P", "p@contoso.example", (kept,))
    assert not ended.lost_mailbox


def test_a_tally_counts_no_mailbox_unless_said() -> None:
    assert RunProgress("r", "p", RunState.DONE, 1, 1, {Outcome.REMOVED: 1}).mailboxes == 0
