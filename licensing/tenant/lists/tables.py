"""Detects whether a text is a table, and splits it into rows.

Cells are separated by tabs, semicolons, bars or commas, and may be quoted; or as PowerShell prints
them: `Name : value` in blocks, or columns under a row of dashes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from licensing.tenant.lists import addresses
from licensing.tenant.lists.headers import ELSE, Meaning, key_of, meaning_of

#: Rows that decide whether a text is a table.
_SAMPLE: Final = 60
#: Maximum number of rows above the headings: titles, versions of templates.
_TITLES: Final = 5
#: Characters in one pair of quotation marks.
_LONGEST_CELL: Final = 4_000
_DELIMITERS: Final = ("\t", ";", "|", ",")
_DIRECTIVE: Final = re.compile(r"(?:sep=.|#TYPE\b.*|version:v\d[\d.]*[,;\t ]*)", re.IGNORECASE)
_RULE: Final = re.compile(r"[\s|+:;,=_\-–—]+")  # noqa: RUF001
_STROKES: Final = ("--", "==", "__", "——")
#: Longer lines are no rules and no fields.
_LONGEST_LINE: Final = 2_000
_DASHES: Final = re.compile(r"\s*-{2,}(?:\s+-+)*\s*")
_FIELD: Final = re.compile(r"\s*(\w[^:@\"{}\[\]<>;|\n]{0,59}?)\s*:(?:\s+(.*)|$)")
_EXAMPLE: Final = re.compile(r"\s*(?:example|beispiel|exemple)\s*:", re.IGNORECASE)
#: Meanings of headings that show that a row is one of headings.
_PERSON: Final = frozenset(Meaning) - {Meaning.UNKNOWN, Meaning.OTHER}
_NAMED: Final = _PERSON - {Meaning.GIVEN_NAME, Meaning.SURNAME}

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. Without headings each is an empty text."""

    headings: Row
    rows: tuple[Row, ...]


def find_table(text: str) -> Table | None:
    """The table that a text is, or None."""
    lines = [line for line in text.splitlines() if not _DIRECTIVE.fullmatch(line.strip())]
    return _blocks(lines) or _aligned(lines) or _delimited("\n".join(lines)) or _one_column(lines)


def _blocks(lines: Sequence[str]) -> Table | None:
    """`Name : value` in blocks, as Format-List prints them."""
    matches = [_FIELD.fullmatch(line) if len(line) < _LONGEST_LINE else None for line in lines]
    keys = [meaning_of(match[1]) for match in matches if match]
    filled = sum(bool(line.strip()) for line in lines)
    if not set(keys) & _NAMED or len(keys) * 2 < filled or _rare(matches, filled):
        return None
    rows: list[dict[str, str]] = []
    row: dict[str, str] = {}
    last = ""
    for line, match in zip(lines, matches, strict=True):
        if match:
            if match[1] in row:
                rows.append(row)
                row = {}
            last = match[1]
            row[last] = match[2] or ""
        elif not line.strip():
            rows.append(row)
            row, last = {}, ""
        elif last and line[:1].isspace():
            row[last] += line.strip()
        else:
            rows.append(row)
            rows.append({"": line.strip()})
            row, last = {}, ""
    rows.append(row)
    headings = tuple(dict.fromkeys(key for one in rows for key in one))
    return Table(headings, tuple(tuple(one.get(h, "") for h in headings) for one in rows if one))


def _rare(matches: Sequence[re.Match[str] | None], filled: int) -> bool:
    """Whether the only field is one line of a text that is no list of fields."""
    return sum(match is not None for match in matches) == 1 and filled > 1


def _aligned(lines: Sequence[str]) -> Table | None:
    """Columns under a row of dashes, as Format-Table prints them."""
    for number, line in enumerate(lines[:_SAMPLE]):
        if any(map(_holds, lines[:number])):
            return None
        if number and len(line) < _LONGEST_LINE and _DASHES.fullmatch(line):
            starts = [match.start() for match in re.finditer(r"-+", line)]
            headings = _sliced(lines[number - 1], starts)
            if all(meaning_of(heading) is Meaning.UNKNOWN for heading in headings):
                return None
            rest = lines[number + 1 :]
            rows = [_sliced(row, starts) for row in rest if row.strip() and not _is_rule(row)]
            return Table(headings, tuple(row for row in rows if row != headings))
    return None


