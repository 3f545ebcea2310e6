"""The details, in a dialog, or as a message where the client has no dialogs.

`dialog` answers `task/fetch` and `task/submit` and stores nothing. A message is a draft at
`Step.DETAILS`, which knows its subject and the place that it shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from cards.approvals.request import RequestFacts, Viewer
from cards.details.details import DetailsFacts, details_card
from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.kit.notices import Notice
from cards.kit.place import Place, View
from cards.runs.ended import End, EndedFacts, ended_card
from dialogs.approvals import open as open_request
from dialogs.approvals.consultation import answers_of
from dialogs.approvals.render import facts_for
from dialogs.details.subject import (
    Subject,
    subject_of_draft,
    subject_of_flow,
    subject_of_request,
    subject_of_run,
    subject_of_token,
)
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.events import Pressed
from dialogs.model.paging import ROWS, number_of, page_of, pages
from dialogs.model.results import Dialog, Transition
from dialogs.runs import receipts
from licensing.errors import TenantError
from licensing.plans.draft import Draft, Step
from licensing.plans.people_filter import PeopleFilter
from licensing.plans.planned_person import PlannedPerson
from licensing.requests.model import Request
from licensing.runs.outcome import PersonOutcome
from licensing.runs.outcome_filter import OutcomeFilter
from licensing.tenant.catalog import Catalog
from licensing.tenant.prices import Price

Which = TypeVar("Which", PeopleFilter, OutcomeFilter)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of people, and the filters to choose from."""

    place: Place
    pages: int
    filters: Mapping[PeopleFilter, int] | Mapping[OutcomeFilter, int]
    planned: tuple[PlannedPerson, ...] = ()
    ended: tuple[PersonOutcome, ...] = ()


async def dialog(context: Context, pressed: Pressed) -> Dialog | str:
    """Open the details, or turn to another place in them; a sentence where it is refused."""
    subject = await subject_of_token(context, pressed.token)
    if isinstance(subject, str):
        return subject
    card = await _draw(context, subject, _asked(pressed), pressed.token, "")
    return Dialog(_title(context, subject), card)


async def press_without_dialogs(context: Context, pressed: Pressed) -> Transition | str:
    """Begin a message with the details, for a button that a client without dialogs sent."""
    subject = await subject_of_token(context, pressed.token)
    return _message(context, subject, _asked(pressed))


async def type_details(context: Context, left: Draft | None, number: str) -> Transition | str:
    """Begin a message with the details of the open flow, or of a receipt or request by number."""
    if not number:
        return _message(context, await subject_of_flow(context, left))
    receipt = await receipts.find(context, number)
    if receipt is not None:
        return _message(context, await subject_of_run(context, receipt.run))
    return await type_request_details(context, number)


async def type_request_details(context: Context, number: str) -> Transition | str:
    """Begin a message with the details of a request by its number."""
    request = await open_request.find(context, int(number)) if number else None
    if request is None:
        texts = context.texts
        return texts.details.not_found(int(number)) if number else texts.details.nothing
    return _message(context, await subject_of_request(context, request))


def _message(
    context: Context, subject: Subject | str, place: Place | None = None
) -> Transition | str:
    if isinstance(subject, str):
        return subject
    request = subject.request
    if request is not None and not context.who.personal:
        return context.texts.details.own_chat
    draft = replace(
        fresh_home(context),
        step=Step.DETAILS,
        plan=subject.plan.id,
        run=subject.tally.run if subject.tally and request is None else None,
        request=request.id if request else None,
        place=(place or Place()).arg,
    )
    return Transition(draft)


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw a message with details."""
    del notice
    subject = await subject_of_draft(context, draft)
    if isinstance(subject, str):
        return ended_card(EndedFacts(End.UNKNOWN), context.texts)
    place = read_place(draft.place)
    return await _draw(context, subject, place, draft.token, _title(context, subject))


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Turn to another place."""
    del context
    if pressed.verb != Verb.DETAILS:
        return Transition(draft)
    return Transition(replace(draft, place=_asked(pressed).arg))


