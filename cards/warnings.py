"""The warnings of a plan: one sentence each, with its date."""

from collections.abc import Callable
from datetime import date

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import ContainerStyle

from cards.blocks import box, link, text
from cards.plain import plains
from cards.words.english import English
from licensing.losses import deletion_day, onedrive_days
from licensing.plan import Summary
from licensing.services import Data

#: So many groups are named in one warning.
GROUPS_NAMED = 5


def warning_blocks(
    summary: Summary, day: date, words: English, *, onedrive_rule: bool = True
) -> list[CardElement]:
    """All that apply to a removal on `day`, worst first; the first two always stand.

    `onedrive_rule` is whether the cloud archives an unlicensed OneDrive.
    """
    makers: list[Callable[[Summary, date, English], CardElement | None]] = [
        _deletion,
        _ediscovery,
        _onedrive if onedrive_rule else _onedrive_stays,
        _inherited,
        _office,
    ]
    found = (make(summary, day, words) for make in makers)
    return [block for block in found if block is not None]


def _deletion(summary: Summary, day: date, words: English) -> CardElement:
    count = summary.losing.get(Data.MAILBOX, 0)
    until = deletion_day(day)
    if not count:
        return _block("warning", words.deletion_without_mailbox(until), words.links.unassign, words)
    said = words.deletion(losers(summary, Data.MAILBOX, words), count, until)
    return _block("attention", said, words.links.unassign, words)


def _ediscovery(summary: Summary, day: date, words: English) -> CardElement:
    del day
    count = summary.losing.get(Data.MAILBOX, 0)
    if not count:
        return box("default", text(words.no_ediscovery, subtle=True))
    return _block("attention", words.ediscovery(count), words.links.unassign, words)


def _onedrive(summary: Summary, day: date, words: English) -> CardElement | None:
    count = summary.losing.get(Data.ONEDRIVE, 0)
    if not count:
        return None
    read_only, archived = onedrive_days(day)
    said = words.onedrive(losers(summary, Data.ONEDRIVE, words), count, read_only, archived)
    return _block("warning", said, words.links.onedrive, words)


def _onedrive_stays(summary: Summary, day: date, words: English) -> CardElement | None:
    del day
    count = summary.losing.get(Data.ONEDRIVE, 0)
    if not count:
        return None
    said = words.onedrive_stays(losers(summary, Data.ONEDRIVE, words), count)
    return _block("emphasis", said, words.links.unassign, words)


def _inherited(summary: Summary, day: date, words: English) -> CardElement | None:
    del day
    if not summary.inherited:
        return None
    names = plains(group.name for group in summary.groups[:GROUPS_NAMED])
    said = words.inherited(summary.inherited, words.groups_of(names, len(summary.groups)))
    return _block("emphasis", said, words.links.group_licenses, words)


def _office(summary: Summary, day: date, words: English) -> CardElement | None:
    del day
    count = summary.losing.get(Data.OFFICE, 0)
    if not count:
        return None
    said = words.office(losers(summary, Data.OFFICE, words), count)
    return _block("emphasis", said, words.links.unlicensed_office, words)


def losers(summary: Summary, kind: Data, words: English) -> str:
    """Who loses a kind of data: a few names and a number."""
    return words.and_more(plains(summary.names.get(kind, ())), summary.losing.get(kind, 0))


def _block(style: ContainerStyle, said: str, url: str, words: English) -> CardElement:
    return box(style, text(said), link(words.read_more, url))
