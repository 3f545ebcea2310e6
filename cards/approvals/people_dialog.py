"""Everyone in a request, a page at a time, in a dialog: a card in a chat could not hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Verb
from cards.kit.blocks import table, text, who
from cards.kit.card import Card, card, fitting, in_dialog, link_button
from cards.removal.person_losses import person_losses
from cards.removal.preview import fate_lines
from cards.removal.statements import short_statements
from cards.runs.outcomes import person_lines
from cards.words.texts import Texts
from licensing.plans.plan import Plan
from licensing.plans.planned_person import PlannedPerson
from licensing.requests.consultation import Reply
from licensing.runs.outcome import PersonOutcome


@dataclass(frozen=True, slots=True)
class PeopleDialogFacts:
    """Facts of the dialog. Either what is planned or what became of it is shown."""

    plan: Plan
    planned: Sequence[PlannedPerson]
    outcomes: Sequence[PersonOutcome]
    page: int
    pages: int
    token: str
    #: The day for which dates are shown while nothing has been removed.
    day: date
    file_url: str | None = None
    #: What those answered who were asked whether they still need it; None: not yet.
    answers: Mapping[str, Reply | None] = field(default_factory=dict)


def people_dialog_card(facts: PeopleDialogFacts, texts: Texts) -> Card:
    """Show a page of people."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: PeopleDialogFacts, texts: Texts, limit: int) -> Card:
    names = facts.plan.products
    plan = facts.plan
    planned = [
        (
            who(one.name, one.address, limit),
            [
                *fate_lines(one, names, texts, limit),
                *person_losses(one, names, facts.day, plan.terms, texts, limit),
                *_answer(one.id, facts, texts),
            ],
        )
        for one in facts.planned
    ]
    ended = [
        (
            who(one.name, one.address, limit),
            [*person_lines(one, names, texts, limit), *_answer(one.id, facts, texts)],
        )
        for one in facts.outcomes
    ]
    said = texts.request.people_ended if ended else texts.request.people_planned(facts.day)
    titles = (texts.preview.person, texts.results.lines if ended else texts.preview.action_lines)
    body: list[CardElement] = [
        text(said, subtle=True),
        *([short_statements(plan.summary, facts.day, texts, limit)] if facts.planned else []),
        table((5, 6), titles, ended or planned, texts),
        text(texts.common.page(facts.page, facts.pages), subtle=True, size="Small"),
    ]
    return card(texts, body, _actions(facts, texts), speak=said)


def _answer(person: str, facts: PeopleDialogFacts, texts: Texts) -> list[CardElement]:
    """What this person said, where people were asked."""
    if not facts.answers:
        return []
    if person not in facts.answers:
        return [text(texts.consultation.not_asked, subtle=True, size="Small", spacing="Small")]
    reply = facts.answers[person]
    said = texts.consultation.their_answer(reply)
    return [text(said, bold=reply is Reply.STILL_NEEDED, size="Small", spacing="Small")]


def _actions(facts: PeopleDialogFacts, texts: Texts) -> list[Action]:
    turn: list[Action] = [
        in_dialog(Verb.LIST_PEOPLE, facts.token, title, arg=str(page))
        for page, title in (
            (facts.page - 1, texts.common.previous_page),
            (facts.page + 1, texts.common.next_page),
        )
        if 0 <= page < facts.pages
    ]
    return [*turn, link_button(texts.common.download, facts.file_url)] if facts.file_url else turn
