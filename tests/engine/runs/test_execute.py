import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from engine.runs.concurrency import EXECUTING
from licensing.errors import (
    Answer,
    ChangedMeanwhile,
    DependentPlan,
    LicenseNotHeld,
    NotAllowed,
    SlowDown,
    TenantError,
    TenantUnavailable,
    UnknownPerson,
    UnreadAnswer,
)
from licensing.plans.drift import Drift
from licensing.runs.outcome import LineOutcome, Outcome, PeopleEnds, PersonOutcome
from licensing.tenant.people import Assignment, Person
from tests.engine.runs.conftest import Stage
from tests.support.directory import Fault
from tests.support.ledger import PRODUCTS
from tests.support.people import OPERATIONS, SALES, assignment, person

ADELE = person("adele", "e3")
#: What the tenant says to the first write.
YES = Answer(200, request_id="request-1")


async def test_a_license_is_removed_and_read_back_as_gone(stage: Stage) -> None:
    await stage.store(ADELE)
    tally = await stage.play()
    assert await stage.outcome() == PersonOutcome(
        "adele",
        "Adele",
        "adele@contoso.example",
        (LineOutcome("e3", Outcome.REMOVED, answer=YES),),
        lost_mailbox=True,
    )
    assert (tally.finished, tally.mailboxes) == (1, 1)
    assert stage.tenant.calls == ["adele"]
    assert stage.tenant.people["adele"].assignments == ()


async def test_what_a_group_gives_is_kept_and_all_other_lines_are_told(stage: Stage) -> None:
    both = person("zoe", "visio", "e3", assignment("e3", SALES))
    await stage.store(both, chosen=("e3", "visio", "gone"))
    await stage.play()
    outcome = await stage.outcome()
    assert outcome.lines == (
        LineOutcome("e3", Outcome.STILL_ASSIGNED, (SALES,), answer=YES),
        LineOutcome("visio", Outcome.REMOVED, answer=YES),
        LineOutcome("gone", Outcome.NOT_HELD),
    )
    assert not outcome.lost_mailbox
    assert stage.tenant.calls == ["zoe"]


async def test_a_directory_that_lags_is_watched_for_some_seconds(stage: Stage) -> None:
    stage.tenant.lag = 4
    await stage.store(ADELE)
    await stage.play()
    assert await stage.result() == (Outcome.REMOVED, "")


async def test_what_does_not_show_after_ten_seconds_is_accepted_only(stage: Stage) -> None:
    stage.tenant.lag = 60
    await stage.store(ADELE)
    await stage.play()
    assert await stage.result() == (Outcome.ACCEPTED, "")
    assert (await stage.outcome()).lost_mailbox
    assert stage.tenant.calls == ["adele"]


def _assignments(*assignments: Assignment) -> Callable[[Person], Person]:
    return lambda person: replace(person, assignments=assignments)


