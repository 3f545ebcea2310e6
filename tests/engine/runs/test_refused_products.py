"""A call that is refused because of one product: the others go, and each line says what became."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from engine.runs.execute import MAX_ATTEMPTS
from engine.runs.runner import Runner
from engine.runs.write_quota import WriteQuota
from licensing.errors import (
    Answer,
    DependentPlan,
    LicenseNotHeld,
    NotForUsers,
    SlowDown,
    TenantError,
    UnreadAnswer,
)
from licensing.plans.drift import Drift
from licensing.runs.outcome import LineOutcome, Outcome
from licensing.tenant.people import Person
from tests.engine.runs.conftest import Stage
from tests.support.directory import Fault, Rule
from tests.support.ledger import PRODUCTS, TENANT
from tests.support.people import MAILBOX, SALES, assignment, person, product

NEEDS = Answer(400, "Request_BadRequest", "service plan project-plan depends on the service plan")
YES = Outcome.REMOVED
NO = Outcome.FAILED
THREE = ("e3", "visio", "project")


@pytest.fixture(autouse=True)
def project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PRODUCTS, "project", product("project", "project-plan", name="Project"))


def needs_e3(person: Person, products: Collection[str]) -> TenantError | None:
    """Project needs a service of E3, as Graph sees it."""
    stays = person.direct("project") and "project" not in products
    return DependentPlan(NEEDS, "project-plan", MAILBOX) if "e3" in products and stays else None


def never(stuck: str, error: TenantError) -> Rule:
    return lambda _person, products: error if stuck in products else None


async def lines(stage: Stage) -> dict[str, LineOutcome]:
    return {line.product: line for line in (await stage.outcome()).lines}


async def outcomes(stage: Stage) -> dict[str, Outcome]:
    return {product: line.outcome for product, line in (await lines(stage)).items()}


async def test_what_another_product_needs_stays_and_the_rest_goes(stage: Stage) -> None:
    stage.tenant.rule = needs_e3
    await stage.store(person("adele", *THREE), chosen=("e3", "visio"))
    await stage.play()
    found = await lines(stage)
    assert found["visio"] == LineOutcome("visio", YES, answer=Answer(200, request_id="request-2"))
    assert found["e3"] == LineOutcome("e3", NO, (), "DependentPlan", NEEDS, ("Project",))
    assert stage.tenant.asked == [("e3", "visio"), ("visio",)]
    # The mailbox that the plan warned of is still there.
    assert not (await stage.outcome()).lost_mailbox
    assert (await stage.tally()).mailboxes == 0


async def test_a_base_and_its_add_on_go_in_one_call(stage: Stage) -> None:
    stage.tenant.rule = needs_e3
    await stage.store(person("adele", *THREE), chosen=("e3", "project"))
    await stage.play()
    assert await outcomes(stage) == {"e3": YES, "project": YES}
    assert stage.tenant.asked == [("e3", "project")]
    assert (await stage.outcome()).lost_mailbox


async def test_a_single_product_that_is_refused_is_one_call(stage: Stage) -> None:
    stage.tenant.rule = needs_e3
    await stage.store(person("adele", *THREE), chosen=("e3",))
    await stage.play()
    assert await outcomes(stage) == {"e3": NO}
    assert (stage.tenant.asked, stage.tenant.reads) == ([("e3",)], ["adele"])


async def test_where_graph_does_not_say_which_each_is_tried_alone(stage: Stage) -> None:
    self_service = UnreadAnswer(Answer(400, "Request_BadRequest", "No."))
    stage.tenant.rule = never("visio", self_service)
    await stage.store(person("adele", *THREE), chosen=THREE)
    await stage.play()
    found = await lines(stage)
    assert await outcomes(stage) == {"e3": YES, "visio": NO, "project": YES}
    assert (found["visio"].reason, found["visio"].answer) == ("UnreadAnswer", self_service.answer)
    assert [found[p].answer for p in ("e3", "project")] == [
        Answer(200, request_id=f"request-{n}") for n in (2, 4)
    ]


async def test_a_product_that_graph_names_costs_one_further_call(stage: Stage) -> None:
    error = NotForUsers(Answer(400, "Request_BadRequest", "License VISIO can't be assigned."))
    stage.tenant.rule = never("visio", error)
    await stage.store(person("adele", *THREE), chosen=THREE)
    await stage.play()
    assert stage.tenant.asked == [THREE, ("e3", "project")]
    assert await outcomes(stage) == {"e3": YES, "visio": NO, "project": YES}


async def test_a_license_that_someone_takes_at_the_same_moment_is_no_hindrance(
    stage: Stage,
) -> None:
    def taken(who: Person, products: Collection[str]) -> TenantError | None:
        if "visio" not in products:
            return None
        stage.tenant.people[who.id] = person(who.id, "e3", "project")
        return LicenseNotHeld(Answer(400, "Request_BadRequest", "doesn't have"))

    stage.tenant.rule = taken
    await stage.store(person("adele", *THREE), chosen=THREE)
    await stage.play()
    assert stage.tenant.asked == [THREE, ("e3", "project")]
    assert await outcomes(stage) == {"e3": YES, "visio": NO, "project": YES}
    assert (await lines(stage))["visio"].reason == "LicenseNotHeld"


async def test_what_is_kept_by_a_group_is_told_beside_what_stays(stage: Stage) -> None:
    stage.tenant.rule = needs_e3
    held = (*THREE, assignment("visio", SALES))
    await stage.store(person("adele", *held), chosen=("e3", "visio", "gone"))
    await stage.play()
    expected = {"e3": NO, "visio": Outcome.STILL_ASSIGNED, "gone": Outcome.NOT_HELD}
    assert await outcomes(stage) == expected


async def test_who_changes_between_the_calls_is_held_back_for_the_rest(stage: Stage) -> None:
    def change(who: Person, products: Collection[str]) -> TenantError | None:
        if len(products) > 1:
            return UnreadAnswer(Answer(400))
        if "visio" in products:
            stage.tenant.people[who.id] = replace(stage.tenant.people[who.id], enabled=False)
            return SlowDown(seconds=1)
        return None

    stage.tenant.rule = change
    await stage.store(person("adele", *THREE), chosen=THREE)
    await stage.play()
    found = await lines(stage)
    held = (Outcome.HELD_BACK, Drift.SIGN_IN_CHANGED)
    assert [(found[p].outcome, found[p].reason) for p in THREE] == [(YES, ""), held, held]


async def test_passing_trouble_between_the_calls_forgets_nothing(stage: Stage) -> None:
    stage.tenant.rule = needs_e3
    await stage.store(person("adele", *THREE), chosen=("e3", "visio"))
    stage.tenant.faults["adele"] = [
        Fault(DependentPlan(NEEDS, "project-plan", MAILBOX)),
        Fault(SlowDown(seconds=0.5)),
        Fault(TimeoutError(), after_effect=True),
    ]
    await stage.play()
    assert await outcomes(stage) == {"e3": NO, "visio": YES}
    assert stage.tenant.asked == [("e3", "visio"), ("visio",), ("visio",)]
    assert stage.tenant.repeated == []


async def test_many_products_are_many_calls_and_no_reason_to_give_up(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = tuple(f"p{n:02}" for n in range(MAX_ATTEMPTS + 5))
    for one in many:
        monkeypatch.setitem(PRODUCTS, one, product(one))
    stage.tenant.rule = lambda _, asked: UnreadAnswer(Answer(400)) if len(asked) > 1 else None
    await stage.store(person("adele", *many), chosen=many)
    await stage.play()
    assert set((await outcomes(stage)).values()) == {YES}
    assert len(stage.tenant.asked) == 1 + len(many)


class Counted(WriteQuota):
    """Counts the writes that were used."""

    used = 0

    async def acquire(self, limit: int = 1) -> Sequence[datetime]:
        taken = await super().acquire(limit)
        self.used += len(taken)
        return taken

    def release(self, taken_at: datetime) -> None:
        self.used -= 1
        super().release(taken_at)


async def test_each_call_takes_a_write_of_the_quota_and_a_read_takes_none(stage: Stage) -> None:
    watched = stage.ledger
    quota = Counted(watched, TENANT, stage.clock)

    async def tell(run: str) -> None:
        stage.told.append(run)

    stage.tenant.rule = needs_e3
    await stage.store(person("adele", *THREE), person("zoe"), chosen=("e3", "visio"))
    stage.tenant.read_faults["adele"] = [Fault(TimeoutError()), Fault(TimeoutError())]
    await stage.play(
        Runner(watched, lambda *_: stage.tenant, stage.clock, tell, quota_for=lambda _: quota)
    )
    assert len(stage.tenant.asked) == quota.used == 2


async def test_the_journal_ties_each_product_to_the_call_that_decided(stage: Stage) -> None:
    stage.tenant.rule = needs_e3
    await stage.store(person("adele", *THREE), chosen=("e3", "visio"))
    await stage.play()
    async with stage.ledger.read() as unit:
        entries = [entry async for entry in unit.journal.entries("tenant")]
    (note,) = [entry.note for entry in entries if entry.note.subject == "adele"]
    assert note.what["lines"] == [
        {
            "product": "e3",
            "outcome": "failed",
            "reason": "DependentPlan",
            "answer": "400 Request_BadRequest",
            "request_id": "",
        },
        {
            "product": "visio",
            "outcome": "removed",
            "answer": "200",
            "request_id": "request-2",
        },
    ]


@pytest.mark.parametrize("after_effect", [False, True])
@pytest.mark.parametrize("lag", [0, 5])
async def test_a_death_at_the_last_call_changes_nothing(
    stage: Stage, after_effect: bool, lag: float
) -> None:
    stage.tenant.lag = lag
    stage.tenant.faults["adele"] = [
        Fault(DependentPlan(NEEDS, "project-plan", MAILBOX)),
        Fault(asyncio.CancelledError(), after_effect),
    ]
    await stage.store(person("adele", *THREE), chosen=("e3", "visio"))
    await stage.play()
    assert await outcomes(stage) == {"e3": NO, "visio": YES}
    assert stage.tenant.changed == [("adele", "visio")]
    assert stage.tenant.repeated == []