def read_place(arg: str) -> Place:
    """Read a place that a client sent; where it is none, the beginning."""
    view, _, rest = arg.partition(":")
    which, _, page = rest.partition(":")
    known = next((one for one in View if one == view), View.PEOPLE)
    return Place(known, which, number_of(page))


def _asked(pressed: Pressed) -> Place:
    """The place of a button. A filter that is chosen with it counts."""
    place = read_place(pressed.arg)
    chosen = pressed.inputs.get(Field.FILTER, "")
    if not chosen or place.view is not View.PEOPLE:
        return place
    return place if chosen == place.which else replace(place, which=chosen, page=0)


def _title(context: Context, subject: Subject) -> str:
    texts = context.texts.details
    if subject.request is not None:
        return texts.of_request(subject.request.number)
    return texts.of_receipt(subject.tally.receipt) if subject.tally else texts.title


async def _draw(context: Context, subject: Subject, place: Place, token: str, title: str) -> Card:
    plan, request, run = subject.plan, subject.request, subject.tally
    found = await _page(context, subject, place)
    links, reader = context.links, context.texts.reader
    asks_other = request is not None and request.requester.id != context.who.person
    facts = DetailsFacts(
        plan=plan,
        place=found.place,
        token=token,
        day=context.today if request or run else plan.day,
        filters=found.filters,
        pages=found.pages,
        planned=found.planned,
        ended=found.ended,
        tally=run,
        file_url=links.run_file(run.run, reader) if run else links.plan_file(plan.id, reader),
        prices=await _prices(context, subject, place.view),
        acting=context.settings.acting,
        answers=await answers_of(context, request) if request else {},
        asker=request.requester.name if request and asks_other else "",
        request=await _request(context, request),
        title=title,
    )
    return details_card(facts, context.texts)


async def _request(context: Context, request: Request | None) -> RequestFacts | None:
    """The request itself; what one can do with it is on its own card."""
    if request is None:
        return None
    return await facts_for(context, request, Viewer.OTHER, context.who.timezone)


async def _page(context: Context, subject: Subject, place: Place) -> _Page:
    """Read a page of people: as they ended where there is a run, else as planned."""
    listed = place.view is View.PEOPLE
    if subject.tally is None:
        which, page = _turned(PeopleFilter, subject.plan.summary.filters, place)
        first = page.place.page * ROWS
        if listed:
            read = context.queries.filtered_people(subject.plan.id, which, first, ROWS)
            page = replace(page, planned=await read)
        return page
    run = subject.tally.run
    outcome, page = _turned(OutcomeFilter, await context.queries.outcome_filters(run), place)
    first = page.place.page * ROWS
    if listed:
        page = replace(page, ended=await context.queries.worst(run, first, ROWS, outcome))
    return page


def _turned(kind: type[Which], filters: Mapping[Which, int], place: Place) -> tuple[Which, _Page]:
    """The filter and the page of it that exist, nearest to where someone wants to be."""
    which = _known(kind, filters, place.which)
    count = filters.get(which, 0)
    there = replace(place, which=which.value, page=page_of(str(place.page), count))
    return which, _Page(there, pages(count), filters)


def _known(kind: type[Which], filters: Mapping[Which, int], which: str) -> Which:
    """The filter of this name, if it shows someone; else the first that does."""
    found = [one for one in kind if filters.get(one)]
    return next((one for one in found if one == which), found[0] if found else kind("everyone"))


async def _prices(context: Context, subject: Subject, view: View) -> Mapping[str, Price]:
    """What the plan's products cost.

    Microsoft's table has their part numbers. The tenant is asked only about those that it lacks.
    """
    prices, seats = context.settings.prices, subject.plan.summary.seats
    if view is not View.LICENSES or not prices.by_name:
        return {}
    known = Catalog.bundled().products
    if all(product in known for product in seats):
        return prices.of_all({product: known[product] for product in seats})
    try:
        return prices.of_all(await context.products())
    except TenantError:
        return {}
