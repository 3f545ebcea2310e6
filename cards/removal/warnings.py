"""The warnings of a plan: one sentence each, with its date, worst first.

A kind that is deleted on a day has a separate warning; kinds that only end are in
`cards.removal.ending_services`, and what concerns groups, purchases and add-ons in
`cards.removal.blockers`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import ContainerStyle, Spacing

from cards.kit.blocks import box, link, text
from cards.kit.escaping import LONGEST_NAME, plain, plains
from cards.removal.statements import (
    Statement,
    ediscovery_words,
    losers,
    marked,
    rest_statement,
    unknown_products,
)
from cards.words.texts import Texts
from licensing.losses.losses import deletion_day, onedrive_days
from licensing.losses.rules import DataEvent, Terms, day_of, rule_of
from licensing.losses.services import Data
from licensing.plans.statements import deleted_kinds, unsearchable_kinds
from licensing.plans.summary import PeopleCount, Summary

#: Maximum number of cases named in one warning.
CASES_NAMED = 5

_Maker = Callable[[Summary, date, Texts, int], CardElement | None]


def warning_blocks(
    summary: Summary,
    day: date,
    texts: Texts,
    limit: int = LONGEST_NAME,
    asker: str = "",
    *,
    named: bool = True,
) -> list[CardElement]:
    """The losses by day for a removal on `day`; both statements are always shown.

    A warning appears only if something is lost, with its own day; a sentence says what is
    not lost. Names are cut to `limit`. `asker` is whose view of open cases it is, where that is not
    the reader's; `named` whether the reader may know what cases are called.
    """
    deleted = {kind for kind, _ in deleted_kinds(summary, day)}
    drawn: dict[Data, CardElement | None] = {
        kind: make(summary, day, texts, limit) for kind, make in _DATED.items()
    }
    # The first warning of something that is deleted is the statement about it.
    first = next((kind for kind, block in drawn.items() if block and kind in deleted), None)
    if first is not None and (block := drawn[first]) is not None:
        drawn[first] = marked(block, Statement.DELETION)
    blocks = (
        _held(summary, texts, limit, named=named),
        drawn.pop(Data.MAILBOX),
        _ediscovery(summary, day, texts, limit, asker=asker),
        *drawn.values(),
    )
    return [block for block in blocks if block is not None]


def _held(summary: Summary, texts: Texts, limit: int, *, named: bool) -> CardElement | None:
    if not summary.in_cases.people:
        return None
    said = held_people(summary, texts, limit, named=named)
    more = texts.preview.read_more(texts.preview.ediscovery_cases)
    return warning("attention", said, link(more, texts.links.ediscovery))


def held_people(
    summary: Summary, texts: Texts, limit: int = LONGEST_NAME, *, named: bool = True
) -> str:
    """Who is in which open cases."""
    shown = summary.cases[:CASES_NAMED] if named else ()
    cases = [
        texts.losses.case_of_several(case.name and plain(case.name, limit), case.holds)
        for case in shown
    ]
    people = counted(summary.in_cases, texts, limit)
    return texts.losses.held_in_cases(people, summary.in_cases.people, cases, len(summary.cases))


def _mailbox(summary: Summary, day: date, texts: Texts, limit: int) -> CardElement | None:
    count = summary.losing.get(Data.MAILBOX, 0)
    if not count:
        return None
    until = deletion_day(day, summary.terms)
    works = day_of(Data.MAILBOX, DataEvent.STOPS, day, summary.terms)
    said = texts.preview.deletion(losers(summary, Data.MAILBOX, texts, limit), count, until, works)
    parts = [text(said), *_mailboxes_unknown(summary, texts)]
    return box("attention", *parts, rule_link(Data.MAILBOX, texts, summary.terms))


def _mailboxes_unknown(summary: Summary, texts: Texts) -> list[CardElement]:
    if not summary.unknown_mailboxes:
        return []
    said = texts.losses.unknown_mailboxes(summary.unknown_mailboxes, summary.mailbox_check)
    return [text(said, subtle=True, size="Small", spacing="Small")]


def _ediscovery(
    summary: Summary, day: date, texts: Texts, limit: int, *, asker: str
) -> CardElement:
    """The statement about eDiscovery, and what is not lost or not known."""
    rest = rest_statement(summary, day, texts, limit)
    checked = _cases_checked(summary, texts, asker)
    if not unsearchable_kinds(summary, day):
        return box("default", *([rest] if rest else []), *checked)
    more = texts.preview.read_more(texts.preview.ediscovery_search)
    found = box(
        "attention",
        text(ediscovery_words(summary, day, texts)),
        *([rest] if rest else []),
        *checked,
        text(texts.losses.holds_elsewhere, subtle=True, size="Small", spacing="Small"),
        link(more, texts.links.ediscovery_search),
    )
    return marked(found, Statement.EDISCOVERY)


def _cases_checked(summary: Summary, texts: Texts, asker: str) -> list[CardElement]:
    said = texts.losses.cases_checked(summary.case_check, summary.in_cases.people, asker)
    return [text(said, subtle=True, size="Small", spacing="Small")] if said else []


def _cloud_pc(
    summary: Summary, day: date, texts: Texts, limit: int, *, kind: Data
) -> CardElement | None:
    count = summary.losing.get(kind, 0)
    gone = day_of(kind, DataEvent.DELETED, day)
    if not count or gone is None:
        return None
    said = texts.losses.cloud_pcs(
        losers(summary, kind, texts, limit), count, gone, business=kind is Data.CLOUD_PC_BUSINESS
    )
    return warning("attention", said, rule_link(kind, texts))


def _unknown(summary: Summary, day: date, texts: Texts, limit: int) -> CardElement | None:
    del day
    count = summary.losing.get(Data.UNKNOWN, 0)
    if not count:
        return None
    said = texts.losses.unknown_products(
        losers(summary, Data.UNKNOWN, texts, limit), count, unknown_products(summary, texts, limit)
    )
    return warning("attention", said, rule_link(Data.UNKNOWN, texts))


def _onedrive(summary: Summary, day: date, texts: Texts, limit: int) -> CardElement | None:
    count = summary.losing.get(Data.ONEDRIVE, 0)
    if not count:
        return None
    said = texts.preview.onedrive(
        losers(summary, Data.ONEDRIVE, texts, limit), count, *onedrive_days(day, summary.terms)
    )
    cost = text(texts.losses.onedrive_cost, subtle=True, size="Small", spacing="Small")
    return box("warning", text(said), cost, rule_link(Data.ONEDRIVE, texts, summary.terms))


def _onedrive_stays(summary: Summary, day: date, texts: Texts, limit: int) -> CardElement | None:
    del day
    count = summary.losing.get(Data.ONEDRIVE_STAYS, 0)
    if not count:
        return None
    said = texts.preview.onedrive_stays(losers(summary, Data.ONEDRIVE_STAYS, texts, limit), count)
    return warning("emphasis", said, rule_link(Data.ONEDRIVE_STAYS, texts))


def _archive(summary: Summary, day: date, texts: Texts, limit: int) -> CardElement | None:
    count = summary.losing.get(Data.ARCHIVE, 0)
    gone = day_of(Data.ARCHIVE, DataEvent.DELETED, day, summary.terms)
    if not count or gone is None:
        return None
    said = texts.losses.archives(losers(summary, Data.ARCHIVE, texts, limit), count, gone)
    return warning("warning", said, rule_link(Data.ARCHIVE, texts))


def _smaller(summary: Summary, day: date, texts: Texts, limit: int) -> CardElement | None:
    del day
    count = summary.losing.get(Data.MAILBOX_SPACE, 0)
    if not count:
        return None
    said = texts.losses.smaller(losers(summary, Data.MAILBOX_SPACE, texts, limit), count)
    return warning("warning", said, rule_link(Data.MAILBOX_SPACE, texts))


def counted(found: PeopleCount, texts: Texts, limit: int = LONGEST_NAME) -> str:
    """A few names and how many more there are."""
    return texts.common.and_more(plains(found.names, limit), found.people)


def warning(style: ContainerStyle, said: str, more: CardElement) -> CardElement:
    """One sentence and one link."""
    return box(style, text(said), more)


def rule_link(
    kind: Data, texts: Texts, terms: Terms | None = None, *, spacing: Spacing = "Small"
) -> CardElement:
    """The page of Microsoft that says what happens to a kind of data, named after the data."""
    said = texts.preview.read_more(texts.losses.data_names[kind])
    return link(said, texts.links.page(rule_of(kind, terms).source), spacing=spacing)


#: Kinds with their own day, in the order of the card; each is None without a loss.
_DATED: Mapping[Data, _Maker] = {
    Data.MAILBOX: _mailbox,
    Data.CLOUD_PC_BUSINESS: partial(_cloud_pc, kind=Data.CLOUD_PC_BUSINESS),
    Data.CLOUD_PC: partial(_cloud_pc, kind=Data.CLOUD_PC),
    Data.UNKNOWN: _unknown,
    Data.ONEDRIVE: _onedrive,
    Data.ONEDRIVE_STAYS: _onedrive_stays,
    Data.ARCHIVE: _archive,
    Data.MAILBOX_SPACE: _smaller,
}
