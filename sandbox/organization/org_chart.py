"""Who is in which group and who leads whom. Both may change during a rehearsal.

A change of membership here moves no license: what a group gives was given before.
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
        """As it was at the start."""
        self._changed: dict[tuple[str, str], bool] = {}
        self._managers: dict[str, str | None] = dict(self._leads)

    def groups(self, person: Account) -> tuple[str, ...]:
        """The groups of a person."""
        kept = [group for group in person.groups if self.is_member(group, person)]
        joined = [
            group
            for (group, who), member in self._changed.items()
            if who == person.id and member and group not in person.groups
        ]
        return (*kept, *joined)

    def is_member(self, group: str, person: Account) -> bool:
        """Whether somebody is in a group."""
        return self._changed.get((group, person.id), group in person.groups)

    def members(self, group: str) -> list[Account]:
        """Everybody in a group."""
        return [person for person in self._people if self.is_member(group, person)]

    def manager(self, person: str) -> str | None:
        """The manager of a person."""
        return self._managers.get(person)

    def reports(self, person: str) -> list[Account]:
        """Everybody whom a person leads."""
        return [one for one in self._people if self._managers.get(one.id) == person]

    def set_member(self, group: str, person: str, *, member: bool) -> None:
        """Put somebody into a group, or take them out."""
        self._changed[group, person] = member

    def set_manager(self, person: str, manager: str | None) -> None:
        """Give somebody a manager, or none."""
        self._managers[person] = manager
