"""Writes tables as a workbook that a spreadsheet opens in columns, whatever its language (.xlsx).

Every cell is text, so that nothing in it is run as a formula. Memory stays constant: rows go to
temporary files. All of it runs in threads, because 100,000 rows take seconds.
"""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import IO, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from cards.runs.tables import Row

#: A sheet holds 1,048,576 rows, and its file must stay below 2 GB; more rows go to another sheet.
MAX_ROWS: Final = 500_000
#: In characters.
_WIDTH: Final = 24
#: A sheet's name has at most 31 characters, and a number may follow.
_LONGEST_NAME: Final = 25
#: Half a surrogate pair, and two code points that XML does not allow.
_NO_XML: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
#: All formulas, links and numbers are off: a cell is the text that was given.
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The beginning of a table: the name of its sheet, and its first row."""

    name: str
    header: Row


#: Some rows of the sheet that was begun last. Called in a thread.
Rows = Callable[[], Iterable[Row]]


async def write_workbook(parts: AsyncIterator[Sheet | Rows], file: IO[bytes]) -> None:
    """Write a workbook to an open file. Reading the parts stays on the event loop."""
    with tempfile.TemporaryDirectory(prefix="unassign-") as folder:
        writer = _Writer(file, folder)
        try:
            async for part in parts:
                await asyncio.to_thread(writer.add, part)
        finally:
            await asyncio.to_thread(writer.close)


class _Writer:
    """One workbook. Used by one thread at a time."""

    def __init__(self, file: IO[bytes], folder: str) -> None:
        self._book = Workbook(file, {**_OPTIONS, "tmpdir": folder})
        self._bold = self._book.add_format({"bold": True})
        self._parts = 0

    def add(self, part: Sheet | Rows) -> None:
        """Begin a sheet, or add rows to it."""
        if isinstance(part, Sheet):
            self._parts = 0
            self._begin(part)
            return
        for row in part():
            if self._row > MAX_ROWS:
                self._begin(self._sheet)
            self._write(row)

    def close(self) -> None:
        """Put the workbook together."""
        self._book.close()

    def _begin(self, sheet: Sheet) -> None:
        self._sheet, self._row = sheet, 0
        self._parts += 1
        name = sheet.name[:_LONGEST_NAME]
        self._page = self._book.add_worksheet(name if self._parts == 1 else f"{name} {self._parts}")
        self._page.set_column(0, len(sheet.header) - 1, _WIDTH)
        self._page.freeze_panes(1, 0)
        self._write(sheet.header, self._bold)

    def _write(self, cells: Row, style: Format | None = None) -> None:
        for column, cell in enumerate(cells):
            if cell:
                self._page.write_string(self._row, column, _NO_XML.sub("\ufffd", cell), style)
        self._row += 1
