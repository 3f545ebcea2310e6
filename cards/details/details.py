"""The details behind the button "Details": people, losses and licenses, in a dialog or a message.

Everything that a card on which someone decides leaves out. It changes nothing. `DetailsFacts` are
of a plan (a removal or an undo) or, with `tally`, of a run that ended. In a dialog its buttons
continue by `task/submit`, in a message by `Action.Execute`; both carry the place they lead to.

A card offers them with `details_button`, whose token is that of its draft or of its request.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action, ActionStyle

from cards.approvals.request import RequestFacts
from cards.approvals.request_details import request_blocks
from cards.details.people import Replies, people_table
from cards.kit.actions import Field, Verb
from cards.kit.blocks import box, buttons, runs, text
from cards.kit.blocks import facts as fact_set
from cards.kit.blocks import run as stretch
from cards.kit.card import Card, button, card, fitting, head, in_dialog, link_button
from cards.kit.escaping import plain
from cards.kit.inputs import choose_one
from cards.kit.place import Place, View
from cards.removal.advice import before_button
from cards.removal.blockers import kept_blocks, loss_notes
from cards.removal.ending_services import ending_services
from cards.removal.freed import freed_blocks
from cards.removal.warnings import warning_blocks
from cards.runs.result import outcome_blocks
from cards.undo.restored_lines import left_out_blocks
from cards.undo.returns import return_blocks
from cards.words.texts import Texts
from licensing.plans.people_filter import PeopleFilter
from licensing.plans.plan import Plan, PlanKind
from licensing.plans.planned_person import PlannedPerson
from licensing.runs.outcome import PersonOutcome, RunProgress
from licensing.runs.outcome_filter import OutcomeFilter
from licensing.tenant.prices import Price
from licensing.tenant.roles import ActingMode

#: Maximum number of products listed.
PRODUCTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class DetailsFacts:
    """Facts of the details. Either what is planned or what a run came to is shown."""

    #: Its people may be left out: only the head is read.
    plan: Plan
    #: Its filter is one of `filters`, its page one of `pages`.
    place: Place
    token: str
    #: The day for which dates are shown.
    day: date
    #: How many people each filter shows.
    filters: Mapping[PeopleFilter, int] | Mapping[OutcomeFilter, int]
    pages: int = 1
    #: The people of the page: as planned, or as they ended.
    planned: Sequence[PlannedPerson] = ()
    ended: Sequence[PersonOutcome] = ()
    #: Of a run that ended.
    tally: RunProgress | None = None
    file_url: str | None = None
    #: What licenses cost, by product id, as far as it is known.
    prices: Mapping[str, Price] = field(default_factory=dict)
    acting: ActingMode = ActingMode.PERSON
    #: What those answered who were asked whether they still need it; None: not yet.
    answers: Replies = field(default_factory=dict)
    #: Whose view of open cases it is, where it is not the reader's.
    asker: str = ""
    #: The request whose plan it is.
    request: RequestFacts | None = None
    #: The title above a message; empty in a dialog, whose window has it.
    title: str = ""


def details_card(facts: DetailsFacts, texts: Texts) -> Card:
    """Draw the chosen part of the details."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: DetailsFacts, texts: Texts, limit: int) -> Card:
    made: list[CardElement] = [head(facts.title)] if facts.title else []
    view = facts.place.view if facts.place.view in _views_of(facts) else View.PEOPLE
    facts = replace(facts, place=replace(facts.place, view=view))
    part = _PARTS[view](facts, texts, limit)
    return card(
        texts,
        [*made, _views(facts, texts), *part],
        [link_button(texts.common.download, facts.file_url)] if facts.file_url else [],
        speak=_view_name(facts, facts.place.view, texts),
        wide=True,
    )


def _views(facts: DetailsFacts, texts: Texts) -> CardElement:
    """A button to each part; the one that is shown is marked."""
    found: list[Action] = []
    for view in _views_of(facts):
        name = _view_name(facts, view, texts)
        here = view is facts.place.view
        title = texts.details.current(name) if here else name
        place = facts.place if here else replace(facts.place, view=view)
        found.append(_to(place, title, facts, style="positive" if here else None))
    return buttons(*found)


def _views_of(facts: DetailsFacts) -> Sequence[View]:
    """The parts that there are: only a request has one of its own."""
    return [view for view in View if view is not View.REQUEST or facts.request is not None]


def _view_name(facts: DetailsFacts, view: View, texts: Texts) -> str:
    if view is View.LOSSES and facts.plan.kind is PlanKind.UNDO:
        return texts.details.undo_losses
    return texts.details.views[view]


def _to(
    place: Place,
    title: str,
    facts: DetailsFacts,
    *,
    style: ActionStyle | None = None,
    validate: bool = False,
) -> Action:
    """A button to another place. Only `validate` sends what is chosen meanwhile."""
    if facts.title:
        return button(
            Verb.DETAILS, facts.token, title, arg=place.arg, style=style, validate=validate
        )
    return in_dialog(
        Verb.DETAILS, facts.token, title, arg=place.arg, style=style, validate=validate
    )


def _people(facts: DetailsFacts, texts: Texts, limit: int) -> list[CardElement]:
    rows = people_table(
        facts.planned, facts.ended, facts.plan, facts.day, facts.answers, texts, limit
    )
    return [*_filter(facts, texts), *(rows or [text(texts.details.no_one)]), *_turn(facts, texts)]


