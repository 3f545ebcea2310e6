"""Asks someone whether they still need what others asked to take, and shows their answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Verb
from cards.kit.blocks import box, text
from cards.kit.card import Card, button, card, fitting, head, notice_block
from cards.kit.escaping import plain
from cards.kit.notices import Notice
from cards.words.texts import Texts
from licensing.losses.rules import Terms, events
from licensing.losses.services import Data
from licensing.requests.consultation import Consultation, Reply
from licensing.requests.model import State

#: Maximum number of products, and of kinds of data, named.
NAMED = 8
KINDS_NAMED = 6

_BUTTONS = ((Reply.STILL_NEEDED, Verb.STILL_NEED), (Reply.NOT_NEEDED, Verb.NOT_NEEDED))


@dataclass(frozen=True, slots=True)
class ConsultationFacts:
    """Facts of the card."""

    consultation: Consultation
    #: Display names of all products of the plan, by id; the day its dates are for.
    products: Mapping[str, str]
    day: date
    terms: Terms
    #: Who asked for the removal.
    requester: str
    #: When the request expires, in this time zone; its current state.
    until: datetime
    zone: str = "UTC"
    state: State = State.OPEN
    #: Whether an answer came after the end.
    late: bool = False
    #: Whether a change of the request made the question void.
    over: bool = False
    notice: Notice | None = None


def consultation_card(facts: ConsultationFacts, texts: Texts) -> Card:
    """Ask, or say what became of the question."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: ConsultationFacts, texts: Texts, limit: int) -> Card:
    who, what = plain(facts.requester, limit), _products(facts, texts, limit)
    if facts.over:
        return _ended(texts.consultation.over_title, texts.consultation.over, [], texts)
    asks = text(texts.consultation.asks(who, what))
    if facts.state is not State.OPEN:
        said = (
            texts.consultation.late(facts.state, who)
            if facts.late
            else texts.consultation.ended(facts.state, who)
        )
        return _ended(texts.consultation.late_title, said, [asks, *_answer(facts, texts)], texts)
    return card(
        texts,
        [
            head(texts.consultation.title),
            notice_block(facts.notice, texts),
            *_answer(facts, texts),
            asks,
            _losses(facts, texts),
            text(
                texts.consultation.until(texts.common.full_moment(facts.until, facts.zone)),
                spacing="Small",
            ),
        ],
        _actions(facts.consultation, texts),
        speak=texts.consultation.spoken(who, what),
    )


def _ended(title: str, said: str, rest: Sequence[CardElement], texts: Texts) -> Card:
    return card(texts, [head(title), text(said), *rest], speak=f"{title}. {said}")


def _products(facts: ConsultationFacts, texts: Texts, limit: int) -> str:
    ids = facts.consultation.products
    names = sorted(plain(facts.products.get(one, one), limit) for one in ids)
    return texts.common.and_more(names[:NAMED], len(names))


def _losses(facts: ConsultationFacts, texts: Texts) -> CardElement | None:
    lost = [
        texts.losses.one_loss(kind, list(events(kind, facts.day, facts.terms)))
        for kind in Data
        if kind in facts.consultation.kinds
    ]
    if not lost:
        return None
    said = texts.common.and_more(lost[:KINDS_NAMED], len(lost))
    return text(texts.consultation.loses(said, facts.day), spacing="Small")


def _answer(facts: ConsultationFacts, texts: Texts) -> list[CardElement]:
    """What was answered by now."""
    reply = facts.consultation.reply
    if reply is None:
        return []
    said = text(texts.consultation.your_answers[reply], bold=True)
    if facts.state is not State.OPEN:
        return [said]
    return [box("good", said, text(texts.consultation.answer_counts, spacing="Small"))]


def _actions(consultation: Consultation, texts: Texts) -> list[Action]:
    """Both answers at first, then the other one."""
    titles = {
        Reply.STILL_NEEDED: texts.consultation.still_button,
        Reply.NOT_NEEDED: texts.consultation.not_button,
    }
    return [
        button(verb, consultation.token, titles[reply], validate=False)
        for reply, verb in _BUTTONS
        if reply is not consultation.reply
    ]
