"""By product, first step: which products go."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from cards.kit.actions import Field
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.removal.products import ProductsFacts, products_card
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.results import Transition
from dialogs.removal.changes import changed_request
from dialogs.removal.people_input import picked
from dialogs.sentences.grammar import products_in
from dialogs.sentences.products import names_of
from licensing.plans.draft import Draft, Step
from licensing.tenant.products import Product
from licensing.tenant.spelling import folded


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw the list of products that people can hold."""
    products = tuple(p for p in (await context.products()).values() if p.for_people)
    facts = ProductsFacts(
        products=products,
        chosen=draft.products,
        token=draft.token,
        changes=await changed_request(context, draft),
        notice=notice,
    )
    return products_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Take the chosen products and go on to the people."""
    known = await context.products()
    chosen = picked(pressed.inputs.get(Field.PRODUCTS, ""))
    return _chosen(draft, tuple(id_ for id_ in chosen if id_ in known and known[id_].for_people))


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Take typed product names; None where one of them is no product's name."""
    named = products_said(context, text, (await context.products()).values())
    return _chosen(draft, named) if named else None


def _chosen(draft: Draft, products: tuple[str, ...]) -> Transition:
    if not products:
        return Transition(replace(draft, products=()), Notice(NoticeKind.CHOOSE_PRODUCT))
    return Transition(replace(draft, products=products, step=Step.PEOPLE, page=0))


def products_said(context: Context, text: str, products: Collection[Product]) -> tuple[str, ...]:
    """Ids of the products named in typed words, perhaps by nicknames."""
    if named := products_named(text, products):
        return named
    return products_in(text, context.texts, context.languages, names_of(products))


def products_named(text: str, products: Iterable[Product]) -> tuple[str, ...]:
    """Ids of the products named in a typed list; empty when any name is not one product's.

    A name, a part number, or the beginning of just one name will do.
    """
    holdable = [p for p in products if p.for_people]
    ids: list[str] = []
    for word in filter(None, (part.strip() for part in text.replace(";", ",").split(","))):
        found = _named(folded(word), holdable)
        if found is None:
            return ()
        ids.append(found.id)
    return tuple(dict.fromkeys(ids))


def _named(word: str, products: list[Product]) -> Product | None:
    exact = [p for p in products if word in {folded(p.name), folded(p.part), p.id}]
    begun = exact or [p for p in products if folded(p.name).startswith(word)]
    return begun[0] if len(begun) == 1 else None
