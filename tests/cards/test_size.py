"""However much stands in a card, Teams takes it."""

from collections.abc import Callable

import pytest

from cards.details.details import details_card
from cards.kit.card import LARGEST, Card, size
from cards.removal.people import PeopleFacts, people_card
from cards.removal.person import PersonFacts, person_card
from cards.removal.preview import PreviewFacts, preview_card
from cards.runs.result import ResultFacts, result_card
from cards.words.catalog import Language
from cards.words.languages import ALL_LANGUAGES, texts_in
from cards.words.texts import Texts
from licensing.errors import Answer
from licensing.plans.draft import Journey
from licensing.plans.planned_person import Line, PlannedAction
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome, RunProgress, RunState
from licensing.tenant.matching import UnmatchedEntry, UnmatchedReason
from licensing.tenant.people import Group
from tests.cards.details_samples import details_of
from tests.cards.samples import DAY, TOKEN, Names, plan, refs
from tests.support.card_lint import lint

LONG = "Wolfeschlegelsteinhausenbergerdorff " * 9
IDS = {f"00000000-0000-4000-8000-{number:012}": f"{LONG[:280]} {number}" for number in range(40)}
NAMES = Names((LONG,), LONG, IDS, LONG)
GROUPS = tuple(Group(f"g{number}", LONG) for number in range(20))


def lines(_: int) -> tuple[Line, ...]:
    fates = tuple(PlannedAction)
    return tuple(Line(id_, fates[n % 4], GROUPS) for n, id_ in enumerate(IDS))


def preview(texts: Texts) -> Card:
    return preview_card(PreviewFacts(plan(15, NAMES, lines), TOKEN), texts)


def details(texts: Texts) -> Card:
    return details_card(details_of(plan(15, NAMES, lines)), texts)


def result(texts: Texts) -> Card:
    kinds = tuple(Outcome)
    said = Answer(400, "x", LONG)
    rows = tuple(
        PersonOutcome(
            p.id,
            p.name,
            p.address,
            tuple(
                LineOutcome(id_, kinds[n % len(kinds)], GROUPS, "UnreadAnswer", said)
                for n, id_ in enumerate(IDS)
            ),
        )
        for p in refs(15, NAMES)
    )
    tally = RunProgress("r", "p", RunState.DONE, 10_000, 10_000, dict.fromkeys(Outcome, 9), 9)
    return result_card(ResultFacts(plan(1, NAMES, lines), tally, TOKEN, DAY, rows[0]), texts)


def people(texts: Texts) -> Card:
    problems = tuple(
        UnmatchedEntry(f"{LONG} {n}", UnmatchedReason.AMBIGUOUS, refs(15, NAMES)) for n in range(10)
    )
    facts = PeopleFacts(
        Journey.BY_PRODUCT,
        refs(10_000, NAMES),
        TOKEN,
        tuple(IDS.values())[:10],
        problems=problems,
        problems_total=5_000,
        unkept=100_000,
    )
    return people_card(facts, texts)


def person(texts: Texts) -> Card:
    problems = tuple(
        UnmatchedEntry(f"{LONG} {n}", UnmatchedReason.AMBIGUOUS, refs(15, NAMES)) for n in range(10)
    )
    return person_card(PersonFacts(refs(1, NAMES)[0], TOKEN, problems), texts)


@pytest.mark.parametrize("language", ALL_LANGUAGES, ids=lambda it: it.tag)
@pytest.mark.parametrize("draw", [preview, details, result, people, person])
def test_the_fullest_card_fits_a_message(draw: Callable[[Texts], Card], language: Language) -> None:
    card = draw(texts_in(language))
    assert size(card) <= LARGEST
    assert lint(card) == []
