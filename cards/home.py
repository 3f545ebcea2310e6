"""The home card: a greeting, the licenses at a glance, and the three journeys."""

from dataclasses import dataclass

from microsoft_teams.cards import CardElement, Column, ColumnSet
from microsoft_teams.cards.core import Action

from cards.blocks import bars, box, buttons, subheading, table, text
from cards.kit import Card, button, card, fold, head, notice_block
from cards.notices import Notice
from cards.plain import plain
from cards.verbs import Verb
from cards.words.english import English
from licensing.draft import Journey
from licensing.products import Product

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
    #: Why the products can't be shown, in words.
    unavailable: str | None = None
    sandbox: bool = False
    #: Whether there are requests for approval here.
    requests: bool = False
    notice: Notice | None = None


def home_card(facts: HomeFacts, words: English) -> Card:
    """Greet, show what is assigned and what is free, and offer the three journeys."""
    token = facts.token
    return card(
        words,
        [
            head(words.hello),
            text(words.greeting(_first_name(facts.name))),
            box("accent", text(words.sandbox)) if facts.sandbox else None,
            notice_block(facts.notice, words),
            *_glance(facts, words),
            *journey_rows(token, words),
        ],
        [
            button(Verb.RESUME, token, words.resume) if facts.resume else None,
            _all(facts, words),
            _requests(facts, words) if facts.requests else None,
            button(Verb.HELP, token, words.help, validate=False),
        ],
        speak=words.home_spoken(len(facts.products)),
    )


def _requests(facts: HomeFacts, words: English) -> Action:
    return button(Verb.REQUESTS, facts.token, words.requests_title, validate=False)


def journey_rows(token: str, words: English) -> list[CardElement]:
    """The three journeys: a line of explanation and a button each."""
    return [_row(journey, token, words) for journey in Journey]


def _row(journey: Journey, token: str, words: English) -> CardElement:
    start = button(_VERBS[journey], token, words.journeys[journey], style="positive")
    return ColumnSet(
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


def _glance(facts: HomeFacts, words: English) -> list[CardElement]:
    if facts.unavailable is not None:
        return [box("warning", text(words.unavailable(facts.unavailable)))]
    held = _held(facts)
    if not held:
        return [text(words.no_products, subtle=True)]
    return [subheading(words.glance), _chart(held[:DRAWN], words)]


def _all(facts: HomeFacts, words: English) -> Action | None:
    """The whole list, folded; None where the chart shows all."""
    held = _held(facts)
    if len(held) <= DRAWN:
        return None
    rest = len(held) - LISTED
    more = [text(words.more(rest), subtle=True, size="Small")] if rest > 0 else []
    return fold(words.whole_list(len(held)), [_table(held[:LISTED], words), *more])


def _held(facts: HomeFacts) -> list[Product]:
    """What people can hold, most assigned first."""
    held = (p for p in facts.products if p.for_people)
    return sorted(held, key=lambda p: (-p.assigned, p.name.casefold()))


def _chart(products: list[Product], words: English) -> CardElement:
    rows = [
        (words.product_use(plain(p.name), p.assigned, p.available), p.assigned, p.available)
        for p in products
    ]
    return bars((words.assigned, words.available), rows, _table(products, words))


def _table(products: list[Product], words: English) -> CardElement:
    return table(
        (4, 3, 3),
        (words.product, words.assigned, words.available),
        [
            (
                [text(plain(p.name))],
                [text(words.number(p.assigned))],
                [text(words.number(p.available))],
            )
            for p in products
        ],
    )


def _first_name(name: str) -> str:
    """The given name of "Alex Wilber" and of "Wilber, Alex"."""
    given = name.partition(",")[2].split() or name.split()
    return plain(given[0]) if given else ""
