"""The lines of losses on a card on which someone decides: few, worst first, both statements."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.kit.card import Card, card
from cards.removal.decision import (
    LOSSES_SHOWN,
    loss_block,
    losses,
    removal_title,
    undo_title,
    who_and_what,
)
from cards.removal.statements import shows_statements
from licensing.losses.services import Data
from licensing.plans.plan import Plan
from licensing.plans.statements import deleted_kinds, unsearchable_kinds
from tests.cards.samples import DAY, TAME, TEXTS, everything_goes, losing, plan, small
from tests.cards.test_every_card import parts


def drawn(of: Plan, day: date = DAY) -> Card:
    return card(TEXTS, [loss_block(of, day, TEXTS)], speak="x")


def said(card: Card) -> list[str]:
    lines = [part for part in parts(card) if part.get("type") == "RichTextBlock"]
    return ["".join(str(one["text"]) for one in _runs(line)) for line in lines]


def _runs(line: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = line["inlines"]
    return found


@given(st.frozensets(st.sampled_from(list(Data))))
def test_both_statements_are_there_whatever_is_lost(kinds: frozenset[Data]) -> None:
    of = losing(TAME, kinds)
    made = drawn(of)
    assert shows_statements(made)
    assert len([line for line in said(made) if line[0] in "⛔🔍⚠"]) <= LOSSES_SHOWN
    text = json.dumps(made, ensure_ascii=False)
    for _, day in deleted_kinds(of.summary, DAY):
        assert TEXTS.decision.short_day(day) in text
    if deleted_kinds(of.summary, DAY) or unsearchable_kinds(of.summary, DAY):
        assert "nothing is lost" not in text


@pytest.mark.parametrize(("people", "named"), [(2, 2), (3, 3), (4, 4), (5, 3)])
def test_no_name_is_left_out_for_and_1_other(people: int, named: int) -> None:
    of = plan(people, TAME, everything_goes)
    (line, *_) = said(card(TEXTS, who_and_what(of, TEXTS, crowded=True), speak="x"))
    assert sum(name in line for name in of.summary.affected_names) == named
    assert "1 other" not in line


@given(st.frozensets(st.sampled_from(list(Data))))
def test_deletions_stand_first_and_then_ediscovery(kinds: frozenset[Data]) -> None:
    of = losing(TAME, kinds)
    words = [one.word for one in losses(of, DAY, TEXTS)]
    order = [TEXTS.decision.deletion, TEXTS.decision.ediscovery, TEXTS.decision.case]
    places = [order.index(word) if word in order else len(order) for word in words]
    assert places == sorted(places)


def test_each_kind_that_is_deleted_has_its_own_day_in_one_line() -> None:
    kinds = frozenset({Data.MAILBOX, Data.CLOUD_PC, Data.ONEDRIVE})
    line = next(losses(losing(TAME, kinds), DAY, TEXTS)).said
    assert "after Dec 24, 2026" in line
    assert "on Dec 1, 2026" in line
    assert "possibly from Nov 24, 2027" in line


def test_losses_that_have_no_line_are_counted() -> None:
    kinds = frozenset({Data.MAILBOX, Data.TEAMS, Data.OFFICE, Data.POWER_BI})
    assert said(drawn(losing(TAME, kinds)))[-1] == "and 3 more losses, the first on Nov 24, 2026"


@pytest.mark.parametrize(
    ("count", "expected"), [(1, "Remove {} from {}"), (400, "from 400 people")]
)
def test_the_headline_names_what_it_can(count: int, expected: str) -> None:
    of = plan(count, TAME, everything_goes)
    product = of.products[next(iter(of.summary.going))]
    title = removal_title(of, TEXTS)
    assert expected.format(product, of.people[0].name) in title
    assert undo_title(of, TEXTS).startswith("Restore ")
    texts = " ".join(
        line
        for element in who_and_what(of, TEXTS)
        for line in said({"body": [as_json_of(element)]})
    )
    assert ("others" in texts) == (count > 5)


def as_json_of(element: Any) -> dict[str, Any]:
    made: dict[str, Any] = element.model_dump(by_alias=True, exclude_none=True, mode="json")
    return made


def test_several_products_are_counted_in_the_headline_and_named_below() -> None:
    of = plan(2, TAME, small)
    assert f"Remove {len(of.summary.going)} products from 2 people" in removal_title(of, TEXTS)
    assert of.people[0].name in str(who_and_what(of, TEXTS)[0])
