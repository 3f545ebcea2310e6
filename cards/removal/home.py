"""The home card: a greeting, the licenses at a glance, and the three journeys."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from microsoft_teams.cards import CardElement, Column, ColumnSet

from cards.kit.actions import Verb
from cards.kit.blocks import bars, box, buttons, subheading, table, text
from cards.kit.card import SLOT, Card, Drawn, button, card, fold, head, notice_block
from cards.kit.escaping import plain
from cards.kit.notices import Notice
from cards.words.texts import Texts
from licensing.plans.draft import Journey
from licensing.tenant.products import Product

#: Maximum number of products drawn; the rest is a number.
DRAWN = 5
#: Maximum number in the unfolded list.
LISTED = 60

_VERBS = {
    Journey.BY_PRODUCT: Verb.BY_PRODUCT,
    Journey.BY_USER: Verb.BY_USER,
    Journey.MANY_USERS: Verb.MANY_USERS,
}


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """Facts of the home card."""

    #: The display name of the person it greets.
    name: str
    products: tuple[Product, ...]
    token: str
    #: Whether there is an unfinished draft to continue.
    resume: bool = False
    #: How many runs of this person have not ended.
    running: int = 0
    #: Why the products can't be shown, in words.
    unavailable: str | None = None
    sandbox: bool = False
    #: Whether there are requests for approval here.
    requests: bool = False
    notice: Notice | None = None


class _Use(NamedTuple):
    """How much of a product is used."""

    name: str
    assigned: int
    available: int


def home_card(facts: HomeFacts, texts: Texts) -> Card:
    """Greet, show what is assigned and what is free, and offer the three journeys."""
    token = facts.token
    return card(
        texts,
        [
            _head(texts),
            text(texts.home.greeting(_first_name(facts.name))),
            _sandbox(texts) if facts.sandbox else None,
            notice_block(facts.notice, texts),
            *_glance(facts, texts),
            *journey_rows(token, texts),
        ],
        [
            button(Verb.RESUME, token, texts.common.resume) if facts.resume else None,
            button(Verb.STATUS, token, texts.history.running_now(facts.running), validate=False)
            if facts.running
            else None,
            _all(facts, texts),
            _kept(Verb.REQUESTS, texts.request_list.title).with_token(token)
            if facts.requests
            else None,
            _kept(Verb.HISTORY, texts.history.history).with_token(token),
            _kept(Verb.HELP, texts.common.help).with_token(token),
        ],
        speak=texts.home.spoken(len(facts.products)),
    )


@lru_cache(maxsize=16)
def _head(texts: Texts) -> Drawn:
    return Drawn.of(head(texts.home.hello))


@lru_cache(maxsize=16)
def _sandbox(texts: Texts) -> Drawn:
    return Drawn.of(box("accent", text(texts.home.sandbox)))


@lru_cache(maxsize=16)
def _kept(verb: Verb, title: str) -> Drawn:
    """A button that is the same on all home cards but for its token."""
    return Drawn.of(button(verb, SLOT, title, validate=False))


def journey_rows(token: str, texts: Texts) -> list[Drawn]:
    """The three journeys: a line of explanation and a button each."""
    return [_row(journey, texts).with_token(token) for journey in Journey]


@lru_cache(maxsize=16)
def _row(journey: Journey, texts: Texts) -> Drawn:
    start = button(_VERBS[journey], SLOT, texts.home.journeys[journey], style="positive")
    row = ColumnSet(
        separator=True,
        spacing="Medium",
        columns=[
            Column(
                width="stretch",
                vertical_content_alignment="Center",
                items=[text(texts.home.journeys_explained[journey])],
            ),
            Column(width="auto", vertical_content_alignment="Center", items=[buttons(start)]),
        ],
    )
    return Drawn.of(row)


def _glance(facts: HomeFacts, texts: Texts) -> list[CardElement | Drawn]:
    if facts.unavailable is not None:
        return [box("warning", text(texts.home.unavailable(facts.unavailable)))]
    held = _held(facts)
    if not held:
        return [text(texts.home.no_products, subtle=True)]
    return [subheading(texts.home.glance), _chart(held[:DRAWN], texts)]


def _all(facts: HomeFacts, texts: Texts) -> Drawn | None:
    """The whole list, folded; None where the chart shows all."""
    held = _held(facts)
    return _list(held, texts) if len(held) > DRAWN else None


def _held(facts: HomeFacts) -> tuple[_Use, ...]:
    """What people can hold, most assigned first."""
    held = (p for p in facts.products if p.for_people)
    ordered = sorted(held, key=lambda p: (-p.assigned, p.name.casefold()))
    return tuple(_Use(p.name, p.assigned, p.available) for p in ordered)


# Everyone in a tenant sees the same two, on every home card, and they are most of its making.
@lru_cache(maxsize=128)
def _chart(uses: tuple[_Use, ...], texts: Texts) -> Drawn:
    rows = [
        (
            texts.home.product_use(plain(it.name), it.assigned, it.available),
            it.assigned,
            it.available,
        )
        for it in uses
    ]
    return Drawn.of(bars((texts.home.assigned, texts.home.available), rows, _table(uses, texts)))


@lru_cache(maxsize=128)
def _list(uses: tuple[_Use, ...], texts: Texts) -> Drawn:
    rest = len(uses) - LISTED
    more = [text(texts.common.more(rest), subtle=True, size="Small")] if rest > 0 else []
    return Drawn.of(fold(texts.home.whole_list(len(uses)), [_table(uses[:LISTED], texts), *more]))


def _table(uses: tuple[_Use, ...], texts: Texts) -> CardElement:
    return table(
        (4, 3, 3),
        (texts.home.product, texts.home.assigned, texts.home.available),
        [
            (
                [text(plain(it.name))],
                [text(texts.common.number(it.assigned))],
                [text(texts.common.number(it.available))],
            )
            for it in uses
        ],
        texts,
    )


def _first_name(name: str) -> str:
    """The given name of "Alex Wilber" and of "Wilber, Alex"."""
    given = name.partition(",")[2].split() or name.split()
    return plain(given[0]) if given else ""
