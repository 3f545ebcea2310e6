"""Group memberships and managers. Both can change during a rehearsal.

A change of membership here does not change inherited licenses.
"""

from collections.abc import Iterable

from sandbox.organization.organization import Account


class OrgChart:
    """Memberships and managers, by object id."""

    def __init__(self, people: Iterable[Account]) -> None:
        self._people = tuple(people)
        self._leads = {person.id: person.manager for person in self._people}
        self.reset()

    def reset(self) -> None:
        """Restore the initial state."""
        self._changed: dict[tuple[str, str], bool] = {}
        self._managers: dict[str, str | None] = dict(self._leads)

    def groups(self, person: Account) -> tuple[str, ...]:
        """Return the ids of a person's groups."""
        kept = [group for group in person.groups if self.is_member(group, person)]
        joined = [
            group
            for (group, who), member in self._changed.items()
            if who == person.id and member and group not in person.groups
        ]
        return (*kept, *joined)

    def is_member(self, group: str, person: Account) -> bool:
        """Return whether a person is in a group."""
        return self._changed.get((group, person.id), group in person.groups)

    def members(self, group: str) -> list[Account]:
        """Return the members of a group."""
        return [person for person in self._people if self.is_member(group, person)]

    def manager(self, person: str) -> str | None:
        """Return a person's manager."""
        return self._managers.get(person)

    def reports(self, person: str) -> list[Account]:
        """Return a person's direct reports."""
        return [one for one in self._people if self._managers.get(one.id) == person]

    def set_member(self, group: str, person: str, *, member: bool) -> None:
        """Add a person to a group or remove them."""
        self._changed[group, person] = member

    def set_manager(self, person: str, manager: str | None) -> None:
        """Set or clear a person's manager."""
        self._managers[person] = manager
