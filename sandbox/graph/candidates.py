"""Which objects can match a filter at all, out of an index, so that not everybody is tested."""

from collections.abc import Callable, Collection, Sequence

from sandbox.graph.expression import Compare, Group, In, Node

#: Looks positions up by property and value; None where the property has no index.
Finder = Callable[[str, str], Collection[int] | None]


def candidates(node: Node, find: Finder) -> set[int] | None:
    """Positions outside of which nothing matches; None where all objects must be tested."""
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
    """All of these positions; None as soon as one part has no index."""
    joined: set[int] = set()
    for positions in found:
        if positions is None:
            return None
        joined.update(positions)
    return joined
