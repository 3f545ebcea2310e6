"""A person's directory roles: the active ones, and those that the person could activate."""

from collections.abc import Iterable
from typing import Protocol

from graph.client.odata import quoted
from graph.client.parsing import Json, text
from graph.client.sdk import EligibleQuery, RolesQuery
from graph.client.session import Session
from licensing.errors import NotAllowed, UnreadAnswer


class Roles(Protocol):
    """Reads roles as template ids in lower case. Everything may raise `TenantError`."""

    async def active(self) -> frozenset[str]:
        """Roles that count, also those that come through a group.

        The directory's index may lag a minute behind an activation
        (https://learn.microsoft.com/graph/api/user-list-transitivememberof).
        """

    async def eligible(self) -> frozenset[str]:
        """Roles of Privileged Identity Management that wait for their activation.

        None where the app may not read them: that permission is not needed for anything else
        (https://learn.microsoft.com/graph/api/roleeligibilityscheduleinstance-filterbycurrentuser).
        """


class OwnRoles:
    """The roles of the person who is signed in."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def active(self) -> frozenset[str]:
        """Read /me."""
        listing = self._session.client.me.transitive_member_of.graph_directory_role
        found = await self._session.read_all(listing, _active(), eventual=True, me=True)
        return _ids(found, "roleTemplateId")

    async def eligible(self) -> frozenset[str]:
        """Read by the function that needs no administrator."""
        directory = self._session.client.role_management.directory
        listing = directory.role_eligibility_schedule_instances
        own = listing.filter_by_current_user_with_on("principal")
        try:
            found = await self._session.read_all(own, None)
        except (NotAllowed, UnreadAnswer):
            return frozenset()
        return _ids(found, "roleDefinitionId")


class RolesOf:
    """The roles of a person, read by the app."""

    def __init__(self, session: Session, person: str) -> None:
        self._session = session
        self._person = person

    async def active(self) -> frozenset[str]:
        """Read /users/{id}."""
        person = self._session.client.users.by_user_id(self._person)
        listing = person.transitive_member_of.graph_directory_role
        return _ids(
            await self._session.read_all(listing, _active(), eventual=True), "roleTemplateId"
        )

    async def eligible(self) -> frozenset[str]:
        """Read what is assigned to the person."""
        directory = self._session.client.role_management.directory
        listing = directory.role_eligibility_schedule_instances
        query = EligibleQuery(filter=f"principalId eq {quoted(self._person)}")
        try:
            found = await self._session.read_all(listing, query)
        except (NotAllowed, UnreadAnswer):
            return frozenset()
        return _ids(found, "roleDefinitionId")


def _active() -> RolesQuery:
    return RolesQuery(select=["id", "roleTemplateId"], count=True)


def _ids(found: Iterable[Json], field: str) -> frozenset[str]:
    """A built-in role's definition id is its template id."""
    return frozenset(role.lower() for raw in found if (role := text(raw, field)))