def _filter(facts: DetailsFacts, texts: Texts) -> list[CardElement]:
    """The choice of the people who are shown; nothing where there is no choice."""
    if len(facts.filters) == 1:
        return []
    choices = [
        (texts.details.filter(_filter_name(which, facts, texts), count), str(which.value))
        for which, count in facts.filters.items()
    ]
    chosen = choose_one(Field.FILTER, texts.details.show, choices, chosen=facts.place.which)
    first = replace(facts.place, page=0)
    return [chosen, buttons(_to(first, texts.details.apply, facts, validate=True))]


def _filter_name(which: PeopleFilter | OutcomeFilter, facts: DetailsFacts, texts: Texts) -> str:
    if isinstance(which, OutcomeFilter):
        return texts.details.ended_filters[which]
    if which is PeopleFilter.AFFECTED and facts.plan.kind is PlanKind.UNDO:
        return texts.details.undo_affected
    return texts.details.planned_filters[which]


def _turn(facts: DetailsFacts, texts: Texts) -> list[CardElement]:
    if facts.pages <= 1:
        return []
    page = facts.place.page
    turn = [
        _to(replace(facts.place, page=there), title, facts)
        for there, title in (
            (page - 1, texts.common.previous_page),
            (page + 1, texts.common.next_page),
        )
        if 0 <= there < facts.pages
    ]
    where = text(texts.common.page(page, facts.pages), subtle=True, size="Small")
    return [where, buttons(*turn)]


def _losses(facts: DetailsFacts, texts: Texts, limit: int) -> list[CardElement]:
    plan, summary = facts.plan, facts.plan.summary
    if facts.tally is not None:
        if plan.kind is PlanKind.UNDO:
            return return_blocks(summary.returns, texts, limit)
        return outcome_blocks(facts.tally, summary, plan.day, texts, facts.day)
    if plan.kind is PlanKind.UNDO:
        return [*left_out_blocks(plan, texts), *return_blocks(summary.returns, texts, limit)]
    asker = facts.asker and plain(facts.asker, limit)
    own = _own(summary.own, asker, texts) if summary.own else None
    ends = ending_services(summary, texts, limit)
    audit = texts.account.audit_names_app
    found = [
        text(texts.details.dates(facts.day), subtle=True),
        own,
        *warning_blocks(summary, facts.day, texts, limit, asker),
        *loss_notes(summary, plan.products, texts, limit),
        ends,
        text(audit, subtle=True) if facts.acting is ActingMode.APP else None,
        buttons(before_button(summary, texts)),
    ]
    return [one for one in found if one is not None]


def _own(count: int, asker: str, texts: Texts) -> CardElement:
    """The licenses of the person whose plan it is, who has a name where others read it."""
    if not asker:
        return box("warning", text(texts.losses.own(count)))
    word, said = texts.decision.owners, texts.decision.own_licenses(count, asker)
    return box("warning", runs(stretch(texts.common.label(word), bold=True), stretch(said)))


def _licenses(facts: DetailsFacts, texts: Texts, limit: int) -> list[CardElement]:
    plan, summary = facts.plan, facts.plan.summary
    found = [_products(plan, texts, limit)]
    if plan.kind is PlanKind.UNDO:
        return found
    found += freed_blocks(summary, plan.products, facts.prices, texts, limit)
    counts = _counts(plan, texts)
    return [*found, *kept_blocks(summary, plan.products, texts, limit), counts]


def _products(plan: Plan, texts: Texts, limit: int) -> CardElement:
    """The products that go or come back, the most frequent first, each with how many."""
    going = sorted(plan.summary.going.items(), key=lambda one: (-one[1], one[0]))
    named = [
        texts.decision.product(plain(plan.products.get(product, product), limit), count)
        for product, count in going[:PRODUCTS_SHOWN]
    ]
    said = texts.common.and_more(named, len(going)) if named else texts.preview.nothing
    return runs(
        stretch(texts.common.label(texts.decision.licenses_label), subtle=True),
        stretch(said),
        spacing="Medium",
    )


def _counts(plan: Plan, texts: Texts) -> CardElement:
    summary = plan.summary
    pairs = [
        (texts.preview.count_people, summary.people),
        (texts.preview.count_affected, summary.affected),
        (texts.preview.count_licenses, summary.licenses),
        (texts.preview.count_freed, summary.freed),
        (texts.preview.count_still_assigned, summary.still_assigned),
        (texts.preview.count_inherited, summary.inherited),
        (texts.preview.count_not_held, summary.not_held),
        (texts.preview.count_unexplained, summary.unexplained),
    ]
    always = {texts.preview.count_licenses, texts.preview.count_freed}
    return fact_set(
        *((title, texts.common.number(count)) for title, count in pairs if count or title in always)
    )


def _request(facts: DetailsFacts, texts: Texts, limit: int) -> list[CardElement]:
    return request_blocks(facts.request, texts, limit) if facts.request else []


_PARTS: Final[Mapping[View, Callable[[DetailsFacts, Texts, int], list[CardElement]]]] = {
    View.PEOPLE: _people,
    View.LOSSES: _losses,
    View.LICENSES: _licenses,
    View.REQUEST: _request,
}
