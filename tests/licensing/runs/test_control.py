"""Who may hold a run when, and when the first people of a large one decide about the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.plans.planned_person import Line, PlannedAction, PlannedPerson
from licensing.runs.control import (
    ACTIVE_STATES,
    FINAL_STATES,
    NO_CANARY,
    PAUSED_STATES,
    CanaryRule,
    Control,
    PendingWork,
    WaitReason,
    as_planned,
    canary_size,
    canary_wait,
    next_state,
    untouched_outcome,
)
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome, RunState
from licensing.runs.severity import PROBLEMS, SEVERITY, severity_rank
from tests.support.people import SALES


def test_every_state_goes_on_is_held_or_is_over() -> None:
    assert set(RunState) == ACTIVE_STATES | PAUSED_STATES | FINAL_STATES
    assert len(RunState) == len(ACTIVE_STATES) + len(PAUSED_STATES) + len(FINAL_STATES)
    assert {state for state in RunState if PendingWork(state).is_active} == ACTIVE_STATES


@pytest.mark.parametrize(
    ("state", "control", "to"),
    [
        (RunState.RUNNING, Control.PAUSE, RunState.PAUSED),
        (RunState.PAUSED, Control.RESUME, RunState.RUNNING),
        (RunState.WAITING, Control.RESUME, RunState.RUNNING),
        (RunState.RUNNING, Control.STOP, RunState.STOPPING),
        (RunState.PAUSED, Control.STOP, RunState.STOPPING),
        (RunState.WAITING, Control.STOP, RunState.STOPPING),
        (RunState.PAUSED, Control.PAUSE, None),
        (RunState.WAITING, Control.PAUSE, None),
        (RunState.RUNNING, Control.RESUME, None),
        (RunState.STOPPING, Control.RESUME, None),
        (RunState.STOPPING, Control.STOP, None),
        (RunState.DONE, Control.STOP, None),
    ],
)
def test_a_control_leads_to(state: RunState, control: Control, to: RunState | None) -> None:
    assert next_state(state, control) is to


@given(st.lists(st.sampled_from(Control)))
def test_a_run_that_was_stopped_never_goes_on(controls: list[Control]) -> None:
    state, stopped = RunState.RUNNING, False
    for control in controls:
        state = next_state(state, control) or state
        stopped = stopped or control is Control.STOP
        assert (state is RunState.STOPPING) == stopped


@pytest.mark.parametrize(
    ("affected", "rule", "first"),
    [
        (49, CanaryRule(), 0),
        (50, CanaryRule(), 5),
        (100_000, CanaryRule(), 5),
        (100_000, NO_CANARY, 0),
        (3, CanaryRule(from_people=1), 0),
        (5, CanaryRule(from_people=1), 0),
        (6, CanaryRule(from_people=1), 5),
    ],
)
def test_so_many_go_first(affected: int, rule: CanaryRule, first: int) -> None:
    assert canary_size(affected, rule) == first


def planned(*fates: PlannedAction) -> PlannedPerson:
    lines = tuple(Line(f"p{n}", action, (SALES,)) for n, action in enumerate(fates))
    return PlannedPerson("adele", "Adele", "adele@contoso.example", True, lines)


def ended(*outcomes: Outcome) -> PersonOutcome:
    lines = tuple(LineOutcome(f"p{n}", outcome) for n, outcome in enumerate(outcomes))
    return PersonOutcome("adele", "Adele", "adele@contoso.example", lines)


PERSON = planned(
    PlannedAction.REMOVE,
    PlannedAction.STAYS_BY_GROUP,
    PlannedAction.INHERITED,
    PlannedAction.NOT_HELD,
)
WELL = ended(Outcome.REMOVED, Outcome.STILL_ASSIGNED, Outcome.KEPT, Outcome.NOT_HELD)


def test_what_the_plan_said_and_is_proven_is_as_planned() -> None:
    assert as_planned(PERSON, WELL)


@pytest.mark.parametrize("wrong", [o for o in Outcome if o is not Outcome.REMOVED])
def test_nothing_else_is_as_planned_not_even_an_unproven_yes(wrong: Outcome) -> None:
    assert not as_planned(
        PERSON, ended(wrong, Outcome.STILL_ASSIGNED, Outcome.KEPT, Outcome.NOT_HELD)
    )


def test_the_rest_goes_on_by_itself_only_where_all_went_well_and_no_one_asks() -> None:
    bad = ended(Outcome.FAILED, Outcome.KEPT)
    assert canary_wait([(PERSON, WELL)] * 5, asks=False) is None
    assert canary_wait([(PERSON, WELL)] * 5, asks=True) is WaitReason.ASKED
    for asks in (False, True):
        first = [*[(PERSON, WELL)] * 4, (PERSON, bad)]
        assert canary_wait(first, asks=asks) is WaitReason.NOT_AS_PLANNED


def test_someone_who_was_not_touched_keeps_the_lines_that_the_plan_settled() -> None:
    kept = LineOutcome("p2", Outcome.KEPT, (SALES,))
    unheld = LineOutcome("p3", Outcome.NOT_HELD)
    outcome = untouched_outcome(PERSON, {"p2": kept, "p3": unheld})
    assert [line.outcome for line in outcome.lines[:2]] == [Outcome.NOT_TOUCHED] * 2
    assert outcome.lines[2:] == (kept, unheld)


def test_every_outcome_has_its_place_from_the_worst_on() -> None:
    assert sorted(SEVERITY) == sorted(Outcome)
    assert severity_rank(ended(Outcome.REMOVED, Outcome.FAILED).lines) < severity_rank(
        ended(Outcome.REMOVED).lines
    )
    assert severity_rank(()) > severity_rank(ended(Outcome.NOT_HELD).lines)
    assert Outcome.NOT_TOUCHED not in PROBLEMS
