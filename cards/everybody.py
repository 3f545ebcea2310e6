"""Everybody in a request, a page at a time, in a dialog: a card in a chat could not hold them."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.blocks import table, text, who
from cards.kit import Card, card, fitting, in_dialog, link_button
from cards.outcomes import person_lines
from cards.person_losses import person_losses
from cards.preview import fate_lines
from cards.verbs import Verb
from cards.words.english import English
from licensing.outcome import PersonOutcome
from licensing.plan import Plan, PlannedPerson


@dataclass(frozen=True, slots=True)
class EverybodyFacts:
    """Facts of the dialog. Either what is planned or what became of it is shown."""

    plan: Plan
    planned: Sequence[PlannedPerson]
    outcomes: Sequence[PersonOutcome]
    page: int
    pages: int
    token: str
    csv_url: str | None = None


def everybody_card(facts: EverybodyFacts, words: English) -> Card:
    """Show a page of people."""
    return fitting(lambda limit: _draw(facts, words, limit))


def _draw(facts: EverybodyFacts, words: English, limit: int) -> Card:
    names = facts.plan.products
    plan = facts.plan
    planned = [
        (
            who(one.name, one.address, limit),
            [
                *fate_lines(one, names, words, limit),
                *person_losses(one, names, plan.day, plan.terms, words, limit),
            ],
        )
        for one in facts.planned
    ]
    ended = [
        (who(one.name, one.address, limit), person_lines(one, names, words, limit))
        for one in facts.outcomes
    ]
    said = words.everybody_ended if ended else words.everybody_planned(facts.plan.day)
    titles = (words.person, words.result_lines if ended else words.fate_lines)
    body: list[CardElement] = [
        text(said, subtle=True),
        table((5, 6), titles, ended or planned),
        text(words.page(facts.page, facts.pages), subtle=True, size="Small"),
    ]
    return card(words, body, _actions(facts, words), speak=said)


def _actions(facts: EverybodyFacts, words: English) -> list[Action]:
    turn: list[Action] = [
        in_dialog(Verb.LIST_PEOPLE, facts.token, title, arg=str(page))
        for page, title in (
            (facts.page - 1, words.page_before),
            (facts.page + 1, words.page_after),
        )
        if 0 <= page < facts.pages
    ]
    return [*turn, link_button(words.csv, facts.csv_url)] if facts.csv_url else turn
