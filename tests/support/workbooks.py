"""Reads a workbook as a spreadsheet would, without the library that wrote it.

Shapes: ECMA-376, part 1, SpreadsheetML. Only texts are read: a number or a formula is a mistake.
"""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile("_x([0-9A-F]{4})_")


def read_workbook(content: bytes) -> dict[str, list[list[str]]]:
    """The rows of each sheet by its name; an empty cell is an empty text."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert parts.testzip() is None
        book = ET.fromstring(parts.read("xl/workbook.xml"))
        names = [str(sheet.get("name")) for sheet in book.iter(f"{_MAIN}sheet")]
        return {
            name: _rows(parts.read(f"xl/worksheets/sheet{number}.xml"))
            for number, name in enumerate(names, 1)
        }


def records(rows: list[list[str]]) -> list[dict[str, str]]:
    """The rows below the first, by the names in the first."""
    head, *lines = rows
    return [dict(zip(head, line, strict=True)) for line in lines]


def _rows(xml: bytes) -> list[list[str]]:
    rows = []
    width = 0
    for row in ET.fromstring(xml).iter(f"{_MAIN}row"):
        cells: list[str] = []
        for cell in row.iter(f"{_MAIN}c"):
            assert cell.get("t") == "inlineStr", ET.tostring(cell)
            column = _column(str(cell.get("r")))
            cells += [""] * (column - len(cells))
            said = "".join(part.text or "" for part in cell.iter(f"{_MAIN}t"))
            cells.append(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), said))
        width = width or len(cells)
        rows.append(cells + [""] * (width - len(cells)))
    return rows


def _column(place: str) -> int:
    """The number of a column, from 0: that of B7 is 1."""
    number = 0
    for letter in place.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1
