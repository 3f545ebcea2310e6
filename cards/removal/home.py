"""The home card: a greeting, the three journeys, and how many licenses are assigned."""

from dataclasses import dataclass
from functools import lru_cache

from microsoft_teams.cards import CardElement, Column, ColumnSet, Container
from microsoft_teams.cards.core import Action

from cards.kit.actions import Verb
from cards.kit.blocks import box, buttons, progress, run, runs, subheading, table, text
from cards.kit.card import SLOT, Card, Drawn, button, card, fold, head, notice_block
from cards.kit.escaping import plain
from cards.kit.notices import Notice
from cards.words.texts import Texts
from licensing.plans.draft import Journey
from licensing.tenant.products import Product

#: Maximum number of products with a line; the rest is a number.
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
    #: Whether the person may only request removals, and others approve them.
    requests_only: bool = False
    #: Why the person may neither remove nor request; None for anyone who may.
    denied: Notice | None = None
    #: Whether they see what others did instead.
    reader: bool = False
    notice: Notice | None = None


def home_card(facts: HomeFacts, texts: Texts) -> Card:
    """Greet, offer the three journeys to those who may use them, and show what is assigned."""
    token = facts.token
    denied = facts.denied is not None
    # Below it stands why, unless the person is a reader.
    same = denied and not facts.reader and facts.notice == facts.denied
    return card(
        texts,
        [
            _head(texts),
            text(texts.home.greeting(_first_name(facts.name))),
            _sandbox(texts) if facts.sandbox else None,
            None if same else notice_block(facts.notice, texts),
            _requests_only(texts) if facts.requests_only else None,
            _denied(facts.denied, texts, reader=facts.reader) if facts.denied else None,
            *([] if denied else _journey_rows(token, texts)),
            None if denied or facts.requests_only else _find_row(texts).with_token(token),
            *_licenses(facts, texts),
        ],
        [
            button(Verb.RESUME, token, texts.common.resume, style="positive")
            if facts.resume and not denied
            else None,
            button(Verb.STATUS, token, texts.history.running_now(facts.running), validate=False)
            if facts.running
            else None,
            _all(facts, texts),
            _kept(Verb.HOME, texts.common.look_again).with_token(token) if denied else None,
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
def _requests_only(texts: Texts) -> Drawn:
    return Drawn.of(box("accent", text(texts.home.requests_only)))


def _denied(denied: Notice, texts: Texts, *, reader: bool) -> CardElement:
    """What a person without any way to a removal can do: a reader reads."""
    return box("accent", text(texts.account.who_reader if reader else texts.notice(denied)))


@lru_cache(maxsize=16)
def _kept(verb: Verb, title: str) -> Drawn:
    """A button that is the same on all home cards but for its token."""
    return Drawn.of(button(verb, SLOT, title, validate=False))


def _journey_rows(token: str, texts: Texts) -> list[Drawn]:
    """The three journeys: a line of explanation and a button each."""
    return [_row(journey, texts).with_token(token) for journey in Journey]


@lru_cache(maxsize=16)
def _row(journey: Journey, texts: Texts) -> Drawn:
    start = button(_VERBS[journey], SLOT, texts.home.journeys[journey])
    return _explained(texts.home.journeys_explained[journey], start)


@lru_cache(maxsize=16)
def _find_row(texts: Texts) -> Drawn:
    find = button(Verb.FINDINGS, SLOT, texts.home.find_unused, validate=False)
    return _explained(texts.home.find_unused_explained, find)


def _explained(words: str, start: Action) -> Drawn:
    row = ColumnSet(
        separator=True,
        spacing="Medium",
        columns=[
            Column(width="stretch", vertical_content_alignment="Center", items=[text(words)]),
            Column(width="auto", vertical_content_alignment="Center", items=[buttons(start)]),
        ],
    )
    return Drawn.of(row)


def _licenses(facts: HomeFacts, texts: Texts) -> list[CardElement | Drawn]:
    if facts.unavailable is not None:
        return [box("warning", text(texts.home.unavailable(facts.unavailable)))]
    held = _held(facts)
    if not held:
        return [text(texts.home.no_products, subtle=True)]
    drawn = _drawn(held)
    rest = len(held) - len(drawn)
    more = [text(texts.home.more_products(rest), subtle=True, spacing="Small")] if rest else []
    lines = [_line(use, texts) for use in drawn]
    return [subheading(texts.home.licenses_title), *lines, *more]


def _all(facts: HomeFacts, texts: Texts) -> Drawn | None:
    """The whole list, folded; None where each product has a line."""
    held = _held(facts)
    return _list(held, texts) if len(held) > len(_drawn(held)) else None


def _held(facts: HomeFacts) -> tuple[Product, ...]:
    """What people can hold, most assigned first."""
    held = (p for p in facts.products if p.for_people)
    return tuple(sorted(held, key=lambda p: (-p.assigned, p.name.casefold())))


def _drawn(held: tuple[Product, ...]) -> tuple[Product, ...]:
    """The products that have a line: paid ones, where there are any."""
    paid = tuple(p for p in held if not p.free)
    return (paid or held)[:DRAWN]


# Everyone in a tenant sees the same, on every home card, and they are most of its making.
@lru_cache(maxsize=1024)
def _line(product: Product, texts: Texts) -> Drawn:
    """A product and how much of it is assigned, on a scale of its own."""
    said = texts.home.product_use(plain(product.name), product.assigned, product.total)
    words = [run(said)]
    if product.full:
        words += [run(" · "), run(texts.home.full, bold=True)]
    bar = progress(min(product.assigned, product.total), product.total, spacing="Small")
    return Drawn.of(Container(items=[runs(*words), bar], spacing="Small"))


@lru_cache(maxsize=128)
def _list(held: tuple[Product, ...], texts: Texts) -> Drawn:
    rest = len(held) - LISTED
    more = [text(texts.common.more(rest), subtle=True, size="Small")] if rest > 0 else []
    return Drawn.of(fold(texts.home.whole_list(len(held)), [_table(held[:LISTED], texts), *more]))


def _table(held: tuple[Product, ...], texts: Texts) -> CardElement:
    return table(
        (4, 3, 3),
        (texts.home.product, texts.home.assigned, texts.home.available),
        [
            (
                [text(plain(it.name))],
                [text(texts.common.number(it.assigned))],
                [text(texts.common.number(it.available))],
            )
            for it in held
        ],
        texts,
    )


def _first_name(name: str) -> str:
    """The given name of "Alex Wilber" and of "Wilber, Alex"."""
    given = name.partition(",")[2].split() or name.split()
    return plain(given[0]) if given else ""
