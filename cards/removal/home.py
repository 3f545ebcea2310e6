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
from cards.words.english import English
from licensing.plans.draft import Journey
from licensing.tenant.products import Product

#: So many products are drawn; the rest is a number.
DRAWN = 5
#: So many stand in the unfolded list.
LISTED = 60

_VERBS = {
    Journey.BY_PRODUCT: Verb.BY_PRODUCT,
    Journey.BY_USER: Verb.BY_USER,
    Journey.MANY_USERS: Verb.MANY_USERS,
}


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """Facts of the home card."""

    #: The display name of whom it greets.
    name: str
    products: tuple[Product, ...]
    token: str
    #: Whether a walk was left open that can be continued.
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


def home_card(facts: HomeFacts, words: English) -> Card:
    """Greet, show what is assigned and what is free, and offer the three journeys."""
    token = facts.token
    return card(
        words,
        [
            _head(words),
            text(words.greeting(_first_name(facts.name))),
            _sandbox(words) if facts.sandbox else None,
            notice_block(facts.notice, words),
            *_glance(facts, words),
            *journey_rows(token, words),
        ],
        [
            button(Verb.RESUME, token, words.resume) if facts.resume else None,
            button(Verb.STATUS, token, words.running_now(facts.running), validate=False)
            if facts.running
            else None,
            _all(facts, words),
            _kept(Verb.REQUESTS, words.requests_title).with_token(token)
            if facts.requests
            else None,
            _kept(Verb.HISTORY, words.history).with_token(token),
            _kept(Verb.HELP, words.help).with_token(token),
        ],
        speak=words.home_spoken(len(facts.products)),
    )


@lru_cache(maxsize=16)
def _head(words: English) -> Drawn:
    return Drawn.of(head(words.hello))


@lru_cache(maxsize=16)
def _sandbox(words: English) -> Drawn:
    return Drawn.of(box("accent", text(words.sandbox)))


@lru_cache(maxsize=16)
def _kept(verb: Verb, title: str) -> Drawn:
    """A button that is the same on all home cards but for its token."""
    return Drawn.of(button(verb, SLOT, title, validate=False))


def journey_rows(token: str, words: English) -> list[Drawn]:
    """The three journeys: a line of explanation and a button each."""
    return [_row(journey, words).with_token(token) for journey in Journey]


@lru_cache(maxsize=16)
def _row(journey: Journey, words: English) -> Drawn:
    start = button(_VERBS[journey], SLOT, words.journeys[journey], style="positive")
    row = ColumnSet(
        separator=True,
        spacing="Medium",
        columns=[
            Column(
                width="stretch",
                vertical_content_alignment="Center",
                items=[text(words.journeys_explained[journey])],
            ),
            Column(width="auto", vertical_content_alignment="Center", items=[buttons(start)]),
        ],
    )
    return Drawn.of(row)


def _glance(facts: HomeFacts, words: English) -> list[CardElement | Drawn]:
    if facts.unavailable is not None:
        return [box("warning", text(words.unavailable(facts.unavailable)))]
    held = _held(facts)
    if not held:
        return [text(words.no_products, subtle=True)]
    return [subheading(words.glance), _chart(held[:DRAWN], words)]


def _all(facts: HomeFacts, words: English) -> Drawn | None:
    """The whole list, folded; None where the chart shows all."""
    held = _held(facts)
    return _list(held, words) if len(held) > DRAWN else None


def _held(facts: HomeFacts) -> tuple[_Use, ...]:
    """What people can hold, most assigned first."""
    held = (p for p in facts.products if p.for_people)
    ordered = sorted(held, key=lambda p: (-p.assigned, p.name.casefold()))
    return tuple(_Use(p.name, p.assigned, p.available) for p in ordered)


# Everybody in a tenant sees the same two, on every home card, and they are most of its making.
@lru_cache(maxsize=128)
def _chart(uses: tuple[_Use, ...], words: English) -> Drawn:
    rows = [
        (words.product_use(plain(it.name), it.assigned, it.available), it.assigned, it.available)
        for it in uses
    ]
    return Drawn.of(bars((words.assigned, words.available), rows, _table(uses, words)))


@lru_cache(maxsize=128)
def _list(uses: tuple[_Use, ...], words: English) -> Drawn:
    rest = len(uses) - LISTED
    more = [text(words.more(rest), subtle=True, size="Small")] if rest > 0 else []
    return Drawn.of(fold(words.whole_list(len(uses)), [_table(uses[:LISTED], words), *more]))


def _table(uses: tuple[_Use, ...], words: English) -> CardElement:
    return table(
        (4, 3, 3),
        (words.product, words.assigned, words.available),
        [
            (
                [text(plain(it.name))],
                [text(words.number(it.assigned))],
                [text(words.number(it.available))],
            )
            for it in uses
        ],
    )


def _first_name(name: str) -> str:
    """The given name of "Alex Wilber" and of "Wilber, Alex"."""
    given = name.partition(",")[2].split() or name.split()
    return plain(given[0]) if given else ""
