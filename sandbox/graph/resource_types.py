"""What a kind of object is to a query: its properties, how each is read and what may filter it.

Which operators a property takes, and which only as an advanced query:
https://learn.microsoft.com/graph/aad-advanced-queries#support-for-filter-on-properties-of-microsoft-entra-id-directory-objects
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")

EQUAL = frozenset({"eq", "in"})
NEGATED = frozenset({"ne", "not"})
ORDERED = frozenset({"ge", "le"})
STARTS = frozenset({"startswith"})
ENDS = frozenset({"endswith"})


@dataclass(frozen=True, slots=True)
class Property(Generic[T]):
    """One property: how it is shown, and with which operators it can be filtered."""

    read: Callable[[T], Any]
    operators: frozenset[str] = frozenset()
    #: Operators that need ConsistencyLevel: eventual and $count=true.
    advanced: frozenset[str] = frozenset()
    #: For a collection: the values in it by the path inside `any`, "" for the member itself.
    members: Mapping[str, Callable[[T], Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResourceType(Generic[T]):
    """One kind of directory object."""

    #: The collection in the address and in @odata.context, such as users.
    name: str
    #: The type, such as microsoft.graph.user.
    type: str
    properties: Mapping[str, Property[T]]
    #: What is answered without $select.
    default: tuple[str, ...]

    def shown(self, item: T, select: tuple[str, ...] | None) -> dict[str, Any]:
        """The object as JSON, with the chosen properties."""
        properties = self.properties
        return {name: properties[name].read(item) for name in select or self.default}


def text(
    read: Callable[[T], str | None], *, ends: bool = False, starts: bool = True
) -> Property[T]:
    """A property of text that can be filtered in every usual way."""
    default = EQUAL | ORDERED | (STARTS if starts else frozenset())
    return Property(read, default, NEGATED | (ENDS if ends else frozenset()))


def flag(read: Callable[[T], Any]) -> Property[T]:
    """A property with few values: eq, in, and as an advanced query ne and not."""
    return Property(read, EQUAL, NEGATED)
