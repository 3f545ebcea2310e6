"""The details of made-up plans and runs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from cards.details.details import DetailsFacts, details_card
from cards.kit.card import Card
from cards.kit.place import Place, View
from cards.words.languages import english
from licensing.plans.people_filter import PeopleFilter
from licensing.plans.plan import Plan
from licensing.requests.consultation import Reply
from licensing.runs.outcome import Outcome, PersonOutcome, RunProgress, RunState
from licensing.runs.outcome_filter import OutcomeFilter
from licensing.tenant.prices import Price

TEXTS = english()
TOKEN: Final = "t-3f9a"
FILE: Final = "https://bot.contoso.example/file/p1"
LOSSES: Final = Place(View.LOSSES)
LICENSES: Final = Place(View.LICENSES)


def details_cards(
    long: Plan,
    full: Plan,
    partial: Mapping[str, Plan],
    undo: Plan,
    outcomes: tuple[PersonOutcome, ...],
    prices: Mapping[str, Price],
) -> dict[str, Card]:
    """All samples of the details by name.

    `full` is a plan with everything that can be lost; `partial` are some that lose less, by name.
    """
    planned = details_of(long, Place(which=PeopleFilter.AFFECTED))
    whole = details_of(full)
    back = details_of(undo, Place(which=PeopleFilter.AFFECTED))
    done = RunProgress("r1", "p1", RunState.DONE, 32, 32, dict.fromkeys(Outcome, 3), 16, receipt=42)
    ended = replace(
        details_of(long, Place(which=OutcomeFilter.EVERYONE, page=1)),
        planned=(),
        ended=outcomes,
        tally=done,
        filters=dict.fromkeys(OutcomeFilter, 20) | {OutcomeFilter.EVERYONE: 32},
        pages=3,
    )
    no_one = replace(planned, planned=(), filters={}, pages=1)
    said = dict(zip([one.id for one in long.people[:15]], (*Reply, None), strict=False))
    replies = {one.id: Reply.STILL_NEEDED for one in outcomes[:1]}
    facts = {
        "details": planned,
        "details-message": replace(planned, title=TEXTS.details.of_request(12)),
        "details-page": replace(planned, place=replace(planned.place, page=1)),
        "details-no-one": no_one,
        "details-answers": replace(planned, answers=said),
        "details-full": whole,
        "details-losses": replace(planned, place=LOSSES),
        "details-losses-full": replace(whole, place=LOSSES, asker=long.people[1].name),
        "details-licenses": replace(planned, place=LICENSES),
        "details-licenses-full": replace(whole, place=LICENSES, prices=prices),
        "details-undo": back,
        "details-undo-losses": replace(back, place=LOSSES),
        "details-undo-licenses": replace(back, place=LICENSES),
        "details-ended": ended,
        "details-ended-message": replace(ended, title=TEXTS.details.of_receipt(42)),
        "details-ended-answers": replace(ended, answers=replies),
        "details-ended-losses": replace(ended, place=LOSSES),
        "details-undone-losses": replace(back, place=LOSSES, tally=done),
        **{
            f"details-losses-{name}": replace(details_of(plan), place=LOSSES)
            for name, plan in partial.items()
        },
    }
    return {name: details_card(one, TEXTS) for name, one in facts.items()}


def details_of(plan: Plan, place: Place | None = None) -> DetailsFacts:
    """The first page of the people of a plan."""
    filters = plan.summary.filters
    return DetailsFacts(
        plan=plan,
        place=place or Place(which=PeopleFilter.AFFECTED),
        token=TOKEN,
        day=plan.day,
        filters=filters,
        pages=3,
        planned=plan.people[:15],
        file_url=FILE,
    )
