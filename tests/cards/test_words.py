"""The texts: complete, and right for one as for many."""

import inspect
from dataclasses import fields
from datetime import date

import pytest

from cards.kit.escaping import plain
from cards.kit.notices import Notice, NoticeKind
from cards.words.catalog import Group
from cards.words.groups.phrases import Phrases
from cards.words.languages import ENGLISH, english
from cards.words.numbers import Numbers
from cards.words.texts import Texts
from licensing import errors
from licensing.errors import Answer, NotAllowed, SlowDown, UnassignError, UnreadAnswer
from licensing.losses.services import Data
from licensing.plans.drift import Drift
from licensing.plans.planned_person import BLOCKED_ACTIONS, PlannedAction
from licensing.policy.lists import ManagerOf
from licensing.policy.verdicts import Why as Refusal
from licensing.policy.verdicts import deny
from licensing.requests.events import EventType
from licensing.requests.steps import StepProblem
from licensing.runs.breaker import Trouble
from licensing.runs.control import WaitReason
from licensing.runs.outcome import LineOutcome, Outcome, RunState
from licensing.tenant.roles import Why
from tests.cards.test_catalog import texts_of

TEXTS = english()
CLASSES = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, UnassignError)
]


GROUPS = {field.name: getattr(TEXTS, field.name) for field in fields(Texts)}


@pytest.mark.parametrize("name", sorted(GROUPS.keys() - {"links"}))
def test_a_group_of_texts_shadows_no_other(name: str) -> None:
    group, *shared = type(GROUPS[name]).__mro__[:-1]
    assert shared == [Phrases, Group, Numbers]
    own = {text for text in vars(group) if not text.startswith("__")} - {"group"}
    assert not own & {text for kind in shared for text in vars(kind)}


def test_every_error_has_a_sentence_and_a_next_step_of_its_own() -> None:
    names = {kind.__name__ for kind in CLASSES}
    assert names == set(TEXTS.failures.failures) == set(TEXTS.failures.next_steps)


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_can_be_said(kind: type[UnassignError]) -> None:
    said = TEXTS.errors.error(kind())
    assert said.startswith(TEXTS.failures.failures[kind.__name__])
    assert said.endswith(TEXTS.failures.next_steps[kind.__name__])


def test_an_error_added_tomorrow_is_said_as_its_parent() -> None:
    class Odd(NotAllowed):
        """Something of tomorrow."""

    assert TEXTS.errors.error(Odd()) == TEXTS.errors.error(NotAllowed())


def test_an_answer_no_one_knows_is_quoted() -> None:
    said = TEXTS.errors.error(UnreadAnswer(Answer(400, "x", "Quota\nreached")))
    assert "“Quota reached”" in said


def test_what_a_known_error_said_is_not_quoted() -> None:
    assert "secret" not in TEXTS.errors.error(SlowDown(Answer(429, "x", "secret"), 3.5))


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_notice_can_be_said(kind: NoticeKind) -> None:
    whys = {NoticeKind.NOT_ALLOWED: Why.NO_ROLE, NoticeKind.ROLE_UNSURE: Why.SPECIAL_ROLE}
    why = whys.get(kind)
    error = NotAllowed() if kind in {NoticeKind.ERROR, NoticeKind.OWN_ONLY} else None
    verdict = deny(Refusal.NOT_LISTED) if kind is NoticeKind.POLICY else None
    trouble = StepProblem.ENDED if kind is NoticeKind.TROUBLE else None
    saying = {NoticeKind.DONE, NoticeKind.ADVICE, NoticeKind.UNDERSTOOD, NoticeKind.UNDO_DENIED}
    told = "It is done." if kind in saying else ""
    notice = Notice(kind, 3, 10, why, error, verdict, trouble, told)
    said = TEXTS.notice(notice)
    assert said
    assert said != TEXTS.failures.failures["UnassignError"]


@pytest.mark.parametrize("why", Why)
def test_every_reason_of_a_role_can_be_said(why: Why) -> None:
    assert TEXTS.errors.whys[why]


@pytest.mark.parametrize("refusal", Refusal)
def test_every_reason_of_the_policy_can_be_said_and_told(refusal: Refusal) -> None:
    assert TEXTS.request_messages.verdicts[refusal]
    assert TEXTS.request_messages.whys_to_others[refusal]


@pytest.mark.parametrize("happened", EventType)
def test_everything_that_happens_to_a_request_has_words(happened: EventType) -> None:
    assert TEXTS.trail.happened[happened]


@pytest.mark.parametrize("trouble", StepProblem)
def test_every_trouble_with_a_request_can_be_said(trouble: StepProblem) -> None:
    assert TEXTS.request_messages.troubles[trouble]


