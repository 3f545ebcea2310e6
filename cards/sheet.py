"""Plans and outcomes as CSV, the same that the cards show, for people with a spreadsheet.

Cells that a spreadsheet would run as a formula get an apostrophe in front (OWASP, "CSV Injection").
So do those that begin with blanks or with the wide forms of the same signs, which some programs
read alike.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from cards.words.english import English
from licensing.outcome import PersonOutcome
from licensing.plan import Fate, PlannedPerson
from licensing.services import Data

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_CONTROL = ("\t", "\r", "\n")


def plan_header(words: English) -> str:
    """The first line of a plan's table, with the mark that makes Excel read UTF-8."""
    return "\ufeff" + _line(words.plan_columns)


def plan_rows(people: Iterable[PlannedPerson], products: Mapping[str, str], words: English) -> str:
    """One line for each person and product of a plan."""
    return "".join(
        _line(
            (
                person.name,
                person.address,
                products.get(line.product, line.product),
                line.product,
                words.fate(line.fate),
                "; ".join(group.name for group in line.groups),
                words.yes_no(Data.MAILBOX in person.losses and line.fate is Fate.GOES),
            )
        )
        for person in people
        for line in person.lines
    )


def run_header(words: English) -> str:
    """The first line of a run's table."""
    return "\ufeff" + _line(words.run_columns)


def run_rows(people: Iterable[PersonOutcome], products: Mapping[str, str], words: English) -> str:
    """One line for each person and product of a run."""
    return "".join(
        _line(
            (
                person.name,
                person.address,
                products.get(line.product, line.product),
                line.product,
                words.outcome(line.outcome),
                words.reason(line) or "; ".join(group.name for group in line.groups),
                line.answer.request_id if line.answer else "",
                _time(person.at),
            )
        )
        for person in people
        for line in person.lines
    )


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([f"'{cell}" if _runs(cell) else cell for cell in cells])
    return text.getvalue()


def _runs(cell: str) -> bool:
    """Whether a spreadsheet might take this for more than text."""
    return cell.startswith(_CONTROL) or cell.lstrip().startswith(_FORMULA)


def _time(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment else ""
