"""Delegates approvals to someone else for a while, and ends delegations."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement, Column, ColumnSet

from cards.kit.actions import Dataset, Field, Verb
from cards.kit.blocks import buttons, subheading, text
from cards.kit.card import Card, button, card, head, notice_block
from cards.kit.escaping import plain
from cards.kit.inputs import day_input, search_box
from cards.kit.notices import Notice
from cards.kit.people import Names, names_of
from cards.words.texts import Texts
from licensing.requests.delegation import Delegation
from licensing.tenant.people import PersonRef


@dataclass(frozen=True, slots=True)
class DelegationFacts:
    """Facts of the card."""

    #: Delegations by the viewer that have not ended.
    by_me: Sequence[Delegation]
    #: Delegations to the viewer that are active now.
    to_me: Sequence[Delegation]
    token: str
    zone: str = "UTC"
    #: What was chosen or typed before: a person, and dates as in ISO 8601.
    person: PersonRef | None = None
    first_day: str = ""
    last_day: str = ""
    notice: Notice | None = None

    @property
    def names(self) -> Names:
        """What the card calls people."""
        return names_of(
            (*(one.delegate for one in self.by_me), *(one.delegator for one in self.to_me))
        )


def delegation_card(facts: DelegationFacts, texts: Texts) -> Card:
    """Ask for the delegate and the dates, and list delegations."""
    one = facts.person
    given = (
        [(texts.choose.person_choice(plain(one.name), plain(one.address)), one.id)] if one else []
    )
    search = search_box(
        Field.DELEGATE,
        texts.delegation.to,
        texts.choose.search_hint,
        Dataset.PEOPLE,
        many=False,
        given=given,
    )
    return card(
        texts,
        [
            head(texts.delegation.title),
            notice_block(facts.notice, texts),
            text(texts.delegation.explanation),
            *[_delegated_by_me(one, facts, texts) for one in facts.by_me],
            *_delegated_to_me(facts, texts),
            subheading(texts.delegation.new),
            search,
            day_input(Field.FIRST_DAY, texts.delegation.first_day, facts.first_day),
            day_input(Field.LAST_DAY, texts.delegation.last_day, facts.last_day),
        ],
        [
            button(Verb.DELEGATE, facts.token, texts.delegation.submit, style="positive"),
            button(Verb.REQUESTS, facts.token, texts.request_list.title, validate=False),
        ],
        speak=f"{texts.delegation.title}. {texts.delegation.explanation}",
    )


def _delegated_by_me(one: Delegation, facts: DelegationFacts, texts: Texts) -> CardElement:
    said = texts.delegation.line(
        facts.names.of(one.delegate), one.starts_at, one.ends_at, facts.zone
    )
    back = button(
        Verb.END_DELEGATION, facts.token, texts.delegation.revoke, arg=one.id, validate=False
    )
    return ColumnSet(
        separator=True,
        spacing="Medium",
        columns=[
            Column(width="stretch", vertical_content_alignment="Center", items=[text(said)]),
            Column(width="auto", vertical_content_alignment="Center", items=[buttons(back)]),
        ],
    )


def _delegated_to_me(facts: DelegationFacts, texts: Texts) -> list[CardElement]:
    return [
        text(
            texts.delegation.approves_for(facts.names.of(one.delegator), one.ends_at, facts.zone),
            subtle=True,
        )
        for one in facts.to_me
    ]
