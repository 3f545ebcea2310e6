"""What an undo restores to one person, and why something can't come back."""

from collections.abc import Mapping

from microsoft_teams.cards import CardElement

from cards.kit.blocks import box, link, run, runs, text
from cards.kit.escaping import plain
from cards.words.texts import Texts
from licensing.plans.plan import Plan
from licensing.plans.planned_person import Line, PlannedAction, PlannedPerson

#: Maximum number of products named in one line; the rest is a number.
NAMED = 8
#: Reasons why something can't come back, worst first.
_REASONS = (
    PlannedAction.ACCOUNT_GONE,
    PlannedAction.NOT_OWNED,
    PlannedAction.NO_SEAT,
    PlannedAction.NO_LOCATION,
    PlannedAction.ALREADY_HELD,
)
#: Those of them that are put right on the page of accounts, and on that of subscriptions.
_ABOUT_ACCOUNTS = (PlannedAction.ACCOUNT_GONE, PlannedAction.NO_LOCATION)
_ABOUT_SEATS = (PlannedAction.NOT_OWNED, PlannedAction.NO_SEAT)


def left_out_blocks(plan: Plan, texts: Texts) -> list[CardElement]:
    """A line for each reason why something can't come back."""
    said = [
        text(texts.undo.cannot(action, count))
        for action in _REASONS
        if (count := plan.summary.blocked.get(action, 0))
    ]
    if not said:
        return []
    links = [
        link(title, url)
        for title, url, reasons in (
            (texts.common.users_page, texts.links.users_page, _ABOUT_ACCOUNTS),
            (texts.common.products_page, texts.links.products_page, _ABOUT_SEATS),
        )
        if any(plan.summary.blocked.get(reason) for reason in reasons)
    ]
    return [box("warning", *said, *links)]


def restored_lines(
    person: PlannedPerson, names: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    """What can't come back first, a line for each reason."""
    shown = []
    for action in [*_REASONS, PlannedAction.RESTORE]:
        lines = [line for line in person.lines if line.action is action]
        if lines:
            shown.append(_line(action, lines, names, texts, limit))
    return shown or [text(texts.preview.nothing, subtle=True)]


def _line(
    action: PlannedAction, lines: list[Line], names: Mapping[str, str], texts: Texts, limit: int
) -> CardElement:
    called = [plain(names.get(line.product, line.product), limit) for line in lines[:NAMED]]
    word = run(
        texts.common.label(texts.tables.actions[action]), bold=action is PlannedAction.RESTORE
    )
    return runs(word, run(texts.common.and_more(called, len(lines))), spacing="Small")
