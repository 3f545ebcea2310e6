"""Refuses words that a native technical writer would not use, and private names for known things.

`make check` runs it; each hit is printed as `file:line: word -> better`. Names count as
words: `SalesDesk` and `sales_desk` both contain "desk".
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
#: What is read: the product, its settings and its documents.
PLACES: Final = (
    *("app.py", "bench", "bot", "cards", "commands", "deploy", "dialogs", "docs", "engine"),
    *("graph", "ledger", "licensing", "manifest", "observability", "sandbox", "settings", "wiring"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "README.md", "Makefile", "policy.example.yaml"),
    *(".github", "CODE_OF_CONDUCT.md", "NOTICE.md", "SECURITY.md"),
)
SUFFIXES: Final = {
    ".py",
    ".js",
    ".html",
    ".css",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".sh",
    ".bicep",
    ".txt",
    "",
}

IDIOMS: Final = {
    "anybody": "anyone",
    "somebody": "someone",
    "everybody": "everyone",
    "nobody": "no one",
    "whoever": "anyone who, the person who",
    "any more": "any longer, no longer",
    "anew": "again",
    "worked off": "processed",
    "worked out": "computed",
    "begun with": "started",
    "shall": "should, must",
    "comes of it": "results",
    "deleted for good": "permanently deleted",
    "ticked": "selected",
}
PRIVATE: Final = {
    "bell": "scheduler",
    "desk": "dispatcher, service",
    "giving back": "undo, restore",
    "glimpse": "metrics",
    "graces": "grace periods",
    "lane": "queue",
    "lanes": "queues",
    "lending": "delegation",
    "lent": "delegated",
    "lookout": "poller",
    "postman": "outbox worker",
    "rung": "result of a timer",
    "scribe": "batch writer",
    "seals": "encryption",
    "shelf": "store",
    "walks": "drafts, flows",
    "weather": "faults",
}
SPELLING: Final = {
    "behaviour": "behavior",
    "cancelled": "canceled",
    "colour": "color",
    "licence": "license",
    "licences": "licenses",
    "organisation": "organization",
    "organisations": "organizations",
}
#: Names that are not ours.
FOREIGN: Final = re.compile(r"CancelledError|CancelledByUser|\.cancelled\(\)|\bSO_\w+")
#: A comment on a constant that starts as German does.
SO_MANY: Final = re.compile(r"#:? So (many|much|long|seldom|often)\b")
#: Where a name goes from one word to the next.
JOINTS: Final = re.compile(r"_|(?<=[a-z0-9])(?=[A-Z])")

_WORDS: Final = IDIOMS | PRIVATE | SPELLING
_PATTERN: Final = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.IGNORECASE)


def hits(line: str) -> Iterator[tuple[str, str]]:
    """Return each refused word of a line, with what to write instead."""
    if found := SO_MANY.search(line):
        yield found[0], "Maximum number of ..., Duration of ..."
    plain = JOINTS.sub(" ", FOREIGN.sub("", line))
    for match in _PATTERN.finditer(plain):
        yield match[0], _WORDS[match[0].lower()]


def files(place: Path) -> Iterator[Path]:
    """Return the text files of a place."""
    if place.is_file():
        yield place
        return
    for path in sorted(place.rglob("*")):
        if path.is_file() and path.suffix in SUFFIXES and "node_modules" not in path.parts:
            yield path


def found() -> Iterator[str]:
    """Return the hits, as lines to print."""
    for place in PLACES:
        for path in files(ROOT / place):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                where = f"{path.relative_to(ROOT)}:{number}"
                yield from (f"{where}: {word} -> {better}" for word, better in hits(line))


def main() -> int:
    """Print what is refused; the exit code is 1 if there is anything."""
    refused = [*found()]
    for line in refused:
        print(line)
    return int(bool(refused))


if __name__ == "__main__":
    sys.exit(main())