def _sliced(line: str, starts: Sequence[int]) -> Row:
    ends = [*starts[1:], None]
    return tuple(
        line[start if number else 0 : end].strip()
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def _delimited(text: str) -> Table | None:
    sample = _head(text)
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        rows = list(_cut(sample, delimiter))
        at = _headings_at(rows)
        if at is None and not _is_grid(rows, delimiter):
            continue
        whole = list(_cut(text, delimiter)) if len(sample) < len(text) else rows
        if at is None:
            width = max(map(len, rows))
            return Table(("",) * width, tuple(row for row in whole if any(row)))
        below = _below(whole[at + 1 :], rows[at])
        # A row may have a cell more than there are headings.
        missing = max(map(len, below), default=0) - len(rows[at])
        return Table(rows[at] + ("",) * missing, below)
    return None


def _head(text: str) -> str:
    """The first lines of a text."""
    end = 0
    for _ in range(_SAMPLE):
        end = text.find("\n", end) + 1
        if not end:
            return text
    return text[:end]


def _cut(text: str, delimiter: str) -> Iterator[Row]:
    """Return rows of cells; a quoted cell may contain anything, and two quotes mean one."""
    d = re.escape(delimiter)
    cell = re.compile(rf'[ ]*"((?:[^"]|""){{0,{_LONGEST_CELL}}}+)"[ ]*(?=[{d}\n]|\Z)|([^{d}\n]*)')
    row: list[str] = []
    at = 0
    while at <= len(text):
        match = cell.match(text, at)
        if match is None:  # pragma: no cover - the second alternative matches anything
            return
        quoted, bare = match.groups()
        row.append(quoted.replace('""', '"').strip() if quoted is not None else bare.strip())
        at = match.end()
        if text[at : at + 1] != delimiter:
            yield from _row(row, delimiter)
            row = []
        at += 1


def _row(cells: Sequence[str], delimiter: str) -> Iterator[Row]:
    if delimiter == "|" and len(cells) > 2 and not cells[0] and not cells[-1]:
        cells = cells[1:-1]
    if any(cells) and not _is_rule(delimiter.join(cells)):
        yield tuple(cells)


def _is_rule(line: str) -> bool:
    return any(stroke in line for stroke in _STROKES) and _RULE.fullmatch(line) is not None


def _headings_at(rows: Sequence[Row]) -> int | None:
    """Which of the first rows holds the headings."""
    for at, row in enumerate(rows[: _TITLES + 1]):
        if len(row) > 1 and _is_headings(row) and _fits(rows[at + 1 :], len(row)):
            return at
        if any(map(_holds, row)):
            # A row of values: perhaps under headings that are not known.
            if at and _fits(rows[at:], len(rows[at - 1])) and len(row) > 1 and any(rows[at - 1]):
                return at - 1 if all(0 < len(cell) < 40 for cell in rows[at - 1]) else None
            return None
    return None


def _is_headings(row: Row) -> bool:
    if any(map(_holds, row)) or any(len(cell) > 60 for cell in row):
        return False
    meanings = [meaning_of(cell) for cell in row if cell]
    sure = sum(meaning is not Meaning.UNKNOWN for meaning in meanings)
    words = max(len(cell.split()) for cell in row)
    return bool(set(meanings) & _PERSON) or (sure * 2 >= len(meanings) and words < 5)


def _fits(rows: Sequence[Row], width: int) -> bool:
    """Whether most rows have the width of the headings."""
    return bool(rows) and 2 * sum(len(row) in {width, width - 1, width + 1} for row in rows) >= len(
        rows
    )


def _is_grid(rows: Sequence[Row], delimiter: str) -> bool:
    """Whether rows without headings are a table: all of one width, one column all addresses."""
    width = len(rows[0]) if rows else 0
    if width < 2 or any(len(row) != width for row in rows):
        return False
    if len(rows) == 1:
        cells = [cell for cell in rows[0] if cell]
        return delimiter == "\t" and any(map(_holds, cells)) and not all(map(_holds, cells))
    if delimiter in ",;" and any(re.search(r"<[^<>]*@", cell) for row in rows for cell in row):
        return False
    return any(
        all(_holds(row[column]) for row in rows if row[column])
        and sum(bool(row[column]) for row in rows) * 2 > len(rows)
        for column in range(width)
    )


def _one_column(lines: Sequence[str]) -> Table | None:
    """A column with its heading alone."""
    filled = [stripped for line in lines if (stripped := line.strip().strip('"').strip())]
    for at, line in enumerate(filled[: _TITLES + 1]):
        if addresses.in_text(line) or len(line) > 60:
            return None
        if meaning_of(line) in _PERSON or key_of(line) in ELSE:
            cells = [line.strip() for line in lines if line.strip()]
            return Table((line,), _below([(cell,) for cell in cells[at + 1 :]], (line,)))
    return None


def _below(rows: Sequence[Row], headings: Row) -> tuple[Row, ...]:
    """The rows under the headings, without examples and without the headings again."""
    return tuple(
        row for row in rows if row != headings and not any(_EXAMPLE.match(cell) for cell in row)
    )


def _holds(cell: str) -> bool:
    return bool(addresses.in_text(cell))
