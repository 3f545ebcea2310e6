"""The warnings of a plan: one sentence each, with its date, worst first.

What is deleted on a day has a warning of its own; what only ends stands in `cards.ending_services`,
and what concerns groups, purchases and add-ons in `cards.hindrances`.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import ContainerStyle

from cards.kit.blocks import box, link, text
from cards.kit.escaping import LONGEST_NAME, plain, plains
from cards.words.english import English
from licensing.losses.losses import deletion_day, onedrive_days
from licensing.losses.rules import DataEvent, day_of, rule_of
from licensing.losses.services import Data
from licensing.plans.summary import Counted, Summary

#: So many cases are named in one warning.
CASES_NAMED = 5

_Maker = Callable[[Summary, date, English, int], CardElement | None]


def warning_blocks(
    summary: Summary,
    day: date,
    words: English,
    limit: int = LONGEST_NAME,
    asker: str = "",
    *,
    named: bool = True,
) -> list[CardElement]:
    """What is lost on a day for a removal on `day`; deletion and eDiscovery always stand.

    Names are cut to `limit`. `asker` is whose view of open cases it is, where that is not the
    reader's; `named` whether the reader may know what cases are called.
    """
    makers: tuple[_Maker, ...] = (
        partial(_held, named=named),
        _deletion,
        partial(_ediscovery, asker=asker),
        _cloud_pc,
        _onedrive,
        _onedrive_stays,
        _archive,
        _smaller,
    )
    found = (make(summary, day, words, limit) for make in makers)
    return [block for block in found if block is not None]


def _held(
    summary: Summary, day: date, words: English, limit: int, *, named: bool
) -> CardElement | None:
    del day
    if not summary.held.people:
        return None
    said = held_people(summary, words, limit, named=named)
    return warning("attention", said, words.links.ediscovery, words)


def held_people(
    summary: Summary, words: English, limit: int = LONGEST_NAME, *, named: bool = True
) -> str:
    """Who is in which open cases."""
    shown = summary.cases[:CASES_NAMED] if named else ()
    cases = [words.one_case(case.name and plain(case.name, limit), case.hold) for case in shown]
    people = counted(summary.held, words, limit)
    return words.held_in_cases(people, summary.held.people, cases, len(summary.cases))


def _deletion(summary: Summary, day: date, words: English, limit: int) -> CardElement:
    count = summary.losing.get(Data.MAILBOX, 0)
    until = deletion_day(day, summary.terms)
    if not count:
        said = words.deletion_without_mailbox(until)
        return warning("warning", said, words.links.unassign, words)
    works = day_of(Data.MAILBOX, DataEvent.STOPS, day, summary.terms)
    said = words.deletion(losers(summary, Data.MAILBOX, words, limit), count, until, works)
    parts = [text(said), *_mailboxes_unknown(summary, words)]
    source = words.links.page(rule_of(Data.MAILBOX, summary.terms).source)
    return box("attention", *parts, link(words.read_more, source))


def _mailboxes_unknown(summary: Summary, words: English) -> list[CardElement]:
    if not summary.unknown_mailboxes:
        return []
    said = words.unknown_mailboxes(summary.unknown_mailboxes, summary.mailbox_check)
    return [text(said, subtle=True, size="Small", spacing="Small")]


def _ediscovery(
    summary: Summary, day: date, words: English, limit: int, *, asker: str
) -> CardElement:
    del limit
    count = summary.losing.get(Data.MAILBOX, 0)
    if not count:
        said = [text(words.no_ediscovery, subtle=True), *_cases_checked(summary, words, asker)]
        return box("default", *said)
    works = day_of(Data.MAILBOX, DataEvent.STOPS, day, summary.terms)
    return box(
        "attention",
        text(words.ediscovery(count, works)),
        *_cases_checked(summary, words, asker),
        text(words.holds_elsewhere, subtle=True, size="Small", spacing="Small"),
        link(words.read_more, words.links.unassign),
    )


def _cases_checked(summary: Summary, words: English, asker: str) -> list[CardElement]:
    said = words.cases_checked(summary.case_check, summary.held.people, asker)
    return [text(said, subtle=True, size="Small", spacing="Small")] if said else []


def _cloud_pc(summary: Summary, day: date, words: English, limit: int) -> CardElement | None:
    count = summary.losing.get(Data.CLOUD_PC, 0)
    gone = day_of(Data.CLOUD_PC, DataEvent.DELETED, day)
    if not count or gone is None:
        return None
    said = words.cloud_pcs(losers(summary, Data.CLOUD_PC, words, limit), count, gone)
    return warning("attention", said, _page(Data.CLOUD_PC, words), words)


def _onedrive(summary: Summary, day: date, words: English, limit: int) -> CardElement | None:
    count = summary.losing.get(Data.ONEDRIVE, 0)
    if not count:
        return None
    read_only, archived = onedrive_days(day)
    said = words.onedrive(losers(summary, Data.ONEDRIVE, words, limit), count, read_only, archived)
    cost = text(words.onedrive_cost, subtle=True, size="Small", spacing="Small")
    return box("warning", text(said), cost, link(words.read_more, words.links.onedrive))


def _onedrive_stays(summary: Summary, day: date, words: English, limit: int) -> CardElement | None:
    del day
    count = summary.losing.get(Data.ONEDRIVE_STAYS, 0)
    if not count:
        return None
    said = words.onedrive_stays(losers(summary, Data.ONEDRIVE_STAYS, words, limit), count)
    return warning("emphasis", said, words.links.unassign, words)


def _archive(summary: Summary, day: date, words: English, limit: int) -> CardElement | None:
    count = summary.losing.get(Data.ARCHIVE, 0)
    gone = day_of(Data.ARCHIVE, DataEvent.DELETED, day, summary.terms)
    if not count or gone is None:
        return None
    said = words.archives(losers(summary, Data.ARCHIVE, words, limit), count, gone)
    return warning("warning", said, _page(Data.ARCHIVE, words), words)


def _smaller(summary: Summary, day: date, words: English, limit: int) -> CardElement | None:
    del day
    count = summary.losing.get(Data.MAILBOX_SPACE, 0)
    if not count:
        return None
    said = words.smaller(losers(summary, Data.MAILBOX_SPACE, words, limit), count)
    return warning("warning", said, _page(Data.MAILBOX_SPACE, words), words)


def losers(summary: Summary, kind: Data, words: English, limit: int = LONGEST_NAME) -> str:
    """Who loses a kind of data: a few names and a number."""
    names = plains(summary.names.get(kind, ()), limit)
    return words.and_more(names, summary.losing.get(kind, 0))


def counted(found: Counted, words: English, limit: int = LONGEST_NAME) -> str:
    """A few names and how many more there are."""
    return words.and_more(plains(found.names, limit), found.people)


def warning(style: ContainerStyle, said: str, url: str, words: English) -> CardElement:
    """One sentence and one link."""
    return box(style, text(said), link(words.read_more, url))


def _page(kind: Data, words: English) -> str:
    return words.links.page(rule_of(kind).source)
