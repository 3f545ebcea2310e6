"""Which licenses go: those of one person, or of many."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from cards.kit.actions import Field
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.removal.licenses import LicenseLine, LicensesFacts, licenses_card
from dialogs.commands import Phrase, says
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.results import Transition
from dialogs.removal.changes import changed_request
from dialogs.removal.people_input import picked
from dialogs.removal.products import products_said
from licensing.losses.entitlements import Entitlements
from licensing.losses.losses import losses_by
from licensing.losses.rules import Terms
from licensing.plans.draft import Draft, Journey, Step
from licensing.tenant.people import Person
from licensing.tenant.products import Product

#: Up to this many people, all lines take a few milliseconds.
_QUICK: Final = 200


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw what these people hold, how each license is assigned, and what its box would cost."""
    people = await _people(context, draft)
    products = await context.products()
    one = draft.journey is Journey.BY_USER and len(people) == 1
    lines = await _lines(people, products, draft, context.terms)
    facts = LicensesFacts(
        person=people[0].ref if one else None,
        people=len(people),
        lines=tuple(sorted(lines, key=lambda line: (not line.direct, line.name.casefold()))),
        all_products=draft.all_products,
        own=any(person.id == context.who.person for person in people),
        token=draft.token,
        changes=await changed_request(context, draft),
        notice=notice,
    )
    return licenses_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Take the selected licenses, or all of them, and go on to the preview."""
    if pressed.inputs.get(Field.ALL_PRODUCTS) == "true":
        return _onward(replace(draft, all_products=True, products=()))
    held = _held(await _people(context, draft))
    chosen = picked(pressed.inputs.get(Field.PRODUCTS, ""))
    selected = [
        key.removeprefix(Field.LICENSE)
        for key, value in pressed.inputs.items()
        if key.startswith(Field.LICENSE) and value == "true"
    ]
    products = tuple(id_ for id_ in dict.fromkeys((*chosen, *selected)) if id_ in held)
    return _onward(replace(draft, all_products=False, products=products))


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Take typed product names, or "all"."""
    if says(text, Phrase.ALL_LICENSES, context.languages):
        return _onward(replace(draft, all_products=True, products=()))
    held = _held(await _people(context, draft))
    known = await context.products()
    # What these people have comes first: "E3" is the one of several that they have.
    theirs = [known[id_] for id_ in held if id_ in known]
    named = products_said(context, text, theirs) or products_said(context, text, known.values())
    return _onward(replace(draft, all_products=False, products=named)) if named else None


def _onward(draft: Draft) -> Transition:
    if not draft.products and not draft.all_products:
        return Transition(draft, Notice(NoticeKind.CHOOSE_LICENSE))
    return Transition(replace(draft, step=Step.PREVIEW, page=0, plan=None))


async def _people(context: Context, draft: Draft) -> list[Person]:
    found = await context.directory.read_people([p.id for p in draft.people])
    return [found[p.id] for p in draft.people if p.id in found]


def _held(people: Sequence[Person]) -> list[str]:
    return list(dict.fromkeys(a.product for person in people for a in person.assignments))


async def _lines(
    people: Sequence[Person], products: Mapping[str, Product], draft: Draft, terms: Terms
) -> list[LicenseLine]:
    """A line for each product; in a thread where it takes long, so that others get on."""
    line = partial(_line, people=people, supplies=Entitlements(products), draft=draft, terms=terms)
    held = _held(people)
    if len(people) > _QUICK:
        return await asyncio.to_thread(lambda: [line(product) for product in held])
    return [line(product) for product in held]


def _line(
    product: str,
    *,
    people: Sequence[Person],
    supplies: Entitlements,
    draft: Draft,
    terms: Terms,
) -> LicenseLine:
    products = supplies.products
    direct = [person for person in people if person.direct(product)]
    groups = {g.id: g for person in people for g in person.groups(product)}
    cost = {data for person in direct for data in losses_by(person, {product}, supplies, terms)}
    return LicenseLine(
        product=product,
        name=products[product].name if product in products else product,
        direct=len(direct),
        inherited=sum(1 for person in people if person.groups(product)),
        groups=tuple(sorted(g.name for g in groups.values())),
        selected=product in draft.products,
        cost=frozenset(cost),
    )
