"""A workbook keeps every text as it is, whatever its size, and never stops the event loop."""

import io
import threading
from collections.abc import AsyncIterator, Iterable

import pytest

from cards.runs.tables import Row
from engine.downloads import workbook
from engine.downloads.workbook import Rows, Sheet, write_workbook
from tests.support.workbooks import read_workbook

ODD = [
    "=1+1",
    "@SUM(A1)",
    "-2",
    "0012",
    "https://evil.example",
    "mailto:x@evil.example",
    " two  spaces ",
    'a"b,c\nd;e\tf',
    "<b>&amp;",
    "\x00\x07",
    "_x0041_",
    "\N{ARABIC LETTER ALEF}\U0001f600",
]


async def written(*parts: Sheet | Rows) -> dict[str, list[list[str]]]:
    async def all_parts() -> AsyncIterator[Sheet | Rows]:
        for part in parts:
            yield part

    file = io.BytesIO()
    await write_workbook(all_parts(), file)
    return read_workbook(file.getvalue())


async def test_every_text_is_read_as_it_was_written() -> None:
    rows = [(text, "") for text in ODD]
    found = await written(Sheet("One", ("A", "B")), lambda: rows, Sheet("Two", ("C",)))
    assert found == {"One": [["A", "B"], *map(list, rows)], "Two": [["C"]]}


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\ufffe", "\uffff"])
async def test_what_no_file_can_hold_is_replaced(text: str) -> None:
    found = await written(Sheet("One", ("A",)), lambda: [(f"{text}x",)])
    (_, (cell,)) = found["One"]
    assert cell.endswith("x")
    assert "\ufffd" in cell


async def test_a_longer_text_than_a_cell_holds_is_cut() -> None:
    found = await written(Sheet("One", ("A",)), lambda: [("x" * 40_000,)])
    assert found["One"][1] == ["x" * 32_767]


async def test_more_rows_than_a_sheet_holds_go_to_another_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 10)
    found = await written(Sheet("People", ("A",)), lambda: [(str(n),) for n in range(25)])
    assert list(found) == ["People", "People 2", "People 3"]
    assert [row for rows in found.values() for row in rows if row != ["A"]] == [
        [str(n)] for n in range(25)
    ]
    assert all(rows[0] == ["A"] for rows in found.values())


async def test_rows_are_made_outside_of_the_event_loop() -> None:
    threads = set()

    def rows() -> Iterable[Row]:
        threads.add(threading.get_ident())
        return [("x",)]

    await written(Sheet("One", ("A",)), rows, rows)
    assert threads
    assert threading.get_ident() not in threads
