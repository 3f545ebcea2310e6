"""Microsoft's two statements on a card: what is permanently deleted, and what eDiscovery loses.

Each is marked on the card by an id, so that the server knows of a drawn card whether it shows both.
Nothing that can be pressed to remove licenses counts without them.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final

from microsoft_teams.cards import CardElement

from cards.kit.blocks import text
from cards.kit.card import Card
from cards.kit.escaping import LONGEST_NAME, plains
from cards.words.texts import Texts
from licensing.losses.services import Data
from licensing.plans.statements import deleted_kinds, loses_unknown, unsearchable_kinds
from licensing.plans.summary import Summary


class Statement(StrEnum):
    """The ids of the statements on a card."""

    DELETION = "states_deletion"
    EDISCOVERY = "states_ediscovery"
    #: Both in one sentence, where nothing is lost.
    NOTHING_LOST = "states_nothing_lost"
    #: Both in one sentence, if the losses are unknown.
    NOT_KNOWN = "states_not_known"


_EACH: Final = frozenset({Statement.DELETION, Statement.EDISCOVERY})
_BOTH: Final = frozenset({Statement.NOTHING_LOST, Statement.NOT_KNOWN})
#: Maximum number of products and services named.
NAMED: Final = 3


def shows_statements(card: Card) -> bool:
    """Whether a drawn card shows both statements."""
    found = frozenset(_ids(card))
    return bool(found & _BOTH) or found >= _EACH


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


def rest_statement(
    summary: Summary, day: date, texts: Texts, limit: int = LONGEST_NAME
) -> CardElement | None:
    """State what is not lost, or what is unknown.

    None where something is deleted and lost to eDiscovery.
    """
    deleted, unsearchable = deleted_kinds(summary, day), unsearchable_kinds(summary, day)
    if loses_unknown(summary):
        return _not_known(summary, texts, limit, bool(deleted), bool(unsearchable))
    new = plains(summary.new_services[:NAMED], limit)
    known = texts.common.and_more(new, len(summary.new_services)) if new else ""
    if not deleted and not unsearchable:
        return marked(text(texts.preview.nothing_lost(known)), Statement.NOTHING_LOST)
    if not unsearchable:
        return marked(text(texts.preview.no_ediscovery(known), subtle=True), Statement.EDISCOVERY)
    if not deleted:
        return marked(text(texts.preview.no_deletion(known), subtle=True), Statement.DELETION)
    return None


def _not_known(
    summary: Summary, texts: Texts, limit: int, deleted: bool, unsearchable: bool
) -> CardElement | None:
    if deleted and unsearchable:
        return None
    what = unknown_products(summary, texts, limit)
    if deleted:
        return marked(text(texts.preview.unknown_ediscovery(what)), Statement.EDISCOVERY)
    if unsearchable:
        return marked(text(texts.preview.unknown_deletion(what)), Statement.DELETION)
    return marked(text(texts.preview.unknown_losses(what)), Statement.NOT_KNOWN)


def unknown_products(summary: Summary, texts: Texts, limit: int = LONGEST_NAME) -> str:
    """The products with unknown contents."""
    named = plains(summary.unknown_products[:NAMED], limit)
    return texts.common.and_more(named, len(summary.unknown_products)) if named else ""


def ediscovery_words(summary: Summary, day: date, texts: Texts) -> str:
    """What eDiscovery can no longer search, and from when on, in a sentence or two."""
    days = dict(unsearchable_kinds(summary, day))
    mailboxes, archives = summary.losing.get(Data.MAILBOX, 0), summary.losing.get(Data.ARCHIVE, 0)
    said = []
    if mailboxes or archives:
        works = days.get(Data.MAILBOX, days.get(Data.ARCHIVE))
        said.append(texts.preview.ediscovery(mailboxes, archives, works))
    if from_day := days.get(Data.ONEDRIVE):
        said.append(texts.preview.ediscovery_onedrive(summary.losing[Data.ONEDRIVE], from_day))
    return texts.common.sentences(said)


def losers(summary: Summary, kind: Data, texts: Texts, limit: int = LONGEST_NAME) -> str:
    """Who loses a kind of data: a few names and a number."""
    names = plains(summary.names.get(kind, ()), limit)
    return texts.common.and_more(names, summary.losing.get(kind, 0))
