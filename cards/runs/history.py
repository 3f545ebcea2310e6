"""Receipts in a list: the history, newest first, or what has not ended yet."""

from dataclasses import dataclass
from datetime import datetime

from microsoft_teams.cards import CardElement, Column, ColumnSet, Container
from microsoft_teams.cards.core import Action

from cards.kit.actions import Field, Verb
from cards.kit.blocks import buttons, run, runs, text
from cards.kit.card import Card, button, card, fold, head, notice_block, page_buttons
from cards.kit.escaping import plain
from cards.kit.inputs import choose_one, day_input, line_input
from cards.kit.notices import Notice
from cards.kit.people import Names, names_of
from cards.runs.progress import so_far
from cards.runs.result import result_title
from cards.words.texts import Texts
from licensing.plans.plan import PlanKind
from licensing.plans.receipt_search import ReceiptSearch
from licensing.runs.control import FINAL_STATES, PAUSED_STATES
from licensing.runs.counts import REMOVED_OUTCOMES
from licensing.runs.outcome import RunState
from licensing.runs.receipt import Receipt
from licensing.tenant.people import PersonRef


@dataclass(frozen=True, slots=True)
class Row:
    """One receipt of the list."""

    receipt: Receipt
    #: When it was started, in the viewer's time zone.
    at: datetime
    #: Whether it is the viewer's own.
    own: bool
    #: Whether the viewer may pause, resume and stop it.
    acts: bool = True


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
    everyone: bool = False
    #: What the list is searched by; None for all.
    search: ReceiptSearch | None = None
    #: Whether the viewer can open the journal.
    journal: bool = False
    notice: Notice | None = None

    @property
    def names(self) -> Names:
        """What the card calls people."""
        return names_of(map(_owner, self.rows))


def history_card(facts: HistoryFacts, texts: Texts) -> Card:
    """List receipts, each with a button that opens it, and Pause and Stop for open runs."""
    title = texts.history.status if facts.running else texts.history.history
    return card(
        texts,
        [
            head(title, texts.history.receipts_shown(facts.total) if facts.total else None),
            notice_block(facts.notice, texts),
            text(_said(facts, texts), subtle=True),
            *(_row(row, facts, texts) for row in facts.rows),
            *_pages(facts, texts),
        ],
        [
            button(Verb.HISTORY, facts.token, texts.history.history, validate=False)
            if facts.running
            else None,
            *_search(facts, texts),
            button(Verb.JOURNAL, facts.token, texts.journal.title, validate=False)
            if facts.journal and not facts.running
            else None,
            button(Verb.HOME, facts.token, texts.common.home, validate=False),
        ],
        speak=f"{title}. {_said(facts, texts)}",
        wide=True,
    )


def _search(facts: HistoryFacts, texts: Texts) -> list[Action]:
    """The fields to search by, folded, and the button that shows all again."""
    if facts.running:
        return []
    search = facts.search or ReceiptSearch()
    fields = [
        line_input(
            Field.SEARCH_TEXT,
            texts.history.search_text,
            value=search.text,
            placeholder=texts.history.search_hint,
        ),
        choose_one(
            Field.SEARCH_FIELD,
            texts.history.search_field,
            [(said, field) for field, said in texts.history.search_fields.items()],
            chosen=search.field,
        ),
        day_input(
            Field.SEARCH_DAY,
            texts.history.search_day,
            search.day.isoformat() if search.day else "",
        ),
    ]
    find = button(Verb.SEARCH, facts.token, texts.history.search, style="positive")
    found: list[Action] = [fold(texts.history.search, fields, [find])]
    if facts.search is not None:
        show_all = texts.history.show_all
        found.append(button(Verb.SHOW_ALL, facts.token, show_all, validate=False))
    return found


def _said(facts: HistoryFacts, texts: Texts) -> str:
    if facts.search is not None:
        day = texts.common.day(facts.search.day) if facts.search.day else None
        words = plain(facts.search.text)
        field = facts.search.field
        return texts.history.searched(words, field, day, facts.total, mine=not facts.everyone)
    if not facts.total:
        return texts.history.status_empty if facts.running else texts.history.history_empty
    if facts.running:
        return texts.history.status_all if facts.everyone else texts.history.status_mine
    return texts.history.history_all if facts.everyone else texts.history.history_mine


def _owner(row: Row) -> PersonRef:
    return PersonRef(row.receipt.owner, row.receipt.owner_name, "")


def _row(row: Row, facts: HistoryFacts, texts: Texts) -> CardElement:
    receipt = row.receipt
    name = facts.names.of(_owner(row)) if receipt.owner_name else texts.history.someone
    who = texts.history.by(texts.history.yourself if row.own else name)
    when = f"{texts.common.local_moment(row.at)} · {who}{_about(receipt, texts)}"
    items: list[CardElement] = [
        runs(
            run(texts.progress.receipt_number(receipt.number), bold=True),
            run(f" · {texts.history.states[receipt.state]}"),
        ),
        text(_came_to(receipt, texts), spacing="None"),
        text(when, subtle=True, size="Small", spacing="None"),
    ]
    actions = buttons(*_row_buttons(row, facts.token, texts))
    if receipt.state not in FINAL_STATES:
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


def _came_to(receipt: Receipt, texts: Texts) -> str:
    if receipt.state in FINAL_STATES:
        kind = PlanKind.REMOVAL if receipt.undoes is None else PlanKind.UNDO
        title = result_title(receipt.outcomes, texts, kind)
        return f"{title} · {texts.common.people(receipt.affected)}"
    return so_far(receipt.ends, receipt.outcomes, receipt.affected, texts)


def _about(receipt: Receipt, texts: Texts) -> str:
    """What it undid, or by what it was undone."""
    if receipt.undoes is not None:
        return f" · {texts.undo.undoes(receipt.undoes)}"
    if not receipt.undone_by:
        return ""
    removed = sum(receipt.outcomes.get(outcome, 0) for outcome in REMOVED_OUTCOMES)
    return f" · {texts.undo.was_undone(receipt.undone_by, receipt.restored, removed)}"


def _row_buttons(row: Row, token: str, texts: Texts) -> list[Action]:
    receipt = row.receipt
    arg = str(receipt.number)

    def one(verb: Verb, title: str) -> Action:
        about = texts.progress.receipt_number(receipt.number)
        return button(verb, token, title, arg=arg, validate=False, about=about)

    found = [one(Verb.RECEIPT, texts.history.open_receipt)]
    if not row.acts:
        return found
    if receipt.state is RunState.RUNNING:
        found += [one(Verb.PAUSE, texts.progress.pause), one(Verb.STOP, texts.progress.stop)]
    if receipt.state in PAUSED_STATES:
        found += [one(Verb.GO_ON, texts.progress.resume), one(Verb.STOP, texts.progress.stop)]
    return found


def _pages(facts: HistoryFacts, texts: Texts) -> list[CardElement]:
    turn = page_buttons(facts.page, facts.pages, facts.token, texts)
    if not turn:
        return []
    where = text(texts.common.page(facts.page, facts.pages), subtle=True, size="Small")
    return [where, buttons(*turn)]
