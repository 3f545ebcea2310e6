"""The list of everyone who holds the chosen products, to select from."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.kit.escaping import plains
from cards.kit.notices import Notice, NoticeKind
from cards.removal.holders import HoldersFacts, holders_card
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.paging import ROWS, page_of, pages
from dialogs.model.results import Transition
from dialogs.removal import people
from dialogs.removal.changes import changed_request
from dialogs.removal.people_input import picked
from licensing.plans.draft import Draft, Step
from licensing.tenant.people import Person

#: A longer list is not paged through: one searches, pastes, or takes them all.
MOST_LISTED = 1_000


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw one page of the holders, those already chosen selected."""
    holders = await _holders(context, draft)
    listed = holders[:MOST_LISTED]
    page = page_of(str(draft.page), len(listed))
    products = await context.products()
    facts = HoldersFacts(
        product_names=tuple(products[p].name for p in draft.products if p in products),
        holders=tuple(p.ref for p in listed[page * ROWS : (page + 1) * ROWS]),
        total=len(holders),
        listed=len(listed),
        chosen=frozenset(p.id for p in draft.people),
        chosen_count=len(draft.people),
        page=page,
        pages=pages(len(listed)),
        token=draft.token,
        changes=await changed_request(context, draft),
        notice=notice,
    )
    return holders_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Keep the selection of this page, then turn the page or go back to the chosen people."""
    holders = await _holders(context, draft)
    if pressed.verb == Verb.ALL_HOLDERS:
        return _back(_with(draft, holders), len(holders))
    listed = holders[:MOST_LISTED]
    page = page_of(str(draft.page), len(listed))
    # The list may have moved since it was shown, so what counts is what the card listed.
    shown = picked(pressed.inputs.get(Field.SHOWN, ""))
    shown = shown or [p.id for p in listed[page * ROWS : (page + 1) * ROWS]]
    selected = [id_ for id_ in picked(pressed.inputs.get(Field.HOLDERS, "")) if id_ in shown]
    unselected = set(shown) - set(selected)
    kept = replace(draft, people=tuple(p for p in draft.people if p.id not in unselected))
    still = {p.id: p for p in holders}
    draft = _with(kept, [still[id_] for id_ in selected if id_ in still])
    draft, notice = await _no_longer(context, draft, [id_ for id_ in selected if id_ not in still])
    if pressed.verb == Verb.PAGE:
        return Transition(replace(draft, page=page_of(pressed.arg, len(listed))), notice)
    return Transition(replace(draft, step=Step.PEOPLE, page=0), notice)


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Take a list pasted into the chat, as among the chosen people."""
    return await people.say(context, replace(draft, step=Step.PEOPLE, page=0), text)


async def _no_longer(
    context: Context, draft: Draft, ids: Sequence[str]
) -> tuple[Draft, Notice | None]:
    """Keep selected people who hold the products no longer, and say who they are."""
    if not ids:
        return draft, None
    found = await context.directory.read_people(ids[:ROWS])
    names = plains(person.name for person in found.values())
    gone = len(ids) - len(found)
    said = context.texts.choose.no_longer_holders(names, len(found), gone)
    return _with(draft, found.values()), Notice(NoticeKind.ADVICE, said=said)


async def _holders(context: Context, draft: Draft) -> tuple[Person, ...]:
    return await context.directory.holders(draft.products)


def _with(draft: Draft, holders: Iterable[Person]) -> Draft:
    known = {p.id for p in draft.people}
    added = tuple(p.ref for p in holders if p.id not in known)
    return replace(draft, people=draft.people + added)


def _back(draft: Draft, added: int) -> Transition:
    notice = Notice(NoticeKind.ADDED, added) if added else Notice(NoticeKind.NONE_ADDED)
    return Transition(replace(draft, step=Step.PEOPLE, page=0), notice)