@pytest.mark.parametrize(
    ("change", "drift"),
    [
        (_assignments(), Drift.REASSIGNED),
        (_assignments(assignment("e3"), assignment("e3", OPERATIONS)), Drift.REGROUPED),
        (_assignments(assignment("e3", off=["plan"])), Drift.REPLANNED),
        (lambda person: replace(person, enabled=False), Drift.SIGN_IN_CHANGED),
        (
            _assignments(assignment("e3"), assignment("other-with-mailbox")),
            Drift.LOSES_OTHER_DATA,
        ),
    ],
)
async def test_anyone_who_changed_since_the_preview_is_held_back(
    stage: Stage,
    change: Callable[[Person], Person],
    drift: Drift,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = replace(PRODUCTS["e3"], id="other-with-mailbox")
    monkeypatch.setitem(PRODUCTS, other.id, other)
    await stage.store(ADELE, chosen=("e3", "visio"))
    stage.tenant.people["adele"] = change(ADELE)
    tally = await stage.play()
    assert tally.outcomes == {Outcome.HELD_BACK: 1, Outcome.NOT_HELD: 1}
    assert tally.ends == PeopleEnds({Outcome.HELD_BACK: 1})
    assert await stage.result() == (Outcome.HELD_BACK, drift)
    ended = await stage.outcome()
    assert {line.reason for line in ended.lines} == {drift}
    assert not ended.lost_mailbox
    assert stage.tenant.calls == []


async def test_a_deleted_person_is_held_back(stage: Stage) -> None:
    await stage.store(ADELE)
    del stage.tenant.people["adele"]
    await stage.play()
    assert await stage.result() == (Outcome.HELD_BACK, Drift.DELETED)


@pytest.mark.parametrize(
    "error",
    [
        NotAllowed(Answer(403, "Authorization_RequestDenied", "Insufficient privileges")),
        DependentPlan(Answer(400, "Request_BadRequest", "depends")),
        LicenseNotHeld(Answer(400, "Request_BadRequest", "doesn't have")),
        UnknownPerson(Answer(404, "Request_ResourceNotFound", "does not exist")),
        UnreadAnswer(Answer(418, "Teapot", "never seen")),
    ],
)
async def test_a_refusal_that_would_come_again_is_told_with_graphs_words(
    stage: Stage, error: TenantError
) -> None:
    # Want of a right may be the run's, so it is asked for once more.
    calls = 2 if isinstance(error, NotAllowed) else 1
    stage.tenant.faults["adele"] = [Fault(error)] * calls
    await stage.store(ADELE)
    await stage.play()
    (line,) = (await stage.outcome()).lines
    expected = (Outcome.FAILED, type(error).__name__, error.answer)
    assert (line.outcome, line.reason, line.answer) == expected
    assert len(stage.tenant.calls) == calls


async def test_a_slow_down_is_obeyed_to_the_fraction_of_a_second(stage: Stage) -> None:
    stage.tenant.faults["adele"] = [Fault(SlowDown(seconds=2.128))]
    await stage.store(ADELE)
    await stage.play()
    first, second = stage.tenant.called_at
    assert 2.128 <= (second - first).total_seconds() < 2.5
    assert await stage.result() == (Outcome.REMOVED, "")


async def test_a_slow_down_holds_everyone(stage: Stage) -> None:
    people = [person(f"p{n}", "e3") for n in range(30)]
    stage.tenant.faults["p0"] = [Fault(SlowDown(seconds=50))]
    await stage.store(*people)
    await stage.play()
    start = stage.tenant.called_at[0]
    early = [t for t in stage.tenant.called_at if (t - start).total_seconds() < 50]
    assert len(early) <= EXECUTING
    assert (await stage.tally()).outcomes == {Outcome.REMOVED: 30}


async def test_a_conflict_with_another_writer_is_tried_again(stage: Stage) -> None:
    stage.tenant.faults["adele"] = [Fault(ChangedMeanwhile()), Fault(ChangedMeanwhile())]
    await stage.store(ADELE)
    await stage.play()
    assert await stage.result() == (Outcome.REMOVED, "")
    assert len(stage.tenant.calls) == 3


async def test_what_fails_too_often_needs_attention(stage: Stage) -> None:
    answer = Answer(409, "Directory_ConcurrencyViolation", "concurrent requests")
    stage.tenant.faults["adele"] = [Fault(ChangedMeanwhile(answer)) for _ in range(50)]
    await stage.store(ADELE)
    await stage.play()
    (line,) = (await stage.outcome()).lines
    assert (line.outcome, line.reason) == (Outcome.NEEDS_ATTENTION, "ChangedMeanwhile")
    assert line.answer == answer
    assert len(stage.tenant.calls) == 12


@pytest.mark.parametrize("error", [TenantUnavailable(), TimeoutError(), UnreadAnswer()])
async def test_a_write_whose_answer_was_lost_is_found_by_reading(
    stage: Stage, error: Exception
) -> None:
    stage.tenant.lag = 3
    stage.tenant.faults["adele"] = [Fault(error, after_effect=True)]
    await stage.store(ADELE)
    await stage.play()
    assert await stage.result() == (Outcome.REMOVED, "")
    assert stage.tenant.calls == ["adele"]


async def test_a_write_that_got_lost_is_made_again_when_reading_can_be_trusted(
    stage: Stage,
) -> None:
    stage.tenant.faults["adele"] = [Fault(TenantUnavailable(Answer(504)))]
    await stage.store(ADELE)
    await stage.play()
    first, second = stage.tenant.called_at
    assert (second - first).total_seconds() >= 30
    assert stage.tenant.effects == ["adele"]
    assert await stage.result() == (Outcome.REMOVED, "")


async def test_an_effect_that_shows_very_late_ends_well_too(stage: Stage) -> None:
    stage.tenant.lag = 100
    stage.tenant.faults["adele"] = [Fault(TimeoutError(), after_effect=True)]
    await stage.store(ADELE)
    await stage.play()
    assert (await stage.result())[0] in {Outcome.REMOVED, Outcome.ACCEPTED}
    assert stage.tenant.effects == ["adele"]


@pytest.mark.parametrize("after_effect", [False, True])
@pytest.mark.parametrize("lag", [0, 5])
async def test_a_crash_around_the_write_neither_loses_nor_repeats_it(
    stage: Stage, after_effect: bool, lag: float
) -> None:
    stage.tenant.lag = lag
    stage.tenant.faults["adele"] = [Fault(asyncio.CancelledError(), after_effect)]
    await stage.store(ADELE)
    await stage.play()
    assert await stage.result() == (Outcome.REMOVED, "")
    assert stage.tenant.effects == ["adele"]
    assert len(stage.tenant.calls) == (1 if after_effect else 2)


async def test_a_person_who_is_deleted_after_a_lost_answer_is_not_called_held_back(
    stage: Stage,
) -> None:
    stage.tenant.faults["adele"] = [Fault(asyncio.CancelledError(), after_effect=True)]
    await stage.store(ADELE)
    async with stage.clock.running():
        runner = stage.runner()
        await runner.start()
        while not stage.tenant.effects:
            await stage.clock.sleep(0.01)
        del stage.tenant.people["adele"]
        await stage.until_done()
        await runner.stop()
    assert await stage.result() == (Outcome.FAILED, "UnknownPerson")


async def test_reading_that_fails_for_a_while_is_waited_for(stage: Stage) -> None:
    stage.tenant.read_faults["adele"] = [
        Fault(TenantUnavailable()),
        Fault(SlowDown(seconds=0.5)),
        Fault(TimeoutError()),
    ]
    await stage.store(ADELE)
    await stage.play()
    assert await stage.result() == (Outcome.REMOVED, "")


async def test_a_fault_of_our_own_stops_no_one_else_and_says_no_names(
    stage: Stage,
) -> None:
    stage.tenant.read_faults["adele"] = [Fault(KeyError("adele@contoso.example"))] * 50
    await stage.store(ADELE, person("zoe", "e3"))
    with capture_logs() as logs:
        await stage.play()
    assert await stage.result(0) == (Outcome.NEEDS_ATTENTION, "KeyError")
    assert await stage.result(1) == (Outcome.REMOVED, "")
    assert "KeyError" in {log["error"] for log in logs}
    assert "adele@contoso.example" not in str(logs)


async def test_whom_the_approvers_saw_held_back_is_left_alone_though_nothing_else_changed(
    stage: Stage,
) -> None:
    """Places count those who lose something; the first person of the plan loses nothing."""
    people = [person("none", "visio"), *(person(f"p{n}", "e3") for n in range(1_200))]
    held = dict.fromkeys(range(1, 1200), Drift.CASE_OPENED) | {1: Drift.SIGN_IN_CHANGED}
    await stage.store(*people, held_back=held)
    tally = await stage.play()
    assert tally.outcomes[Outcome.HELD_BACK] == 1_199
    assert await stage.result(1) == (Outcome.REMOVED, "")
    assert await stage.result(2) == (Outcome.HELD_BACK, Drift.SIGN_IN_CHANGED)
    assert await stage.result(3) == (Outcome.HELD_BACK, Drift.CASE_OPENED)
    assert stage.tenant.people["p1"].direct("e3")
    assert stage.tenant.people["p0"].direct("e3") is None
