"""What a removal does with the products of one person, in a few lines."""

from collections.abc import Mapping

from microsoft_teams.cards import CardElement

from cards.kit.blocks import run, runs, text
from cards.kit.escaping import plain, plains
from cards.words.texts import Texts
from licensing.plans.planned_person import CHANGING_ACTIONS, Line, PlannedAction, PlannedPerson

#: Number of names shown for one person: products that go or are not held, products that stay, and
#: groups that give one. The rest is a number; the file has it all.
NAMED = 8
STAYING_SHOWN = 4
GROUPS_SHOWN = 2


def planned_lines(
    person: PlannedPerson, names: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    """What goes from a person, what stays, and what is not held."""

    def named(*fates: PlannedAction) -> list[str]:
        lines = [line for line in person.lines if line.action in fates]
        return [_name(line, names, texts, limit) for line in lines]

    staying = [line for line in person.lines if line.groups]
    shown = [
        *_line(texts.preview.goes, named(*CHANGING_ACTIONS), texts, bold=True),
        *_stays(staying, names, texts, limit),
        *_line(texts.preview.unexplained, named(PlannedAction.UNEXPLAINED), texts),
        *_line(texts.preview.not_held, named(PlannedAction.NOT_HELD), texts),
    ]
    return shown or [text(texts.preview.nothing, subtle=True)]


def _name(line: Line, names: Mapping[str, str], texts: Texts, limit: int) -> str:
    name = plain(names.get(line.product, line.product), limit)
    if line.unlisted:
        name = texts.preview.unlisted(name)
    return (
        texts.preview.direct_assignment(name)
        if line.action is PlannedAction.STAYS_BY_GROUP
        else name
    )


def _line(what: str, names: list[str], texts: Texts, *, bold: bool = False) -> list[CardElement]:
    if not names:
        return []
    said = texts.common.and_more(names[:NAMED], len(names))
    return [runs(run(texts.common.label(what), bold=bold), run(said), spacing="Small")]


def _stays(
    lines: list[Line], names: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    """A line for each product that a group gives."""
    shown = [
        texts.choose.by_group(
            plain(names.get(line.product, line.product), limit),
            plains((group.name for group in line.groups[:GROUPS_SHOWN]), limit),
            len(line.groups),
        )
        for line in lines[:STAYING_SHOWN]
    ]
    rest = len(lines) - len(shown)
    found = [
        runs(run(texts.common.label(texts.preview.stays)), run(said), spacing="Small")
        for said in shown
    ]
    if rest:
        found.append(text(texts.common.more(rest), subtle=True, spacing="Small"))
    return found
