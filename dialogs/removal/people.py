"""Choosing people: by search, from a list, or pasted. Used by product and for many people."""

from dataclasses import replace

from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.removal.people import PeopleFacts, people_card
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.results import Transition
from dialogs.removal.changes import changed_request
from dialogs.removal.likely_people import take_likely
from dialogs.removal.people_input import picked, take_inputs, take_pasted, understood, use_column
from licensing.plans.draft import Draft, Journey, Step

#: Maximum number of problems shown for correction.
PROBLEMS_SHOWN = 10


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw the ways to choose people and who is chosen so far."""
    products = await context.products() if draft.products else {}
    one = products.get(draft.products[0]) if len(draft.products) == 1 else None
    facts = PeopleFacts(
        journey=draft.journey or Journey.MANY_USERS,
        people=draft.people,
        product_names=tuple(products[p].name for p in draft.products if p in products),
        holders_count=one.assigned if one else None,
        problems=draft.problems[:PROBLEMS_SHOWN],
        problems_total=len(draft.problems),
        unkept=draft.unkept,
        duplicates=draft.duplicates,
        table=draft.table,
        own=any(person.id == context.who.person for person in draft.people),
        token=draft.token,
        changes=await changed_request(context, draft),
        notice=notice,
    )
    return people_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Take everything the card's inputs hold, then do what the button says."""
    if pressed.verb == Verb.TAKE_OFF:
        off = set(picked(pressed.inputs.get(Field.TAKE_OFF, "")))
        return Transition(replace(draft, people=tuple(p for p in draft.people if p.id not in off)))
    if pressed.verb == Verb.SKIP_PROBLEMS:
        return _onward(replace(draft, problems=(), unkept=0), None)
    before, shown = draft.people, draft.table
    if pressed.verb == Verb.USE_COLUMN and pressed.arg.isdecimal() and len(pressed.arg) < 4:
        taken = await use_column(context.directory, draft, int(pressed.arg))
    else:
        taken = await take_inputs(context.directory, draft, pressed.inputs)
    draft, notice = taken.draft, taken.notice
    if pressed.verb == Verb.HOLDERS and draft.products:
        return Transition(replace(draft, step=Step.HOLDERS, page=0), notice)
    if pressed.verb in {Verb.NEXT, Verb.ALL_LICENSES}:
        if draft.table is not None and draft.table != shown and not draft.unmatched:
            # A table's people are accepted only after its column was shown.
            added = len(draft.people) - len(before)
            return Transition(draft, Notice(NoticeKind.CHECK_COLUMN, added))
        return _onward(draft, notice, everything=pressed.verb == Verb.ALL_LICENSES)
    return Transition(draft, notice or (None if draft.people else Notice(NoticeKind.CHOOSE_PEOPLE)))


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Take a list pasted into the chat; None where it holds no address and names no one."""
    taken = await take_pasted(context.directory, replace(draft, duplicates=0), text)
    if not understood(draft, taken.draft, text):
        likely = await take_likely(context, draft, text)
        return Transition(likely, Notice(NoticeKind.PROBLEMS, likely.unmatched)) if likely else None
    return Transition(taken.draft, taken.notice)


def _onward(draft: Draft, notice: Notice | None, *, everything: bool = False) -> Transition:
    if draft.unmatched:
        return Transition(draft, Notice(NoticeKind.PROBLEMS, draft.unmatched))
    if not draft.people:
        return Transition(draft, notice or Notice(NoticeKind.CHOOSE_PEOPLE))
    draft = replace(draft, duplicates=0, table=None)
    if draft.journey is Journey.MANY_USERS:
        return Transition(licenses_next(draft, everything=everything))
    return Transition(replace(draft, step=Step.PREVIEW, page=0, plan=None))


def licenses_next(draft: Draft, *, everything: bool) -> Draft:
    """Go on to the choice of licenses, or with `everything` past it to the preview."""
    draft = replace(draft, page=0, plan=None)
    if not everything:
        return replace(draft, step=Step.LICENSES)
    return replace(draft, step=Step.PREVIEW, all_products=True, products=())
