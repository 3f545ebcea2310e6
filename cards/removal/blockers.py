"""What prevents a removal, or remains: groups, purchases, add-ons, other mailboxes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from microsoft_teams.cards import CardElement

from cards.kit.blocks import box, link, text
from cards.kit.escaping import LONGEST_NAME, plain, plains
from cards.removal.warnings import counted, warning
from cards.words.texts import Texts
from licensing.losses.dependencies import Effect
from licensing.plans.advice import Advice
from licensing.plans.summary import Summary
from licensing.tenant.mailboxes import LICENSE_FREE

#: Maximum number of groups, products and add-ons named in one warning.
NAMED = 5
#: Number of groups for which the card says what leaving them would mean.
LEAVING_SHOWN = 3

_Maker = Callable[[Summary, Mapping[str, str], Texts, int], list[CardElement]]


def loss_notes(
    summary: Summary, products: Mapping[str, str], texts: Texts, limit: int = LONGEST_NAME
) -> list[CardElement]:
    """What is lost or in doubt, worst first.

    `products` are names by id; names are cut to `limit`.
    """
    return _made((_refused, _stopped, *_OTHERS), summary, products, texts, limit)


def kept_blocks(
    summary: Summary, products: Mapping[str, str], texts: Texts, limit: int = LONGEST_NAME
) -> list[CardElement]:
    """The licenses that stay: through which groups, and those of unknown assignment."""
    return _made((_inherited, _still_assigned, _unexplained), summary, products, texts, limit)


def _made(
    makers: Sequence[_Maker],
    summary: Summary,
    products: Mapping[str, str],
    texts: Texts,
    limit: int,
) -> list[CardElement]:
    return [block for make in makers for block in make(summary, products, texts, limit)]


def _refused(
    summary: Summary, products: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    blocks = [one for one in summary.addons if one.effect in {Effect.BLOCKS, Effect.MAY_BLOCK}]
    return [
        warning(
            "attention",
            texts.losses.refused_addon(
                _named(addon.product, products, limit),
                addon.people,
                addon.direct,
                surely=addon.effect is Effect.BLOCKS,
            ),
            link(texts.choose.group_link, texts.links.group_licenses),
        )
        for addon in blocks[:NAMED]
    ]


def _stopped(
    summary: Summary, products: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    found: list[CardElement] = []
    for effect, said in (
        (Effect.STOPS, texts.losses.stopped_addons),
        (Effect.PART_STOPS, texts.losses.partly_stopped),
    ):
        stops = [addon for addon in summary.addons if addon.effect is effect]
        if stops:
            names = [_named(addon.product, products, limit) for addon in stops[:NAMED]]
            people = max(addon.people for addon in stops)
            found.append(box("warning", text(said(names, len(stops), people))))
    return found


def _new_services(
    summary: Summary, products: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    """Services that Microsoft added since, quietly."""
    del products
    new = summary.new_services
    if not new:
        return []
    said = texts.losses.new_services(plains(new[:NAMED], limit), len(new))
    return [text(said, subtle=True, size="Small")]


def _inherited(
    summary: Summary, products: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    if not summary.inherited:
        return []
    names = plains((group.name for group in summary.groups[:NAMED]), limit)
    said = texts.preview.inherited(
        summary.inherited, texts.common.groups_of(names, len(summary.groups))
    )
    more = _departures(summary, products, texts, limit)
    return [
        box(
            "emphasis",
            text(said),
            *more,
            link(texts.common.licenses_page, texts.links.licenses_page),
            link(texts.choose.group_link, texts.links.group_licenses),
        )
    ]


def _departures(
    summary: Summary, products: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    """What else leaving each group would mean."""
    more: list[CardElement] = []
    for one in summary.departures[:LEAVING_SHOWN]:
        also = [_named(product, products, limit) for product, _ in one.also_lost[:NAMED]]
        people = max((count for _, count in one.also_lost), default=0)
        leaving = texts.preview.leaving(plain(one.group.name, limit), one.membership, also, people)
        more.append(text(leaving, subtle=True, size="Small", spacing="Small"))
    return more


def _still_assigned(
    summary: Summary, products: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    if not summary.still_assigned:
        return []
    names = plains((group.name for group in summary.groups[:NAMED]), limit)
    groups = texts.common.groups_of(names, len(summary.groups))
    said = texts.preview.still_assigned(summary.still_assigned, groups)
    # Shown once: with the inherited licenses if there are any.
    more = [] if summary.inherited else _departures(summary, products, texts, limit)
    return [box("emphasis", text(said), *more)]


def _unexplained(
    summary: Summary, products: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    del products, limit
    if not summary.unexplained:
        return []
    page = link(texts.common.users_page, texts.links.users_page)
    return [box("warning", text(texts.losses.unexplained(summary.unexplained)), page)]


def _self_bought(
    summary: Summary, products: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    more = link(texts.advice.advice_links[Advice.TAKE_OVER], texts.links.self_service)
    if summary.self_bought:
        return [warning("warning", texts.losses.self_bought(summary.self_bought), more)]
    if summary.partly_self_bought:
        some = summary.partly_self_bought
        names = [_named(product, products, limit) for product in some[:NAMED]]
        return [warning("warning", texts.losses.partly_self_bought(names, len(some)), more)]
    if not summary.subscriptions.done:
        said = texts.losses.self_bought_unknown(summary.subscriptions)
        return [text(said, subtle=True, size="Small")]
    return []


def _nobodys_mailboxes(
    summary: Summary, products: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    del products, limit
    counts = [
        (kind, found.people) for kind, found in summary.mailboxes.items() if kind in LICENSE_FREE
    ]
    if not counts:
        return []
    said = texts.losses.shared_mailboxes(counts)
    title = texts.advice.advice_links[Advice.NO_LICENSE_NEEDED]
    return [warning("emphasis", said, link(title, texts.links.shared_mailboxes))]


def _last_licenses(
    summary: Summary, products: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    del products
    last = summary.last_license
    if not last.people:
        return []
    return [
        box("emphasis", text(texts.losses.last_licenses(counted(last, texts, limit), last.people)))
    ]


def _named(product: str, products: Mapping[str, str], limit: int) -> str:
    return plain(products.get(product, product), limit)


#: What stands behind the licenses that stay.
_OTHERS: Final[Sequence[_Maker]] = (
    _self_bought,
    _nobodys_mailboxes,
    _last_licenses,
    _new_services,
)