@pytest.mark.parametrize("drift", Drift)
def test_every_drift_is_the_reason_of_a_line_held_back(drift: Drift) -> None:
    line = LineOutcome("p", Outcome.HELD_BACK, reason=drift)
    assert TEXTS.results.reason(line) == TEXTS.results.drifts[drift]


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.NEEDS_ATTENTION])
@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_is_the_reason_of_a_line_that_failed(
    kind: type[UnassignError], outcome: Outcome
) -> None:
    line = LineOutcome("p", outcome, reason=kind.__name__)
    assert TEXTS.results.reason(line) == TEXTS.failures.failures[kind.__name__]


@pytest.mark.parametrize("action", sorted(BLOCKED_ACTIONS))
def test_everything_that_can_not_come_back_is_the_reason_of_a_line_left_out(
    action: PlannedAction,
) -> None:
    line = LineOutcome("p", Outcome.LEFT_OUT, reason=action)
    assert TEXTS.results.reason(line) == TEXTS.results.left_outs[action]
    assert TEXTS.undo.cannot(action, 2) != TEXTS.undo.cannot(PlannedAction.REMOVE, 2)


@pytest.mark.parametrize(
    "outcome", [Outcome.FAILED, Outcome.NEEDS_ATTENTION, Outcome.HELD_BACK, Outcome.LEFT_OUT]
)
@pytest.mark.parametrize("reason", ["KeyError", "of_tomorrow", ""])
def test_a_reason_that_no_one_knows_is_not_told_as_another(outcome: Outcome, reason: str) -> None:
    said = TEXTS.results.reason(LineOutcome("p", outcome, reason=reason))
    assert said.startswith("The reason is not known")
    assert reason == "" or plain(reason) in said


@pytest.mark.parametrize("why", WaitReason)
def test_every_reason_to_wait_has_words_of_its_own(why: WaitReason) -> None:
    others = {TEXTS.progress.waits(one, 5) for one in WaitReason if one is not why}
    assert TEXTS.progress.waits(why, 5) not in {*others, TEXTS.progress.waits("", 5)}
    assert "went as planned" not in TEXTS.progress.waits("of_tomorrow", 5)
    assert plain("of_tomorrow") in TEXTS.progress.waits("of_tomorrow", 5)


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_of_a_run_can_be_said(trouble: Trouble) -> None:
    others = {TEXTS.progress.trouble(one) for one in Trouble if one is not trouble}
    assert TEXTS.progress.trouble(trouble) not in {*others, TEXTS.progress.trouble("")}
    assert plain("of_tomorrow") in TEXTS.progress.trouble("of_tomorrow")


@pytest.mark.parametrize("state", RunState)
def test_every_state_of_a_run_has_its_words(state: RunState) -> None:
    assert TEXTS.progress.titles[state]


@pytest.mark.parametrize("state", [RunState.PAUSED, RunState.STOPPING])
def test_a_held_run_says_how_many_are_still_being_finished(state: RunState) -> None:
    unknown, none, one, eight = (TEXTS.progress.held(state, n) for n in (None, 0, 1, 8))
    assert len({unknown, none, one, eight}) == 4
    assert "8 people are being finished; no one else is started." in eight
    assert not any(digit in unknown + none for digit in "0123456789")


@pytest.mark.parametrize("lead", ManagerOf)
def test_every_manager_of_a_policy_has_a_name(lead: ManagerOf) -> None:
    assert TEXTS.request.managers_named[lead]


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_word(outcome: Outcome) -> None:
    assert TEXTS.results.outcomes[outcome]


@pytest.mark.parametrize(
    ("licenses", "said"),
    [(1, "Remove 1 license"), (3, "Remove 3 licenses"), (12000, "Remove 12,000 licenses")],
)
def test_the_button_that_removes_counts(licenses: int, said: str) -> None:
    assert TEXTS.confirm.remove_button(licenses) == said


def test_dates_carry_the_weekday() -> None:
    assert TEXTS.common.day(date(2026, 12, 24)) == "Thursday, December 24, 2026"


def test_a_list_of_names_says_how_many_more_there_are() -> None:
    assert TEXTS.common.and_more(["A", "B"], 5) == "A, B, and 3 others"
    assert TEXTS.common.and_more(["A", "B"], 2) == "A and B"


def test_what_a_box_costs_is_said_for_one_thing_and_for_many() -> None:
    assert TEXTS.choose.remove_it([]) == "Remove"
    assert TEXTS.choose.remove_it([Data.ONEDRIVE]) == "Remove. Also loses OneDrive."
    assert TEXTS.choose.remove_it([Data.MAILBOX, Data.ONEDRIVE]) == (
        "Remove. Also loses the mailbox and OneDrive."
    )


def test_texts_keep_to_the_house_style() -> None:
    # What people may type is theirs to spell.
    typed = "commands."
    texts = [one for name, one in texts_of(ENGLISH).items() if not name.startswith(typed)]
    for text in texts:
        assert "!" not in text
        assert "licence" not in text.lower()
