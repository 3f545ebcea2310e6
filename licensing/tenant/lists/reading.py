"""Reads a pasted list of people: its entries, and how certain it is that a person is meant.

A table is rows, and one of its columns names the person of each. Everything else is lines: an
address or an object id names a person anywhere, a name only if it is the whole line.
Nothing here knows the directory; `licensing.tenant.matching` decides who is meant.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from licensing.tenant.lists import addresses
from licensing.tenant.lists.addresses import MAX_ENTRY_LENGTH, Found
from licensing.tenant.lists.headers import Meaning, meaning_of
from licensing.tenant.lists.tables import Row, Table, find_table
from licensing.tenant.spelling import composed

#: A list with more entries is refused as a whole rather than read in part.
MAX_ENTRIES: Final = 100_000
#: A longer text is not read at all; an activity of Teams is not larger.
MAX_CHARACTERS: Final = 800_000
#: How many columns can be chosen instead.
MAX_COLUMNS: Final = 5

#: A byte order mark of UTF-8 that was read as ANSI.
_ANSI_MARK: Final = "ï»¿"
_BULLET: Final = re.compile(r"\A(?:[-*•·‣▪–—>]+|\(?\d{1,5}[.)])\s+")  # noqa: RUF001
_PARTS: Final = re.compile(r"[;|\t；、，]")  # noqa: RUF001
#: Words ahead of an address that may say that someone else is meant, or that this one stays.
_DOUBT: Final = re.compile(
    r"\b(?:managers?|supervisors?|boss|approvers?|owners?|reports? to|cc|bcc|except|but|not|don't|"
    r"without|keep|unless|instead|vorgesetzte\w*|führungskraft|chef\w*|teamleit\w*|außer|ausser|"
    r"ohne|nicht|behalten|behält|statt|responsable|supérieure?|sauf|pas|sans|garder|garde|"
    r"excepté)\b|^\W*(?:from|sender|von|absender|de|expéditeur)\s*:",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\w", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its place from 0, and its heading, perhaps none."""

    place: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table names the person of each row."""

    #: None where none can.
    used: Column | None
    #: Those that could be used instead.
    others: tuple[Column, ...] = ()
    #: How many columns are not used.
    ignored: int = 0


@dataclass(frozen=True, slots=True)
class Pasted:
    """A list as read: entries in order, each once, and how many stood there more than once."""

    #: Each names a person: an address, an object id or a whole name.
    entries: tuple[str, ...] = ()
    repeated: int = 0
    #: These may name a person or not: they are never accepted without a question.
    doubtful: tuple[str, ...] = ()
    #: Text next to addresses: asked about only if someone has this name.
    asides: tuple[str, ...] = ()
    #: What can't be understood, cut so that it can be shown.
    unclear: tuple[str, ...] = ()
    #: None where the list is no table.
    columns: Columns | None = None

    @property
    def sought(self) -> tuple[str, ...]:
        """Return everything that has to be looked up."""
        return tuple(dict.fromkeys((*self.entries, *self.doubtful, *self.asides)))

    def __bool__(self) -> bool:
        return bool(self.sought or self.unclear)


@dataclass(slots=True)
class _Reader:
    """Collects what was read."""

    entries: dict[str, str] = field(default_factory=dict)
    doubtful: dict[str, str] = field(default_factory=dict)
    asides: dict[str, str] = field(default_factory=dict)
    unclear: dict[str, None] = field(default_factory=dict)
    #: Whole lines that are a name.
    names: list[str] = field(default_factory=list)
    repeated: int = 0

    def take(self, entry: str) -> None:
        key = entry.lower()
        self.repeated += key in self.entries
        self.entries.setdefault(key, entry)

    def doubt(self, entry: str) -> None:
        if len(entry) > MAX_ENTRY_LENGTH:
            self.refuse(entry)
        elif _WORD.search(entry):
            self.doubtful.setdefault(entry.lower(), entry)

    def refuse(self, text: str) -> None:
        if _WORD.search(text):
            self.unclear.setdefault(text[:MAX_ENTRY_LENGTH])

    def result(self, columns: Columns | None = None) -> Pasted:
        known = self.entries
        return Pasted(
            tuple(known.values()),
            self.repeated,
            tuple(entry for key, entry in self.doubtful.items() if key not in known),
            tuple(entry for key, entry in self.asides.items() if key not in known),
            tuple(self.unclear),
            columns,
        )


def read_list(text: str, column: int | None = None) -> Pasted:
    """Read a pasted list, perhaps by another column of its table. Nothing raises."""
    text = composed(text.removeprefix(_ANSI_MARK)).removeprefix(_ANSI_MARK)
    text = text.replace("\N{NO-BREAK SPACE}", " ").replace("\r\n", "\n").replace("\r", "\n")
    table = find_table(text)
    return _read_lines(text) if table is None else _read_rows(table, column)


def _read_rows(table: Table, wanted: int | None) -> Pasted:
    reader = _Reader()
    meanings = _meanings(table)
    choices = _choices(table, meanings)
    width = sum(bool(table.headings[n]) or _filled(table, n) for n in range(len(table.headings)))
    if not choices:
        names = _name_parts(meanings)
        for row in table.rows:
            _read_parts(reader, row, names)
        return reader.result(Columns(None, (), width))
    place = wanted if wanted in choices else choices[0]
    for row in table.rows:
        _read_cell(reader, row, place, meanings[place])
    others = tuple(Column(n, table.headings[n]) for n in choices if n != place)
    used = Column(place, table.headings[place])
    return reader.result(Columns(used, others[: MAX_COLUMNS - 1], max(width - 1, 0)))


def _meanings(table: Table) -> list[Meaning]:
    found = [meaning_of(heading) if heading else Meaning.UNKNOWN for heading in table.headings]
    parts = {Meaning.GIVEN_NAME, Meaning.SURNAME}
    if parts & set(found):
        # Next to a given name, "Name" is the surname.
        found = [Meaning.SURNAME if one is Meaning.NAME else one for one in found]
    return found


def _choices(table: Table, meanings: Sequence[Meaning]) -> list[int]:
    """The columns that can name the person, the best first."""
    ranked: list[tuple[int, int, int]] = []
    for place, meaning in enumerate(meanings):
        cells = [cell for row in table.rows if (cell := _cell(row, place))]
        if not cells or meaning > Meaning.UNKNOWN:
            continue
        mails = [one.text.lower() for cell in cells if (one := addresses.address_in(cell))]
        ids = sum(addresses.id_in(cell) is not None for cell in cells)
        if meaning is Meaning.ID or (meaning is Meaning.UNKNOWN and ids > len(mails)):
            fits = 2 * ids >= len(cells)
        elif meaning in {Meaning.DISPLAY_NAME, Meaning.NAME}:
            fits = True
        else:
            fits = 2 * len(mails) >= len(cells)
        # Of several columns without a heading, the one with the most addresses is the person's.
        distinct = len(set(mails)) if meaning is Meaning.UNKNOWN else 0
        if fits:
            ranked.append((meaning, -distinct, place))
    return [place for *_, place in sorted(ranked)]


def _filled(table: Table, place: int) -> bool:
    return any(_cell(row, place) for row in table.rows)


def _cell(row: Row, place: int) -> str:
    return row[place] if place < len(row) else ""


def _read_cell(reader: _Reader, row: Row, place: int, meaning: Meaning) -> None:
    """The person of one row. A row that names no one is shown."""
    cell = _cell(row, place)
    named = meaning in {Meaning.DISPLAY_NAME, Meaning.NAME}
    mail = addresses.address_in(cell)
    if meaning is not Meaning.ID and mail is not None and mail.whole:
        reader.take(mail.text)
    elif not named and (id_ := addresses.id_in(cell)) is not None:
        reader.take(id_)
    elif not named or "@" in cell or not _WORD.search(cell) or len(cell) > MAX_ENTRY_LENGTH:
        reader.refuse(cell or " · ".join(filter(None, row)))
    elif meaning is Meaning.NAME and len(cell.split()) < 2:
        # It may be a surname.
        reader.doubt(cell)
    else:
        reader.take(" ".join(cell.split()))


def _name_parts(meanings: Sequence[Meaning]) -> tuple[int, int] | None:
    """Return the columns of given names and surnames."""
    if Meaning.GIVEN_NAME in meanings and Meaning.SURNAME in meanings:
        return meanings.index(Meaning.GIVEN_NAME), meanings.index(Meaning.SURNAME)
    return None


def _read_parts(reader: _Reader, row: Row, names: tuple[int, int] | None) -> None:
    """A row of a table without a column that names the person."""
    given, surname = (_cell(row, n) for n in names) if names else ("", "")
    if given and surname:
        reader.doubt(f"{given} {surname}")
    else:
        reader.refuse(" · ".join(filter(None, row)))


def _read_lines(text: str) -> Pasted:
    reader = _Reader()
    for line in text.split("\n"):
        stripped = _BULLET.sub("", line.strip(), count=1) if line[:60].strip() else line.strip()
        if not _WORD.search(stripped):
            continue
        found = addresses.in_text(stripped)
        if found:
            _read_found(reader, stripped, found)
        else:
            _read_name(reader, stripped)
    _take_names(reader)
    return reader.result()


def _read_found(reader: _Reader, line: str, found: Sequence[Found]) -> None:
    """Read a line with addresses or object ids."""
    before, doubt = 0, False
    for one in found:
        ahead = line[max(before, one.start - 200) : one.start]
        label = line[one.start : one.end].partition("@")[0].rpartition(":")[0]
        # "All but A and B" is said of both.
        doubt = doubt or _DOUBT.search(f"{ahead}{label}") is not None
        if not one.whole:
            reader.refuse(one.text)
        elif doubt:
            reader.doubt(one.text)
        else:
            reader.take(one.text)
        before = one.end
    for segment in _PARTS.split(line):
        pieces = segment.split(",")
        bracketed = "<" in segment or "(" in segment
        for piece in pieces[:-1] if bracketed else pieces:
            _aside(reader, piece, bracketed=bracketed)


def _aside(reader: _Reader, piece: str, *, bracketed: bool) -> None:
    name = _bare(piece)
    words = name.split()
    if not words or len(name) > MAX_ENTRY_LENGTH or addresses.in_text(piece) or "@" in piece:
        return
    if bracketed and len(words) < 2:
        # The surname in "Last, First <address>".
        return
    reader.asides.setdefault(name.lower(), name)


def _read_name(reader: _Reader, line: str) -> None:
    """A line without an address: a name, or several, or no name at all."""
    if "@" in line:
        reader.refuse(line)
        return
    parts = [bare for part in _PARTS.split(line) if (bare := _bare(part))]
    commas = [bare for part in line.split(",") if (bare := _bare(part))]
    if len(parts) > 1:
        several: Iterable[str] = parts
    elif len(commas) > 2 or (len(commas) == 2 and all(" " in part for part in commas)):
        several = commas
    else:
        name = _bare(line)
        if len(name) > MAX_ENTRY_LENGTH:
            reader.refuse(name)
        elif name:
            reader.names.append(name)
        return
    for part in several:
        reader.doubt(part)


def _take_names(reader: _Reader) -> None:
    """One word alone may be a heading, unless all of the list is such words."""
    single = [" " not in name and "," not in name for name in reader.names]
    alone = all(single) and not reader.entries and not reader.doubtful
    for name, one_word in zip(reader.names, single, strict=True):
        if one_word and not alone:
            reader.doubt(name)
        else:
            reader.take(name)


def _bare(text: str) -> str:
    """Return a name without surrounding characters."""
    return " ".join(text.split()).strip("\"'“”„«»<>,;: ").strip()
