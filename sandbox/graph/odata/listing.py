"""One page of a collection: filter, search, sort, count and the link to the next page."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar

from aiohttp import web

from sandbox.graph.odata.candidates import candidates
from sandbox.graph.odata.expression import Node, parse
from sandbox.graph.odata.matching import matcher, unsupported
from sandbox.graph.odata.options import Options, encode_skip_token
from sandbox.graph.odata.searching import found
from sandbox.graph.resource_types import ResourceType
from sandbox.index import PeopleIndex
from sandbox.refusal import Refusal

T = TypeVar("T")

#: Properties that a collection can be sorted by.
_SORTABLE = frozenset({"displayName"})

#: Page size with signInActivity: https://learn.microsoft.com/graph/api/user-list
_SIGN_IN_PAGE = 500


class Listing(Generic[T]):
    """A query of a collection. A page starts at a rank: the position in the requested order."""

    def __init__(
        self,
        items: Sequence[T],
        kind: ResourceType[T],
        options: Options,
        index: PeopleIndex | None = None,
    ) -> None:
        self._items = items
        self._kind = kind
        self._options = options
        self._index = index
        self._check_names()
        node = parse(options.filter) if options.filter is not None else None
        self._test = self._make_test(node)
        self._positions = self._make_positions(node)
        self._in_order, self._rank = self._make_order()

    def page(self, request: web.Request) -> dict[str, Any]:
        """Return the body of the answer."""
        options = self._options
        top = options.top
        if "signInActivity" in (options.select or ()):
            top = min(top, _SIGN_IN_PAGE)
        ranked = list(islice(self._matches(options.start), top + 1))
        body: dict[str, Any] = {"@odata.context": self._context(request)}
        if options.advanced and options.start == 0:
            body["@odata.count"] = self.count()
        if len(ranked) > top:
            body["@odata.nextLink"] = _next_link(request, ranked[top][0])
        shown = self._kind.shown
        body["value"] = [shown(item, options.select) for _, item in ranked[:top]]
        return body

    def count(self) -> int:
        """Return the total number of matches."""
        if self._positions is None and self._test is None:
            return len(self._items)
        return sum(1 for _ in self._matches(0))

    def _matches(self, start: int) -> Iterator[tuple[int, T]]:
        """Return matching objects with their ranks, starting at a rank."""
        if self._positions is None:
            ranks: Sequence[int] = range(start, len(self._items))
        else:
            ranks = sorted(rank for p in self._positions if (rank := self._rank(p)) >= start)
        items, in_order, test = self._items, self._in_order, self._test
        for rank in ranks:
            item = items[in_order(rank)]
            if test is None or test(item):
                yield rank, item

    def _make_test(self, node: Node | None) -> Callable[[T], bool] | None:
        if node is None:
            return None
        return matcher(node, self._kind, advanced=self._options.advanced)

    def _make_positions(self, node: Node | None) -> set[int] | None:
        """Return positions from the index; None for all."""
        index = self._index
        if self._options.search is not None and index is None:
            raise unsupported()
        if index is None:
            return None
        exact = index.exact
        positions = None
        if node is not None:
            positions = candidates(
                node, lambda name, v: exact[name].find(v) if name in exact else None
            )
        if self._options.search is not None:
            searched = found(self._options.search, index)
            positions = searched if positions is None else positions & searched
        return positions

    def _make_order(self) -> tuple[Callable[[int], int], Callable[[int], int]]:
        """Return the maps from rank to position and back."""
        if self._options.order is None:
            return int, int
        by_name, ranks = self._by_name()
        if self._options.descending:
            last = len(by_name) - 1
            return lambda rank: by_name[last - rank], lambda position: last - ranks[position]
        return by_name.__getitem__, ranks.__getitem__

    def _by_name(self) -> tuple[Sequence[int], Sequence[int]]:
        if self._index is not None:
            return self._index.by_name, self._index.ranks
        read = self._kind.properties["displayName"].read
        by_name = sorted(
            range(len(self._items)), key=lambda i: str(read(self._items[i])).casefold()
        )
        ranks = [0] * len(by_name)
        for rank, position in enumerate(by_name):
            ranks[position] = rank
        return by_name, ranks

    def _check_names(self) -> None:
        for name in self._options.select or ():
            if name not in self._kind.properties or "/" in name:
                raise Refusal(
                    "Parsing OData Select and Expand failed: Could not find a property named "
                    f"'{name}' on type '{self._kind.type}'.",
                    code="BadRequest",
                )
        if self._options.order is not None and self._options.order not in _SORTABLE:
            raise unsupported()

    def _context(self, request: web.Request) -> str:
        return context(request, self._kind.name, self._options.select)


def context(request: web.Request, name: str, select: tuple[str, ...] | None, end: str = "") -> str:
    """Return the @odata.context of an answer."""
    chosen = f"({','.join(select)})" if select else ""
    return f"{base(request)}/$metadata#{name}{chosen}{end}"


def base(request: web.Request) -> str:
    """Return the address of this Graph, with its version."""
    path, version, _ = request.path.partition("/v1.0")
    return f"{request.url.origin()}{path}{version}"


def _next_link(request: web.Request, rank: int) -> str:
    query = {
        k: v for k, v in request.query.items() if k.casefold() not in {"$skiptoken", "skiptoken"}
    }
    return str(request.url.with_query({**query, "$skiptoken": encode_skip_token(rank)}))
