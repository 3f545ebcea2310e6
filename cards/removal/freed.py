"""What comes free: licenses of each product, and what they are worth where prices are known."""

from collections.abc import Mapping

from microsoft_teams.cards import CardElement

from cards.kit.blocks import facts, link, run, runs, subheading, text
from cards.kit.escaping import LONGEST_NAME, plain
from cards.words.texts import Texts
from licensing.plans.savings import Saving, estimate_savings
from licensing.plans.summary import Summary
from licensing.tenant.prices import Price

#: Maximum number of products listed; the file has them all.
PRODUCTS_SHOWN = 8


def freed_blocks(
    summary: Summary,
    products: Mapping[str, str],
    prices: Mapping[str, Price],
    texts: Texts,
    limit: int = LONGEST_NAME,
) -> list[CardElement]:
    """Seats by product; with prices, three figures that are never added up."""
    seats = sorted(summary.seats.items(), key=lambda item: (-item[1].freed, item[0]))
    if not seats:
        return []
    found: list[CardElement] = [subheading(texts.preview.freed_title)]
    for product, one in seats[:PRODUCTS_SHOWN]:
        name = run(texts.common.label(plain(products.get(product, product), limit)))
        said = run(texts.preview.seats(one.freed, one.available, one.status), bold=True)
        found.append(runs(name, said, spacing="Small"))
    if len(seats) > PRODUCTS_SHOWN:
        found.append(
            text(texts.common.more(len(seats) - PRODUCTS_SHOWN), subtle=True, spacing="Small")
        )
    worth = estimate_savings(summary.seats, prices)
    if any(worth.of(figure).monthly for figure in Saving):
        found += [
            facts(
                *(
                    (texts.preview.figures[figure], texts.preview.worth(worth.of(figure)))
                    for figure in Saving
                )
            ),
            text(texts.preview.figures_note, subtle=True, size="Small"),
        ]
    if worth.renews:
        found.append(text(texts.preview.renews(worth.renews), subtle=True, size="Small"))
    found.append(link(texts.common.products_page, texts.links.products_page))
    return found
