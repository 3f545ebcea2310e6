"""Plans and outcomes as CSV, the same that the cards show, for people with a spreadsheet.

Cells that a spreadsheet would run as a formula get an apostrophe in front (OWASP, "CSV Injection").
So do those that begin with blanks or with the wide forms of the same signs, which some programs
read alike.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from cards.words.texts import Texts
from licensing.losses.rules import DataEvent, Terms, day_of, events
from licensing.losses.services import Data
from licensing.plans.plan import Plan
from licensing.plans.planned_person import PlannedAction, PlannedPerson
from licensing.reminders.upcoming import Forecast
from licensing.runs.outcome import PersonOutcome
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import PersonRef

_SIGNS = "[=+\\-@\uff1d\uff0b\uff0d\uff20]"
_RUNS = re.compile(rf"^(?=[^\S\t\r\n]*{_SIGNS})|(?<=[;\t\r\n|])\s*(?={_SIGNS})")
_CONTROL = ("\t", "\r", "\n")


def plan_header(texts: Texts) -> str:
    """The first line of a plan's table, with the mark that makes Excel read UTF-8."""
    return "\ufeff" + _line(texts.tables.plan_columns.values())


def plan_rows(people: Iterable[PlannedPerson], plan: Plan, texts: Texts) -> str:
    """One line for each person and product. Of the plan, its people may be left out."""
    products = plan.products
    return "".join(
        _line(
            (
                person.name,
                person.address,
                products.get(line.product, line.product),
                line.product,
                texts.tables.action(line.action),
                "; ".join(group.name for group in line.groups),
                texts.tables.yes_no(
                    Data.MAILBOX in person.losses and line.action is PlannedAction.REMOVE
                ),
                *_means(person, plan, texts),
            )
        )
        for person in people
        for line in person.lines
    )


def _means(person: PlannedPerson, plan: Plan, texts: Texts) -> tuple[str, ...]:
    """What the removal means for the person, the same on each line; dates as in a database."""
    day, terms, products = person.removed_on or plan.day, plan.terms, plan.products
    gone = day_of(Data.MAILBOX, DataEvent.DELETED, day, terms)
    lost = [kind for kind in Data if kind in person.losses]
    return (
        gone.isoformat() if gone and Data.MAILBOX in person.losses else "",
        "; ".join(_dated(kind, texts, day, terms) for kind in lost),
        "; ".join(
            texts.losses.one_kept([one.data], products.get(one.product, one.product))
            for one in person.kept
        ),
        "; ".join(
            texts.losses.addon_of(products.get(one.product, one.product), one.effect)
            for one in person.addons
        ),
        "" if person.mailbox is Mailbox.UNKNOWN else texts.losses.mailbox_kinds[person.mailbox],
        texts.tables.yes_no(person.last_license),
        "; ".join(texts.losses.one_case(case.name, case.hold) for case in person.cases),
    )


def _dated(kind: Data, texts: Texts, day: date, terms: Terms) -> str:
    days = [
        f"{texts.losses.event_name(kind, one.event)} {one.day.isoformat()}"
        for one in events(kind, day, terms)
    ]
    return (
        f"{texts.losses.data_names[kind]} ({', '.join(days)})"
        if days
        else texts.losses.data_names[kind]
    )


def run_header(texts: Texts) -> str:
    """The first line of a run's table."""
    return "\ufeff" + _line(texts.tables.run_columns.values())


def run_rows(people: Iterable[PersonOutcome], products: Mapping[str, str], texts: Texts) -> str:
    """One line for each person and product of a run."""
    return "".join(
        _line(
            (
                person.name,
                person.address,
                products.get(line.product, line.product),
                line.product,
                texts.results.outcomes[line.outcome],
                texts.results.reason(line) or "; ".join(group.name for group in line.groups),
                line.answer.request_id if line.answer else "",
                _time(person.at),
            )
        )
        for person in people
        for line in person.lines
    )


def upcoming_header(texts: Texts) -> str:
    """The first line of the table of what is ahead."""
    return "\ufeff" + _line(texts.reminders.upcoming_columns.values())


def upcoming_rows(
    forecast: Forecast, names: Mapping[int, PersonRef], today: date, texts: Texts
) -> str:
    """One line for each person and each thing that happens from today on."""
    return "".join(
        _line(
            (
                event.day.isoformat(),
                names[one.position].name,
                names[one.position].address,
                texts.losses.data_names[event.data],
                texts.losses.event_name(event.data, event.event),
                str(forecast.calendar.receipt),
                forecast.day_of(one).isoformat(),
                one.checked_at.isoformat(timespec="seconds") if one.checked_at else "",
            )
        )
        for one in forecast.people
        for event in forecast.events(one, today)
    )


def _line(cells: Iterable[str]) -> str:
    text, found = io.StringIO(), list(cells)
    safe = [_safe(cell) for cell in found]
    plain = safe == found
    writer = csv.writer(text) if plain else csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(safe)
    return text.getvalue()


def _safe(cell: str) -> str:
    """The cell with an apostrophe wherever a spreadsheet might take what follows for a formula.

    Where semicolons or tabs part cells, as in much of Europe, one cell may become several.
    """
    safe = _RUNS.sub(r"\g<0>'", cell)
    return f"'{safe}" if cell.startswith(_CONTROL) else safe


def _time(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment else ""
