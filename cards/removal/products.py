"""By product, 1 of 4: which products go."""

from dataclasses import dataclass

from cards.kit.actions import Field, Verb
from cards.kit.blocks import text
from cards.kit.card import Card, back, button, cancel, card, head, notice_block
from cards.kit.escaping import plain
from cards.kit.inputs import choose_many
from cards.kit.notices import Notice
from cards.words.english import English
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


def products_card(facts: ProductsFacts, words: English) -> Card:
    """List the products with how many of each are assigned, most first."""
    ordered = sorted(facts.products, key=lambda p: (-p.assigned, p.name.casefold()))
    choices = [(words.product_choice(plain(p.name), p.assigned), p.id) for p in ordered]
    known = {p.id for p in ordered}
    if ordered:
        question = choose_many(
            Field.PRODUCTS,
            words.products_label,
            choices,
            chosen=[id_ for id_ in facts.chosen if id_ in known],
            placeholder=words.products_hint,
        )
    else:
        question = text(words.no_products)
    return card(
        words,
        [
            head(words.journeys[Journey.BY_PRODUCT], words.step(1, words.step_products)),
            notice_block(facts.notice, words),
            text(words.products_question),
            question,
        ],
        [
            button(Verb.NEXT, facts.token, words.next, style="positive") if ordered else None,
            back(facts.token, words),
            cancel(facts.token, words),
        ],
        speak=words.products_question,
    )
