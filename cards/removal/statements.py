"""Microsoft's two statements on a card: what is deleted for good, and what eDiscovery loses.

Each is marked on the card by an id, so that the server knows of a drawn card whether it shows both.
Nothing that can be pressed to remove licenses counts without them.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final

from microsoft_teams.cards import CardElement

from cards.kit.blocks import box, text
from cards.kit.card import Card
from cards.kit.escaping import LONGEST_NAME, plains
from cards.words.texts import Texts
from licensing.losses.rules import DataEvent, day_of
from licensing.losses.services import Data
from licensing.plans.statements import deleted_kinds, unsearchable_kinds
from licensing.plans.summary import Summary


class Statement(StrEnum):
    """The ids of the statements on a card."""

    DELETION = "states_deletion"
    EDISCOVERY = "states_ediscovery"
    #: Both in one sentence, where nothing is lost.
    NOTHING_LOST = "states_nothing_lost"


_BOTH: Final = frozenset({Statement.DELETION, Statement.EDISCOVERY})


def shows_statements(card: Card) -> bool:
    """Whether a drawn card shows both statements."""
    found = frozenset(_ids(card))
    return Statement.NOTHING_LOST in found or found >= _BOTH


def _ids(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for inner in value.values():
            yield from _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)


def marked(element: CardElement, statement: Statement) -> CardElement:
    """Mark an element as the place of a statement."""
    return element.model_copy(update={"id": statement})


def calm_statement(summary: Summary, day: date, texts: Texts) -> CardElement | None:
    """Say what is not lost; None where something is deleted and lost to eDiscovery."""
    deleted, unsearchable = deleted_kinds(summary, day), unsearchable_kinds(summary)
    if not deleted and not unsearchable:
        return marked(text(texts.preview.nothing_lost), Statement.NOTHING_LOST)
    if not unsearchable:
        return marked(text(texts.preview.no_ediscovery, subtle=True), Statement.EDISCOVERY)
    if not deleted:
        return marked(text(texts.preview.no_deletion, subtle=True), Statement.DELETION)
    return None


def deletion_lines(
    summary: Summary, day: date, texts: Texts, limit: int = LONGEST_NAME
) -> list[str]:
    """A line for each kind of data that is deleted for good: how many, whose, and the day."""
    return [
        texts.confirm.deletion_line(
            kind,
            losers(summary, kind, texts, limit),
            summary.losing[kind],
            gone,
            day_of(kind, DataEvent.STOPS, day, summary.terms),
        )
        for kind, gone in deleted_kinds(summary, day)
    ]


def short_statements(
    summary: Summary, day: date, texts: Texts, limit: int = LONGEST_NAME
) -> CardElement:
    """Both statements in a few lines, where another card has them in full."""
    said = deletion_lines(summary, day, texts, limit)
    lines = [text(one, size="Small", spacing="Small") for one in said]
    lines[:1] = [marked(line, Statement.DELETION) for line in lines[:1]]
    if unsearchable_kinds(summary):
        ends = text(ediscovery_sentence(summary, day, texts), size="Small", spacing="Small")
        lines.append(marked(ends, Statement.EDISCOVERY))
    calm = calm_statement(summary, day, texts)
    return box("emphasis", *lines, *([calm] if calm else []))


def ediscovery_sentence(summary: Summary, day: date, texts: Texts) -> str:
    """What eDiscovery can no longer search, and from when on."""
    return texts.preview.ediscovery(*_unsearchable(summary), _works(summary, day))


def search_words(summary: Summary, day: date, texts: Texts) -> tuple[str, str]:
    """The parts of that sentence: what can't be searched, and when that begins."""
    searched = texts.preview.searched(*_unsearchable(summary))
    return searched, texts.preview.search_ends(_works(summary, day))


def _unsearchable(summary: Summary) -> tuple[int, int]:
    return summary.losing.get(Data.MAILBOX, 0), summary.losing.get(Data.ARCHIVE, 0)


def _works(summary: Summary, day: date) -> date | None:
    return day_of(Data.MAILBOX, DataEvent.STOPS, day, summary.terms)


def losers(summary: Summary, kind: Data, texts: Texts, limit: int = LONGEST_NAME) -> str:
    """Who loses a kind of data: a few names and a number."""
    names = plains(summary.names.get(kind, ()), limit)
    return texts.common.and_more(names, summary.losing.get(kind, 0))
