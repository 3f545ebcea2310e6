"""Read ICU messages: their placeholders, and the words between them.

The syntax is that of https://unicode-org.github.io/icu/userguide/format_parse/messages/.
"""

import re
from collections.abc import Callable, Iterator

#: `{name}`, `{name, number}` or the beginning of `{name, plural, ...}` and `{name, select, ...}`.
_OPENING = re.compile(r"\{\s*(\w+)\s*(?:,\s*(\w+)\s*(,)?)?")
_SELECTOR = re.compile(r"\s*(=?\w+)\s*\{")


def placeholders(message: str) -> set[str]:
    """The names of everything that is put into a message."""
    found: set[str] = set()
    rewrite(message, str, found.add)
    return found


def selectors(message: str) -> dict[str, set[str]]:
    """The cases of each `select`, by the name of what is selected by."""
    found: dict[str, set[str]] = {}
    for match in re.finditer(r"\{\s*(\w+)\s*,\s*select\s*,", message):
        cases = {case for case, _, _ in _cases(message, match.end())}
        found.setdefault(match.group(1), set()).update(cases)
    return found


def unwritten_numbers(message: str, kind: str | None = None) -> int:
    """How many `#` are shown as they are, because they stand in no case of a `plural`.

    A `#` in a `select` that is in a `plural` is such a one.
    """
    found = at = 0
    while at < len(message):
        if message[at] != "{":
            found += message[at] == "#" and kind != "plural"
            at += 1
            continue
        opening = _OPENING.match(message, at)
        assert opening, f"not a message: {message[at:]}"
        at = opening.end()
        if opening.group(3):
            for _, start, end in _cases(message, at):
                found += unwritten_numbers(message[start:end], opening.group(2))
                at = end + 1
        at = message.index("}", at) + 1
    return found


def rewrite(
    message: str,
    words: Callable[[str], str],
    placeholder: Callable[[str], object] = lambda name: None,
) -> str:
    """The same message with its words changed by `words`."""
    made: list[str] = []
    at = 0
    while at < len(message):
        if message[at] != "{":
            end = message.find("{", at)
            end = len(message) if end < 0 else end
            made.append(words(message[at:end]))
            at = end
            continue
        opening = _OPENING.match(message, at)
        assert opening, f"not a message: {message[at:]}"
        placeholder(opening.group(1))
        if not opening.group(3):
            end = message.index("}", at) + 1
            made.append(message[at:end])
            at = end
            continue
        made.append(opening.group())
        at = opening.end()
        for case, start, end in _cases(message, opening.end()):
            made.append(f" {case} {{{rewrite(message[start:end], words, placeholder)}}}")
            at = end + 1
        at = message.index("}", at) + 1
        made.append("}")
    return "".join(made)


def _cases(message: str, at: int) -> Iterator[tuple[str, int, int]]:
    """The name, the begin and the end of each case."""
    while match := _SELECTOR.match(message, at):
        end = _closing(message, match.end())
        yield match.group(1), match.end(), end
        at = end + 1


def _closing(message: str, at: int) -> int:
    depth = 1
    while depth:
        depth += {"{": 1, "}": -1}.get(message[at], 0)
        at += 1
    return at - 1
