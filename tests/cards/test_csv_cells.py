"""What a name may hold, in a table that a spreadsheet opens with commas, semicolons or tabs."""

import csv

import pytest

from cards.runs.tables import run_rows
from cards.words.languages import english
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome

SIGNS = ("=", "+", "-", "@", "\N{FULLWIDTH EQUALS SIGN}", " =", "\t=", "\n@")


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", "a;", "a; ", "a\t", "a;b;", "a|"])
def test_no_part_of_a_cell_is_a_formula(sign: str, before: str) -> None:
    name = f"{before}{sign}cmd"
    one = PersonOutcome("p", name, "p@x.example", (LineOutcome("e3", Outcome.REMOVED),))
    text = run_rows([one], {}, english())
    (row,) = csv.reader(text.splitlines(keepends=True))
    assert text.startswith('"')
    for part in row[0].replace("\t", ";").replace("|", ";").replace("\n", ";").split(";"):
        assert not part.lstrip().startswith(("=", "+", "-", "@", "\N{FULLWIDTH EQUALS SIGN}"))


def test_other_cells_stay_as_they_are() -> None:
    one = PersonOutcome("p", "O'Brien-Smith; Jr", "p@x.example", ())
    kept = PersonOutcome("p", one.name, one.address, (LineOutcome("e3", Outcome.REMOVED),))
    assert run_rows([kept], {}, english()).startswith("O'Brien-Smith; Jr,p@x.example,")
