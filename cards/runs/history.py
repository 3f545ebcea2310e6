"""Receipts in a list: the history, newest first, or what has not ended yet."""

from dataclasses import dataclass
from datetime import datetime

from microsoft_teams.cards import CardElement, Column, ColumnSet, Container
from microsoft_teams.cards.core import Action

from cards.kit.actions import Verb
from cards.kit.blocks import buttons, run, runs, text
from cards.kit.card import Card, button, card, head, notice_block, page_buttons
from cards.kit.escaping import plain
from cards.kit.notices import Notice
from cards.runs.result import result_title
from cards.words.english import English
from licensing.plans.plan import PlanKind
from licensing.runs.control import HELD, OVER
from licensing.runs.outcome import RunState
from licensing.runs.receipt import Receipt


@dataclass(frozen=True, slots=True)
class Row:
    """One receipt of the list."""

    receipt: Receipt
    #: When it was begun, where the viewer is.
    at: datetime
    #: Whether it is the viewer's own.
    own: bool


@dataclass(frozen=True, slots=True)
class HistoryFacts:
    """Facts of the card."""

    rows: tuple[Row, ...]
    #: How many receipts there are in all.
    total: int
    page: int
    pages: int
    token: str
    #: Only what has not ended.
    running: bool = False
    #: Whether the list is the whole tenant's.
    everybody: bool = False
    notice: Notice | None = None


def history_card(facts: HistoryFacts, words: English) -> Card:
    """List receipts, each with a button that opens it, and with brakes while it goes on."""
    title = words.status if facts.running else words.history
    return card(
        words,
        [
            head(title, words.receipts_shown(facts.total) if facts.total else None),
            notice_block(facts.notice, words),
            text(_said(facts, words), subtle=True),
            *(_row(row, facts.token, words) for row in facts.rows),
            *_pages(facts, words),
        ],
        [
            button(Verb.HISTORY, facts.token, words.history, validate=False)
            if facts.running
            else None,
            button(Verb.HOME, facts.token, words.home, validate=False),
        ],
        speak=f"{title}. {_said(facts, words)}",
        wide=True,
    )


def _said(facts: HistoryFacts, words: English) -> str:
    if not facts.total:
        return words.status_empty if facts.running else words.history_empty
    if facts.running:
        return words.status_all if facts.everybody else words.status_mine
    return words.history_all if facts.everybody else words.history_mine


def _row(row: Row, token: str, words: English) -> CardElement:
    receipt = row.receipt
    name = plain(receipt.owner_name) if receipt.owner_name else words.somebody
    who = words.by(words.yourself if row.own else name)
    when = f"{words.local_moment(row.at)} · {who}{_about(receipt, words)}"
    items: list[CardElement] = [
        runs(
            run(words.receipt_number(receipt.number), bold=True),
            run(f" · {words.states[receipt.state]}"),
        ),
        text(_came_to(receipt, words), spacing="None"),
        text(when, subtle=True, size="Small", spacing="None"),
    ]
    actions = buttons(*_row_buttons(receipt, token, words))
    if receipt.state not in OVER:
        # Several buttons need the whole width of a phone.
        return Container(separator=True, spacing="Medium", items=[*items, actions])
    return ColumnSet(
        separator=True,
        spacing="Medium",
        columns=[
            Column(width="stretch", vertical_content_alignment="Center", items=items),
            Column(width="auto", vertical_content_alignment="Center", items=[actions]),
        ],
    )


def _came_to(receipt: Receipt, words: English) -> str:
    if receipt.state in OVER:
        kind = PlanKind.REMOVAL if receipt.undoes is None else PlanKind.RESTORATION
        title = result_title(receipt.outcomes, words, kind)
        return f"{title} · {words.people(receipt.people)}"
    return words.progress(receipt.finished, receipt.people)


def _about(receipt: Receipt, words: English) -> str:
    """What it undid, or by what it was undone."""
    if receipt.undoes is not None:
        return f" · {words.undoes(receipt.undoes)}"
    return f" · {words.was_undone(receipt.undone_by)}" if receipt.undone_by else ""


def _row_buttons(receipt: Receipt, token: str, words: English) -> list[Action]:
    arg = str(receipt.number)

    def one(verb: Verb, title: str) -> Action:
        return button(verb, token, title, arg=arg, validate=False)

    found = [one(Verb.RECEIPT, words.open_receipt)]
    if receipt.state is RunState.RUNNING:
        found += [one(Verb.PAUSE, words.pause), one(Verb.STOP, words.stop)]
    if receipt.state in HELD:
        found += [one(Verb.GO_ON, words.resume_run), one(Verb.STOP, words.stop)]
    return found


def _pages(facts: HistoryFacts, words: English) -> list[CardElement]:
    turn = page_buttons(facts.page, facts.pages, facts.token, words)
    if not turn:
        return []
    where = text(words.page(facts.page, facts.pages), subtle=True, size="Small")
    return [where, buttons(*turn)]
