"""Data that comes back with restored licenses, until when, and data that does not."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from microsoft_teams.cards import CardElement

from cards.kit.blocks import box, link, marked_line, text
from cards.kit.escaping import LONGEST_NAME, plains
from cards.removal.decision import Loss
from cards.words.texts import Texts
from licensing.losses.services import Data
from licensing.plans.planned_person import PlannedAction
from licensing.plans.summary import DataReturns, PeopleCount, Returns

#: Maximum number of lines of what comes back and what does not.
LINES_SHOWN: Final = 3
_GONE, _BACK, _OTHER = "⛔", "✅", "⚠️"


def return_blocks(
    found: Returns,
    texts: Texts,
    limit: int = LONGEST_NAME,
    *,
    gone: bool = True,
    restored_on: date | None = None,
) -> list[CardElement]:
    """A block for each thing, worst first. Names are cut to `limit`.

    `gone` is whether what was deleted is said here; `restored_on` the last day on which licenses
    came back, once they are back.
    """
    blocks = list[CardElement]()
    if gone:
        blocks += [box("attention", text(said)) for said in _gone(found, texts, limit)]
    for kind, one in found.data.items():
        blocks += _left(kind, one, texts, limit)
    if found.unknown.people:
        said = texts.undo.unknown(_who(found.unknown, texts, limit))
        blocks.append(box("warning", text(said)))
    if found.numbers.people:
        said = texts.undo.numbers(_who(found.numbers, texts, limit), found.numbers.people)
        page = link(texts.undo.numbers_page, texts.links.numbers_page)
        how = link(texts.undo.numbers_link, texts.links.phone_numbers)
        blocks.append(box("warning", text(said), page, how))
    for kind, one in found.data.items():
        blocks += _back(kind, one, texts, limit, restored_on)
    return blocks


def restored_block(
    returns: Returns,
    blocked: Mapping[PlannedAction, int],
    texts: Texts,
    restored_on: date | None = None,
    *,
    single: bool,
) -> CardElement | None:
    """What comes back with the licenses and what does not, worst first; None where nothing is.

    At most `LINES_SHOWN` lines. `blocked` are licenses that can't be restored; `restored_on` is the
    last day on which licenses came back, once they are back; `single` is whether they are of one
    person.
    """
    found = list(return_lines(returns, blocked, texts, restored_on, single=single))
    if not found:
        return None
    small = len(found) >= LINES_SHOWN
    lines = [
        marked_line(one.icon, texts.common.label(one.word), one.said, small=small)
        for one in found[:LINES_SHOWN]
    ]
    if len(found) > LINES_SHOWN:
        more = texts.common.more(len(found) - LINES_SHOWN)
        lines.append(text(more, subtle=True, size="Small", spacing="Small"))
    bad = any(one.icon is not _BACK for one in found)
    return box("attention" if bad else "emphasis", *lines)


def return_lines(
    returns: Returns,
    blocked: Mapping[PlannedAction, int],
    texts: Texts,
    restored_on: date | None = None,
    *,
    single: bool,
) -> Iterator[Loss]:
    """A line for each thing that an undo brings back or does not.

    What is permanently deleted comes first, then what comes back, then the rest.
    """
    words, decision, data = texts.undo, texts.decision, returns.data.items()
    if gone := _gone_data(returns):
        said = words.stays_deleted(gone, single=single)
        yield Loss(_GONE, decision.deletion, said)
    yield from _coming_back(returns, texts, restored_on, single=single)
    if blocked:
        why = sorted(blocked, key=lambda one: -blocked[one])
        said = words.blocked(sum(blocked.values()), why)
        yield Loss(_OTHER, words.blocked_label, said)
    if without := [
        (kind, one.without.people, one.without_until) for kind, one in data if one.without_until
    ]:
        said = words.nothing_for_it(without, single=single)
        yield Loss(_OTHER, texts.results.will_be_deleted, said)
    if doubtful := [
        (kind, one.doubtful.people, one.doubtful_until) for kind, one in data if one.doubtful_until
    ]:
        said = words.come_back(doubtful, single=single)
        yield Loss(_OTHER, words.doubtful_label, said)
    if returns.unknown.people:
        yield Loss(_OTHER, decision.unknown, words.unknown_contents)
    if returns.numbers.people:
        yield Loss(_OTHER, decision.phone, words.assign_numbers)


def _coming_back(
    returns: Returns, texts: Texts, restored_on: date | None, *, single: bool
) -> Iterator[Loss]:
    words = texts.undo
    back = [(kind, one.back.people, one.until) for kind, one in returns.data.items() if one.until]
    late = [one for one in back if restored_on and restored_on > one[2]]
    if late and restored_on:
        said = words.came_back_late(late, restored_on, single=single)
        yield Loss(_OTHER, words.check_label, said)
    if in_time := [one for one in back if one not in late]:
        word = words.came_back if restored_on else words.comes_back
        said = (
            words.came(in_time, single=single)
            if restored_on
            else words.come_back(in_time, single=single)
        )
        yield Loss(_BACK, word, said)


def gone_words(returns: Returns, texts: Texts, *, single: bool) -> str:
    """What does not come back, each kind with its last day; empty where nothing is gone."""
    gone = _gone_data(returns)
    return texts.undo.kept(gone, single=single) if gone else ""


def _gone_data(returns: Returns) -> list[tuple[Data, int, date]]:
    return [
        (kind, one.gone.people, one.gone_after)
        for kind, one in returns.data.items()
        if one.gone_after
    ]


def _gone(found: Returns, texts: Texts, limit: int) -> list[str]:
    return [
        texts.undo.data_gone(kind, _who(one.gone, texts, limit), one.gone.people, one.gone_after)
        for kind, one in found.data.items()
        if one.gone_after
    ]


def _left(kind: Data, one: DataReturns, texts: Texts, limit: int) -> list[CardElement]:
    if not one.without_until:
        return []
    losers = _who(one.without, texts, limit)
    said = texts.undo.data_stays_lost(kind, losers, one.without.people, one.without_until)
    return [box("warning", text(said))]


def _back(
    kind: Data, one: DataReturns, texts: Texts, limit: int, restored_on: date | None
) -> list[CardElement]:
    blocks = list[CardElement]()
    for people, until, doubtful in (
        (one.doubtful, one.doubtful_until, True),
        (one.back, one.until, False),
    ):
        if until is None:
            continue
        losers = _who(people, texts, limit)
        if restored_on and restored_on > until:
            said = texts.undo.came_late(kind, losers, people.people, until, restored_on)
            blocks.append(box("attention", text(said)))
        elif doubtful:
            said = texts.undo.data_doubtful(kind, losers, people.people, until)
            blocks.append(box("warning", text(said)))
        else:
            said = texts.undo.data_comes_back(kind, losers, people.people, until)
            blocks.append(box("emphasis", text(said)))
    return blocks


def _who(people: PeopleCount, texts: Texts, limit: int = LONGEST_NAME) -> str:
    return texts.common.and_more(plains(people.names, limit), people.people)
