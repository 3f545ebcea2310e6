"""Data that comes back with restored licenses, until when, and data that does not."""

from datetime import date

from microsoft_teams.cards import CardElement

from cards.kit.blocks import box, link, text
from cards.kit.escaping import LONGEST_NAME, plains
from cards.words.texts import Texts
from licensing.losses.services import Data
from licensing.plans.summary import DataReturns, PeopleCount, Returns


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


def gone_lines(found: Returns, texts: Texts) -> list[str]:
    """A line for each kind of data that does not come back: how many, whose, and since when."""
    return [
        texts.undo.gone_line(kind, _who(one.gone, texts), one.gone.people, one.gone_after)
        for kind, one in found.data.items()
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
