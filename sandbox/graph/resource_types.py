"""Resource types of Graph: their properties, and which operators can filter each.

Operators by property, and which of them require an advanced query:
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
    """One property: its value and the operators that can filter it."""

    read: Callable[[T], Any]
    operators: frozenset[str] = frozenset()
    #: Operators that need ConsistencyLevel: eventual and $count=true.
    advanced: frozenset[str] = frozenset()
    #: For a collection: its values by the path inside `any`, "" for the member itself.
    members: Mapping[str, Callable[[T], Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResourceType(Generic[T]):
    """One type of directory object."""

    #: Name of the collection in addresses and @odata.context, such as users.
    name: str
    #: Type name, such as microsoft.graph.user.
    type: str
    properties: Mapping[str, Property[T]]
    #: Properties returned without $select.
    default: tuple[str, ...]

    def shown(self, item: T, select: tuple[str, ...] | None) -> dict[str, Any]:
        """Return the object as JSON, with the selected properties."""
        properties = self.properties
        return {name: properties[name].read(item) for name in select or self.default}


def text(
    read: Callable[[T], str | None], *, ends: bool = False, starts: bool = True
) -> Property[T]:
    """Return a text property with all usual operators."""
    default = EQUAL | ORDERED | (STARTS if starts else frozenset())
    return Property(read, default, NEGATED | (ENDS if ends else frozenset()))


def flag(read: Callable[[T], Any]) -> Property[T]:
    """Return a property with few values: eq, in; as an advanced query also ne, not."""
    return Property(read, EQUAL, NEGATED)
