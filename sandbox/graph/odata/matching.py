"""Compiles a filter to a predicate, under Graph's rules for filters."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from sandbox.graph.odata.expression import AnyOf, Compare, Group, In, Node, Not, Value
from sandbox.graph.resource_types import Property, ResourceType
from sandbox.refusal import Refusal

T = TypeVar("T")
Test = Callable[[T], bool]

#: "the request is limited to 15 expressions in the filter clause by default":
#: https://learn.microsoft.com/graph/filter-query-parameter
MOST_CLAUSES = 15


def matcher(node: Node, kind: ResourceType[T], *, advanced: bool) -> Test[T]:
    """Return a predicate for a filter; raises Refusal (400) for what Graph refuses."""
    if not advanced:
        _check_clauses(node)
        _check_collections(node)
    if _asks_for_sign_in(node) and isinstance(node, Group):
        raise unsupported()
    return _Compiler(kind, advanced=advanced).test(node)


def unsupported() -> Refusal:
    """Return Graph's error for a filter that needs an advanced query or is unsupported."""
    return Refusal("Unsupported Query.", code="Request_UnsupportedQuery")


def _check_clauses(node: Node) -> None:
    count = _clauses(node)
    if count > MOST_CLAUSES:
        raise Refusal(
            "Too many child clauses specified in search filter expression containing 'OR' "
            f"operators: {count}. Max allowed: {MOST_CLAUSES}.",
            code="Request_UnsupportedQuery",
        )


def _clauses(node: Node) -> int:
    """Return the number of clauses in the widest part of a filter; a list counts as one."""
    if isinstance(node, In):
        return len(node.values)
    if isinstance(node, Not):
        return _clauses(node.inner)
    if not isinstance(node, Group):
        return 1
    parts = [_clauses(part) for part in node.parts]
    return sum(parts) if node.word == "or" else max(parts)


def _check_collections(node: Node) -> None:
    """Refuse several conditions on one collection, which are an advanced query.

    Answers of the real service: microsoft-graph-docs#13369, msgraph-beta-sdk-dotnet#614.
    """
    paths = list(_collections(node))
    for path in paths:
        if paths.count(path) > 1:
            raise Refusal(
                f"Complex query on property {path} is not supported.",
                code="Request_UnsupportedQuery",
            )


def _collections(node: Node) -> Iterator[str]:
    match node:
        case Group(_, parts):
            for part in parts:
                yield from _collections(part)
        case Not(inner):
            yield from _collections(inner)
        case AnyOf(path, _):
            yield path


def _asks_for_sign_in(node: Node) -> bool:
    if isinstance(node, Group):
        return any(_asks_for_sign_in(part) for part in node.parts)
    if isinstance(node, Not):
        return _asks_for_sign_in(node.inner)
    return node.path.startswith("signInActivity")


class _Compiler:
    def __init__(self, kind: ResourceType[Any], *, advanced: bool) -> None:
        self._kind = kind
        self._advanced = advanced

    def test(self, node: Node) -> Test[Any]:
        match node:
            case Group(word, parts):
                tests = [self.test(part) for part in parts]
                if word == "and":
                    return lambda item: all(test(item) for test in tests)
                return lambda item: any(test(item) for test in tests)
            case Not(inner):
                self._allow_not(inner)
                positive = self.test(inner)
                return lambda item: not positive(item)
            case AnyOf(path, inner):
                return self._any(path, inner)
            case In(path, values):
                read = self._property(path, "in").read
                wanted = {_fold(value) for value in values}
                return lambda item: _fold(read(item)) in wanted
            case Compare(path, operator, value):
                read = self._property(path, operator).read
                return _comparison(read, operator, _fold(value))

    def _any(self, path: str, inner: Compare) -> Test[Any]:
        found = self._property(path, f"any:{inner.operator}")
        if inner.path not in found.members:
            raise unsupported()
        read, value = found.members[inner.path], _fold(inner.value)
        if inner.operator == "eq":
            return lambda item: value in read(item)
        test = _comparison(lambda member: member, inner.operator, value)
        return lambda item: any(test(member) for member in read(item))

    def _allow_not(self, inner: Node) -> None:
        if not self._advanced:
            raise unsupported()
        if isinstance(inner, Compare | In | AnyOf):
            self._property(inner.path, "not")

    def _property(self, path: str, operator: str) -> Property[Any]:
        if path not in self._kind.properties:
            raise Refusal(
                f"Invalid filter clause: Could not find a property named '{path}' on type "
                f"'{self._kind.type}'.",
                code="BadRequest",
            )
        found = self._kind.properties[path]
        if operator in found.operators:
            return found
        if operator in found.advanced and self._advanced:
            return found
        raise unsupported()


def _comparison(read: Callable[[Any], Any], operator: str, value: Value) -> Test[Any]:
    tests: dict[str, Callable[[Any], bool]] = {
        "eq": lambda item: _fold(read(item)) == value,
        "ne": lambda item: _fold(read(item)) != value,
        "startswith": lambda item: str(_fold(read(item)) or "").startswith(str(value)),
        "endswith": lambda item: str(_fold(read(item)) or "").endswith(str(value)),
        "le": lambda item: _ordered(read(item), value, lambda a, b: a <= b),
        "ge": lambda item: _ordered(read(item), value, lambda a, b: a >= b),
    }
    if operator not in tests:
        raise unsupported()
    return tests[operator]


def _ordered(have: Any, wanted: Value, test: Callable[[str, str], bool]) -> bool:
    return have is not None and test(str(_fold(have)), str(wanted))


def _fold(value: Any) -> Any:
    """Return text in lowercase for comparison."""
    return value.casefold() if isinstance(value, str) else value
