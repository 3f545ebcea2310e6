"""By product, first step: which products go."""

from dataclasses import replace

from cards.kit import Card
from cards.notices import Notice, NoticeKind
from cards.products import ProductsFacts, products_card
from cards.verbs import Field
from dialogs.choosing import picked
from dialogs.events import Pressed
from dialogs.naming import products_named
from dialogs.scene import Move, Scene
from licensing.draft import Draft, Step


async def show(scene: Scene, draft: Draft, notice: Notice | None) -> Card:
    """Draw the list of products that people can hold."""
    products = tuple(p for p in (await scene.products()).values() if p.for_people)
    facts = ProductsFacts(
        products=products, chosen=draft.products, token=draft.token, notice=notice
    )
    return products_card(facts, scene.words)


async def press(scene: Scene, draft: Draft, pressed: Pressed) -> Move:
    """Take the chosen products and go on to the people."""
    known = await scene.products()
    chosen = picked(pressed.inputs.get(Field.PRODUCTS, ""))
    return _chosen(draft, tuple(id_ for id_ in chosen if id_ in known and known[id_].for_people))


async def say(scene: Scene, draft: Draft, text: str) -> Move | None:
    """Take typed product names; None where one of them is no product's name."""
    named = products_named(text, (await scene.products()).values())
    return _chosen(draft, named) if named else None


def _chosen(draft: Draft, products: tuple[str, ...]) -> Move:
    if not products:
        return Move(replace(draft, products=()), Notice(NoticeKind.CHOOSE_PRODUCT))
    return Move(replace(draft, products=products, step=Step.PEOPLE, page=0))
