"""What a removal means for one person: a few lines under what goes."""

from collections.abc import Mapping
from datetime import date

from microsoft_teams.cards import CardElement

from cards.kit.blocks import run, runs, text
from cards.kit.escaping import plain
from cards.words.texts import Texts
from licensing.losses.rules import Terms, events
from licensing.losses.services import Data
from licensing.plans.planned_person import PlannedPerson
from licensing.tenant.mailboxes import LICENSE_FREE

#: Maximum number of kinds of data and cases named for one person; the file has them all.
KINDS_NAMED = 6
CASES_NAMED = 3
ADDONS_NAMED = 3


def person_losses(
    person: PlannedPerson,
    products: Mapping[str, str],
    day: date,
    terms: Terms,
    texts: Texts,
    limit: int,
) -> list[CardElement]:
    """What is lost with its days, what stays and why, and what else is to be known."""
    found: list[CardElement] = []
    lost = [
        texts.losses.one_loss(kind, list(events(kind, day, terms)))
        for kind in Data
        if kind in person.losses
    ]
    if lost:
        said = texts.common.and_more(lost[:KINDS_NAMED], len(lost))
        found.append(
            runs(run(texts.common.label(texts.losses.loses), bold=True), run(said), spacing="Small")
        )
    if person.kept:
        kept = _kept(person, products, texts, limit)
        found.append(_small(texts.common.label(texts.losses.keeps) + kept))
    if person.cases:
        cases = [
            texts.losses.one_case(c.name and plain(c.name, limit), c.hold)
            for c in person.cases[:CASES_NAMED]
        ]
        named = texts.common.and_more(cases, len(person.cases))
        said = texts.common.label(texts.losses.in_cases) + named
        found.append(text(said, bold=True, size="Small", color="Attention", spacing="Small"))
    if person.mailbox in LICENSE_FREE and person.removals:
        found.append(_small(texts.losses.whose_mailbox(person.mailbox)))
    for addon in person.addons[:ADDONS_NAMED]:
        name = plain(products.get(addon.product, addon.product), limit)
        found.append(_small(texts.losses.addon_of(name, addon.effect)))
    if person.last_license:
        found.append(_small(texts.losses.no_license_left))
    return found


def _kept(person: PlannedPerson, products: Mapping[str, str], texts: Texts, limit: int) -> str:
    by_product: dict[str, list[Data]] = {}
    for one in person.kept:
        by_product.setdefault(one.product, []).append(one.data)
    return texts.losses.clauses(
        [
            texts.losses.one_kept(kinds, plain(products.get(product, product), limit))
            for product, kinds in by_product.items()
        ]
    )


def _small(said: str) -> CardElement:
    return text(said, subtle=True, size="Small", spacing="Small")
