"""Reading a pasted list of people, in any usual form.

Entries stand apart by commas, semicolons, tabs or lines. `Name <mail>`, `"Last, First" <mail>`,
`mailto:mail` and spreadsheet quotes are understood, and so are addresses with only blanks between
them and spreadsheet rows in which one cell is an address. An entry without "@" is taken as a name;
a comma inside a name needs quotes, as in a mail program.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: A list longer than this is refused as a whole rather than read in part.
MAX_ENTRIES = 100_000
#: Longer than any address (RFC 5321: 64 + 1 + 255) or display name (Graph: 256).
MAX_ENTRY_LENGTH = 320

#: A quoted string is bounded, or a row of escaped quotes would be read again from each of them.
_ENTRY = re.compile(r'(?:"(?:[^"\\\n]|\\.){0,320}"|<[^<>\n]*>|[^,;\t\r\n"<]|["<])+')
_BRACKETED = re.compile(r"^[^<]*<\s*(?P<inside>[^<>\s]+)\s*>$")
_BETWEEN_WORDS = re.compile(r"[\s,;]+")
#: What stands around an entry and is not part of it.
_DECORATION = "\"'<> \u200b\ufeff"
_LINK = re.compile(r"^mailto:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PastedList:
    """A list as read: entries in order, each once, and how many stood there more than once."""

    entries: tuple[str, ...]
    repeated: int = 0
    #: Entries over the length limit, cut to it so that they can be shown.
    too_long: tuple[str, ...] = ()


def read_list(text: str) -> PastedList:
    """Read a pasted list. Nothing raises: what can't be an entry is kept for correction."""
    entries: dict[str, str] = {}
    too_long: list[str] = []
    repeated = 0
    for entry in _entries(text):
        if len(entry) > MAX_ENTRY_LENGTH:
            too_long.append(entry[:MAX_ENTRY_LENGTH])
            continue
        key = entry.lower()
        repeated += key in entries
        entries.setdefault(key, entry)
    return PastedList(tuple(entries.values()), repeated, tuple(too_long))


def _entries(text: str) -> Iterator[str]:
    for line in text.splitlines():
        cells = line.split("\t")
        addresses = [cell for cell in cells if "@" in cell]
        for cell in addresses or cells:
            for raw in _ENTRY.findall(cell):
                yield from filter(None, map(clean_entry, _unspaced(raw)))


def _unspaced(raw: str) -> list[str]:
    words = [word for word in _BETWEEN_WORDS.split(raw) if word.strip(_DECORATION)]
    return words if len(words) > 1 and all("@" in word for word in words) else [raw]


def clean_entry(raw: str) -> str:
    """One entry without decoration: the address where there is one, else the name."""
    entry = " ".join(raw.split())
    bracketed = _BRACKETED.match(entry)
    if bracketed and "@" in bracketed["inside"]:
        entry = bracketed["inside"]
    entry = _LINK.sub("", entry.strip(_DECORATION)).strip()
    return entry.rstrip(".") if "@" in entry else entry
