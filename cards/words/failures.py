"""The classes of `licensing.errors` of which a text says what went wrong, and what to do next."""

from typing import Final

from licensing import errors
from licensing.errors import UnassignError

#: By the name of the error's class, which is also what the ledger keeps as a reason.
WITH_TEXT: Final = tuple(
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, UnassignError)
)

#: Errors whose next step leads to the admin center.
BY_HAND: Final = frozenset({"TenantError", "ConflictingPlans", "NoUsageLocation", "UnreadAnswer"})


def class_with_text(error: UnassignError) -> str:
    """The name of an error's class, or of the nearest one above it that has a text."""
    names = [kind.__name__ for kind in type(error).__mro__]
    return next(name for name in names if name in WITH_TEXT)
