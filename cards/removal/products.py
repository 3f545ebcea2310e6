"""By product, 1 of 4: which products to remove."""

from dataclasses import dataclass

from cards.kit.actions import Field, Verb
from cards.kit.blocks import text
from cards.kit.card import Card, back, button, cancel, card, head, notice_block
from cards.kit.escaping import plain
from cards.kit.inputs import choose_many
from cards.kit.notices import Notice
from cards.removal.journey_title import journey_title
from cards.words.texts import Texts
from licensing.plans.draft import Journey
from licensing.tenant.products import Product


@dataclass(frozen=True, slots=True)
class ProductsFacts:
    """Facts of the card."""

    #: Products that people can hold.
    products: tuple[Product, ...]
    #: Ids of those chosen before.
    chosen: tuple[str, ...]
    token: str
    notice: Notice | None = None
    #: The number of the request that this changes.
    changes: int | None = None


def products_card(facts: ProductsFacts, texts: Texts) -> Card:
    """List the products with how many of each are assigned, most first."""
    ordered = sorted(facts.products, key=lambda p: (-p.assigned, p.name.casefold()))
    choices = [(texts.choose.product_choice(plain(p.name), p.assigned), p.id) for p in ordered]
    known = {p.id for p in ordered}
    if ordered:
        question = choose_many(
            Field.PRODUCTS,
            texts.choose.products_label,
            choices,
            chosen=[id_ for id_ in facts.chosen if id_ in known],
            placeholder=texts.choose.products_hint,
        )
    else:
        question = text(texts.home.no_products)
    return card(
        texts,
        [
            head(
                journey_title(Journey.BY_PRODUCT, facts.changes, texts),
                texts.common.step(1, texts.choose.step_products),
            ),
            notice_block(facts.notice, texts),
            text(texts.choose.products_question),
            question,
        ],
        [
            button(Verb.NEXT, facts.token, texts.common.next, style="positive")
            if ordered
            else None,
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=texts.choose.products_question,
    )
