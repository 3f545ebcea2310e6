"""Candidates for a filter from an index, so that not every object is tested."""

from collections.abc import Callable, Collection, Sequence

from sandbox.graph.odata.expression import Compare, Group, In, Node

#: Finds positions by property and value; None if the property has no index.
Finder = Callable[[str, str], Collection[int] | None]


def candidates(node: Node, find: Finder) -> set[int] | None:
    """Return the positions that can match; None if all objects must be tested."""
    match node:
        case Compare(path, "eq", str(value)):
            return _joined([find(path, value)])
        case In(path, values) if all(isinstance(value, str) for value in values):
            return _joined([find(path, str(value)) for value in values])
        case Group("and", parts):
            known = [found for part in parts if (found := candidates(part, find)) is not None]
            return min(known, key=len) if known else None
        case Group("or", parts):
            return _joined([candidates(part, find) for part in parts])
        case _:
            return None


def _joined(found: Sequence[Collection[int] | None]) -> set[int] | None:
    """Return the union of these positions; None if one part has no index."""
    joined: set[int] = set()
    for positions in found:
        if positions is None:
            return None
        joined.update(positions)
    return joined
