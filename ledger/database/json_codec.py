"""The domain's values as JSON, and back without loss.

A field is written once, in its dataclass: its name is the key. A field that has its default value
is left out, and a missing one gets its default, so that a new field with a default reads rows that
were written before it. A default must therefore never change.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar, get_args, get_origin

from cattrs import Converter
from cattrs.cols import is_frozenset

T = TypeVar("T")

_CONVERTER: Final = Converter(
    omit_if_default=True,
    # In order, so that equal values are equal JSON.
    unstruct_collection_overrides={AbstractSet: sorted},
    detailed_validation=False,
)
_CONVERTER.register_unstructure_hook(datetime, lambda moment: moment.astimezone(UTC).isoformat())
_CONVERTER.register_unstructure_hook(date, date.isoformat)
_CONVERTER.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
_CONVERTER.register_structure_hook(date, lambda text, _: date.fromisoformat(text))


def _is_list(type_: Any) -> bool:
    """Whether it is a tuple of any length whose items are all of one type."""
    return get_origin(type_) is tuple and get_args(type_)[-1] is ...


@_CONVERTER.register_structure_hook_factory(lambda type_: _is_list(type_) or is_frozenset(type_))
def _read_items(type_: Any) -> Callable[[Any, Any], Any]:
    """Half the time of cattrs' own hook, which looks up the hook of the items for each list."""
    collection, item = get_origin(type_), get_args(type_)[0]
    read = _CONVERTER.get_structure_hook(item)
    return lambda items, _: collection([read(one, item) for one in items])


def to_json(value: object) -> Any:
    """Turn a dataclass, or a sequence of them, into objects and lists of JSON."""
    return _CONVERTER.unstructure(value)


def from_json(body: Any, type_: type[T]) -> T:
    """Read a value of this type back from JSON."""
    return _CONVERTER.structure(body, type_)
