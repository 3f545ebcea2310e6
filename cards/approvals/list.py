"""Requests at a glance: what waits for me, what I asked, what has ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from microsoft_teams.cards import CardElement, Column, ColumnSet
from microsoft_teams.cards.core import Action

from cards.kit.actions import Verb
from cards.kit.blocks import buttons, text
from cards.kit.card import Card, button, card, fitting, head, notice_block
from cards.kit.escaping import plain
from cards.kit.notices import Notice
from cards.kit.people import Names, names_of
from cards.words.texts import Texts
from licensing.requests.delegation import Delegation
from licensing.requests.model import Participant

#: Requests per page.
LISTED = 8


class RequestTab(StrEnum):
    """Which requests are shown."""

    #: Those that the viewer can decide, or has to answer.
    WAITING = "waiting"
    #: Those that the viewer asked for.
    ASKED = "asked"
    #: All that are open in the tenant, for those who see everything.
    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request of the list."""

    number: int
    requester: Participant
    #: Its headline.
    title: str
    #: Its state, as text.
    state: str


@dataclass(frozen=True, slots=True)
class RequestsFacts:
    """Facts of the card."""

    tab: RequestTab
    rows: Sequence[RequestRow]
    counts: Mapping[RequestTab, int]
    page: int
    pages: int
    token: str
    #: Delegations to the viewer.
    delegations: Sequence[Delegation] = ()
    #: Whether there are more open requests than were looked through.
    cut: bool = False
    zone: str = "UTC"
    notice: Notice | None = None

    @property
    def names(self) -> Names:
        """What the card calls people."""
        delegators = (one.delegator for one in self.delegations)
        return names_of((*(row.requester for row in self.rows), *delegators))


def requests_card(facts: RequestsFacts, texts: Texts) -> Card:
    """List requests, with a button to open each."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: RequestsFacts, texts: Texts, limit: int) -> Card:
    title = texts.request_list.tab_titles[facts.tab]
    count = texts.common.number(facts.counts[facts.tab])
    rows = [_row(row, facts, texts, limit) for row in facts.rows]
    return card(
        texts,
        [
            head(title, texts.request_list.title),
            notice_block(facts.notice, texts),
            *[_acting_for(one, facts, texts, limit) for one in facts.delegations],
            *(rows or [text(texts.request_list.empty[facts.tab], subtle=True)]),
            text(texts.request_list.cut, subtle=True, size="Small") if facts.cut else None,
            *_turn(facts, texts),
        ],
        _actions(facts, texts),
        speak=f"{texts.request_list.title}. {title}: {count}.",
    )


def _row(row: RequestRow, facts: RequestsFacts, texts: Texts, limit: int) -> CardElement:
    opens = button(
        Verb.OPEN_REQUEST,
        facts.token,
        texts.request_list.open(row.number),
        arg=str(row.number),
        validate=False,
    )
    about = text(plain(row.title, 2 * limit), bold=True)
    state = texts.request_list.row_state(facts.names.of(row.requester, limit), row.state)
    where = text(state, subtle=True, size="Small", spacing="None")
    return ColumnSet(
        separator=True,
        spacing="Medium",
        columns=[
            Column(width="stretch", vertical_content_alignment="Center", items=[about, where]),
            Column(width="auto", vertical_content_alignment="Center", items=[buttons(opens)]),
        ],
    )


def _acting_for(one: Delegation, facts: RequestsFacts, texts: Texts, limit: int) -> CardElement:
    delegator = facts.names.of(one.delegator, limit)
    return text(texts.delegation.approves_for(delegator, one.ends_at, facts.zone), subtle=True)


def _turn(facts: RequestsFacts, texts: Texts) -> list[CardElement]:
    if facts.pages <= 1:
        return []
    turn: list[Action] = []
    for page, title in (
        (facts.page - 1, texts.common.previous_page),
        (facts.page + 1, texts.common.next_page),
    ):
        if 0 <= page < facts.pages:
            arg = f"{facts.tab}:{page}"
            turn.append(button(Verb.REQUESTS, facts.token, title, arg=arg, validate=False))
    where = text(texts.common.page(facts.page, facts.pages), subtle=True, size="Small")
    return [where, buttons(*turn)]


def _actions(facts: RequestsFacts, texts: Texts) -> list[Action]:
    shelves: list[Action] = [
        button(
            Verb.REQUESTS,
            facts.token,
            texts.request_list.tab_button(tab, facts.counts[tab]),
            arg=f"{tab}:0",
            validate=False,
        )
        for tab in RequestTab
        if tab in facts.counts and tab is not facts.tab
    ]
    delegate = button(Verb.DELEGATIONS, facts.token, texts.delegation.open, validate=False)
    return [*shelves, delegate, button(Verb.HOME, facts.token, texts.common.home, validate=False)]
