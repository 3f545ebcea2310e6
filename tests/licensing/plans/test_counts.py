"""What a plan, its cards, its run, its receipt, its undo and its tables count is the same."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from cards.removal.confirm import ConfirmFacts, confirm_card
from cards.removal.decision import removal_title
from cards.removal.preview import PreviewFacts, preview_card
from cards.runs.progress import ProgressFacts, progress_card
from cards.runs.result import ResultFacts, result_card
from cards.runs.tables import Row, plan_header, plan_rows, run_header, run_rows
from cards.words.languages import english
from engine.runs.outcomes import OutcomeBuilder
from ledger.runs.items import Item, untouched
from licensing.plans.drift import Drift
from licensing.plans.plan import Plan, build_plan
from licensing.plans.planned_person import REMOVED_ACTIONS, PlannedAction, PlannedPerson
from licensing.runs.counts import REMOVED_OUTCOMES, RunCounts, count_lines, count_people
from licensing.runs.outcome import (
    DONE_OUTCOMES,
    LineOutcome,
    Outcome,
    PersonOutcome,
    RunProgress,
    RunState,
)
from licensing.runs.undo import removed_licenses
from licensing.tenant.people import Assignment, Person
from tests.support import people as a
from tests.support.people import OPERATIONS, SALES, owned, person, product

PRODUCTS = owned(
    product("suite", a.MAILBOX, a.ONEDRIVE), product("kiosk", a.MAILBOX_KIOSK), product("calls")
)
IDS = sorted(PRODUCTS)
TEXTS = english()
ENDS = st.sampled_from(
    [
        Outcome.ACCEPTED,
        Outcome.FAILED,
        Outcome.HELD_BACK,
        Outcome.NEEDS_ATTENTION,
        Outcome.NOT_TOUCHED,
    ]
)
NOW = datetime(2026, 12, 1, tzinfo=UTC)


@st.composite
def someone(draw: st.DrawFn, number: int) -> Person:
    assigned = st.builds(
        Assignment, st.sampled_from(IDS), st.sampled_from([None, None, SALES, OPERATIONS])
    )
    unique = {(x.product, x.group): x for x in draw(st.lists(assigned, max_size=6))}
    held = {x.product for x in unique.values()}
    unexplained = draw(st.frozensets(st.sampled_from(IDS), max_size=2)) - held
    return replace(
        person(f"p{number}"), assignments=tuple(unique.values()), unexplained=unexplained
    )


crowds = st.integers(1, 7).flatmap(lambda n: st.tuples(*(someone(number) for number in range(n))))
choices = st.one_of(st.none(), st.lists(st.sampled_from(IDS), unique=True, min_size=1))


def made(crowd: tuple[Person, ...], chosen: list[str] | None) -> Plan:
    return build_plan(
        id="plan",
        tenant="t",
        owner="p0",
        made_at=datetime(2026, 12, 1, tzinfo=UTC),
        day=date(2026, 12, 1),
        chosen=chosen,
        people=crowd,
        products=PRODUCTS,
    )


def ended(
    planned: PlannedPerson, end: Outcome | None = None, done: frozenset[str] = frozenset()
) -> PersonOutcome:
    """As planned, or with another end of all that was asked but of the products in `done`."""
    rest = tuple(untouched(line) for line in planned.lines if line.action not in REMOVED_ACTIONS)
    if end is Outcome.HELD_BACK:
        item = Item("run", 0, 1, planned, rest, NOW, None)
        return OutcomeBuilder(item).held_back(Drift.REGROUPED)
    proven = {
        PlannedAction.REMOVE: Outcome.REMOVED,
        PlannedAction.STAYS_BY_GROUP: Outcome.STILL_ASSIGNED,
    }
    lines = tuple(
        LineOutcome(
            line.product,
            end if end and line.product not in done else proven[line.action],
            line.groups,
        )
        if line.action in REMOVED_ACTIONS
        else untouched(line)
        for line in planned.lines
    )
    return PersonOutcome(planned.id, planned.name, planned.address, lines)


def tally(outcomes: list[PersonOutcome], state: RunState = RunState.DONE) -> RunProgress:
    lines = Counter(line.outcome for one in outcomes for line in one.lines)
    return RunProgress(
        "run",
        "plan",
        state,
        len(outcomes),
        len(outcomes),
        dict(lines),
        receipt=7,
        ends=count_people(one.lines for one in outcomes),
    )


def read(header: Row, rows: Iterable[Row]) -> list[dict[str, str]]:
    return [dict(zip(header, row, strict=True)) for row in rows]


@given(crowds, choices)
def test_the_counts_of_a_plan_are_those_of_its_rows(
    crowd: tuple[Person, ...], chosen: list[str] | None
) -> None:
    plan = made(crowd, chosen)
    summary = plan.summary
    rows = Counter(line.action for one in plan.people for line in one.lines)
    going = rows[PlannedAction.REMOVE] + rows[PlannedAction.STAYS_BY_GROUP]
    assert summary.licenses == going == sum(summary.going.values())
    assert summary.freed == rows[PlannedAction.REMOVE] == going - summary.still_assigned
    assert summary.inherited == rows[PlannedAction.INHERITED]
    assert summary.own == len(plan.people[0].removals)
    stays = summary.inherited + summary.not_held + summary.unexplained
    assert going + stays == rows.total()
    table = Counter(
        row["What"] for row in read(plan_header(TEXTS), plan_rows(plan.people, plan, TEXTS))
    )
    assert table == Counter({TEXTS.tables.action(action): n for action, n in rows.items()})


@given(crowds, choices, st.data())
def test_a_run_ends_with_what_the_plan_counted(
    crowd: tuple[Person, ...], chosen: list[str] | None, data: st.DataObject
) -> None:
    plan = made(crowd, chosen)
    well = [ended(one) for one in plan.people]
    found = count_lines(tally(well).outcomes)
    assert (found.removed, found.still_assigned) == (
        plan.summary.licenses,
        plan.summary.still_assigned,
    )
    assert (found.freed, found.kept) == (plan.summary.freed, plan.summary.inherited)
    assert (found.not_held, found.unexplained) == (
        plan.summary.not_held,
        plan.summary.unexplained,
    )
    some = st.frozensets(st.sampled_from(IDS), max_size=2)
    part = [
        ended(one, data.draw(st.one_of(st.none(), ENDS)), data.draw(some)) for one in plan.people
    ]
    found, people = count_lines(tally(part).outcomes), tally(part).ends
    unfinished = (found.accepted, found.failed, found.skipped, found.not_started)
    assert found.removed + sum(unfinished) == plan.summary.licenses
    assert (found.kept, found.not_held, found.unexplained) == (
        plan.summary.inherited,
        plan.summary.not_held,
        plan.summary.unexplained,
    )
    ends = (people.done, people.accepted, people.failed, people.skipped, people.not_started)
    assert sum(ends) == plan.summary.affected == people.processed + people.not_started
    removed = [one for one in part if any(line.outcome in DONE_OUTCOMES for line in one.lines)]
    assert people.changed == len(removed) <= found.removed
    back = [removed_licenses(one, end) for one, end in zip(plan.people, part, strict=True)]
    assert sum(len(one.lines) for one in back if one) == found.removed + found.accepted
    table = Counter(
        # The groups that still give a product stand in the middle of it.
        re.sub(" through .*(?=\\)$)", "", row["What happened"])
        for row in read(run_header(TEXTS), run_rows(part, plan.products, TEXTS))
    )
    assert table == Counter(
        {TEXTS.results.outcomes[end]: n for end, n in tally(part).outcomes.items()}
    )


@given(crowds, choices)
def test_every_card_says_the_same_number(
    crowd: tuple[Person, ...], chosen: list[str] | None
) -> None:
    plan = made(crowd, chosen)
    summary = plan.summary
    if not summary.licenses:
        return
    preview = preview_card(PreviewFacts(plan, "token"), TEXTS)
    confirm = confirm_card(ConfirmFacts(plan, frozenset(), frozenset(), "token"), TEXTS)
    well = tally([ended(one) for one in plan.people], RunState.RUNNING)
    live = progress_card(ProgressFacts(plan, well, "token"), TEXTS)
    done = f"{summary.affected} of {TEXTS.common.people(summary.affected)} done"
    drawn = json.dumps(live, ensure_ascii=False)
    assert f"{done} · {TEXTS.common.licenses(summary.licenses)} removed" in drawn
    remove = TEXTS.confirm.remove_button(summary.licenses)
    assert json.dumps(remove, ensure_ascii=False) in json.dumps(confirm, ensure_ascii=False)
    for card in (preview, confirm):
        assert removal_title(plan, TEXTS) in json.dumps(card, ensure_ascii=False)
    facts = ResultFacts(plan, tally([ended(one) for one in plan.people]), "token", plan.day)
    result = result_card(facts, TEXTS)
    removed = f"{TEXTS.common.licenses(summary.licenses)} removed"
    assert removed in json.dumps(result, ensure_ascii=False)


def test_every_outcome_is_counted_once_or_as_a_part() -> None:
    parts = {"still_assigned": "removed"}
    for outcome in Outcome:
        found = count_lines({outcome: 3})
        names = {n for n in RunCounts.__dataclass_fields__ if getattr(found, n)}
        assert len(names - parts.keys()) == 1
        assert all(parts[name] in names for name in names & parts.keys())
    taken = {end for end in Outcome if count_lines({end: 1}).removed or end is Outcome.ACCEPTED}
    assert taken == REMOVED_OUTCOMES
