"""Lending one's right to approve to somebody else for a while, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement, Column, ColumnSet

from cards.kit.actions import Dataset, Field, Verb
from cards.kit.blocks import buttons, subheading, text
from cards.kit.card import Card, button, card, head, notice_block
from cards.kit.escaping import plain
from cards.kit.inputs import day_input, search_box
from cards.kit.notices import Notice
from cards.words.english import English
from licensing.requests.delegation import Delegation
from licensing.tenant.people import PersonRef


@dataclass(frozen=True, slots=True)
class LendingFacts:
    """Facts of the card."""

    #: What the viewer has lent and has not ended.
    lent: Sequence[Delegation]
    #: What others lent to the viewer, and that holds now.
    taken: Sequence[Delegation]
    token: str
    zone: str = "UTC"
    #: What was chosen or typed before: a person, and dates as in ISO 8601.
    person: PersonRef | None = None
    first_day: str = ""
    last_day: str = ""
    notice: Notice | None = None


def lending_card(facts: LendingFacts, words: English) -> Card:
    """Ask to whom and until when, and show what is lent."""
    one = facts.person
    given = [(words.person_choice(plain(one.name), plain(one.address)), one.id)] if one else []
    search = search_box(
        Field.TAKER, words.lend_to, words.search_hint, Dataset.PEOPLE, many=False, given=given
    )
    return card(
        words,
        [
            head(words.lend_title),
            notice_block(facts.notice, words),
            text(words.lend_explained),
            *[_lent(one, facts, words) for one in facts.lent],
            *_taken(facts, words),
            subheading(words.lend_new),
            search,
            day_input(Field.FIRST_DAY, words.lend_from, facts.first_day),
            day_input(Field.LAST_DAY, words.lend_until, facts.last_day),
        ],
        [
            button(Verb.LEND, facts.token, words.lend_button, style="positive"),
            button(Verb.REQUESTS, facts.token, words.requests_title, validate=False),
        ],
        speak=f"{words.lend_title}. {words.lend_explained}",
    )


def _lent(one: Delegation, facts: LendingFacts, words: English) -> CardElement:
    span = (
        words.full_moment(one.starts_at, facts.zone),
        words.full_moment(one.ends_at, facts.zone),
    )
    said = words.lent_line(plain(one.taker.name), *span)
    back = button(Verb.TAKE_BACK, facts.token, words.take_back, arg=one.id, validate=False)
    return ColumnSet(
        separator=True,
        spacing="Medium",
        columns=[
            Column(width="stretch", vertical_content_alignment="Center", items=[text(said)]),
            Column(width="auto", vertical_content_alignment="Center", items=[buttons(back)]),
        ],
    )


def _taken(facts: LendingFacts, words: English) -> list[CardElement]:
    return [
        text(
            words.stands_in(plain(one.giver.name), words.full_moment(one.ends_at, facts.zone)),
            subtle=True,
        )
        for one in facts.taken
    ]
