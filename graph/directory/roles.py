"""A person's directory roles: the active ones, and those that the person could activate."""

from collections.abc import Iterable
from typing import Final, Protocol

from graph.client.odata import quoted
from graph.client.parsing import Json, objects, text
from graph.client.sdk import EligibleQuery, OwnAssignmentsQuery, RolesQuery
from graph.client.session import Session
from licensing.errors import NotAllowed, UnreadAnswer
from licensing.tenant.roles import (
    ASSIGN_LICENSE,
    MAY_REMOVE,
    SPECIAL_ROLE,
    UNREADABLE_ROLES,
    may_remove,
)


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
        """Read /me; where that does not do, also roles that are custom or for a unit.

        What can't be read is `UNREADABLE_ROLES`: Graph decides at each call, as it always does.
        """
        listing = self._session.client.me.transitive_member_of.graph_directory_role
        try:
            found = await self._session.read_all(listing, _active(), eventual=True, me=True)
        except (NotAllowed, UnreadAnswer):
            return frozenset({UNREADABLE_ROLES})
        roles = _ids(found, "roleTemplateId")
        return roles if may_remove(roles).allowed else roles | await self._special()

    async def _special(self) -> frozenset[str]:
        """Whether a role that is no tenant-wide directory role may allow a removal.

        Nothing where the app may not read it
        (https://learn.microsoft.com/graph/api/unifiedroleassignmentscheduleinstance-filterbycurrentuser).
        """
        directory = self._session.client.role_management.directory
        own = directory.role_assignment_schedule_instances.filter_by_current_user_with_on(
            "principal"
        )
        try:
            found = await self._session.read_all(
                own, OwnAssignmentsQuery(expand=["roleDefinition"])
            )
        except (NotAllowed, UnreadAnswer):
            return frozenset()
        return frozenset({SPECIAL_ROLE}) if any(map(_may_allow, found)) else frozenset()

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
        # A role for a unit does not count where the app acts, so activating it is no advice.
        everywhere = (raw for raw in found if text(raw, "directoryScopeId") in {"/", None})
        return _ids(everywhere, "roleDefinitionId")


def _may_allow(assignment: Json) -> bool:
    """Whether an assignment is of a role that may remove licenses, everywhere or in a unit."""
    definition = assignment.get("roleDefinition")
    if not isinstance(definition, dict) or definition.get("isBuiltIn") is not False:
        return (text(assignment, "roleDefinitionId") or "").lower() in MAY_REMOVE
    permissions = objects(definition, "rolePermissions")
    actions = [one.get("allowedResourceActions") for one in permissions]
    if not actions:
        # Not shown: it may be one of them.
        return True
    return any(
        str(action).lower() in _ASSIGNING
        for some in actions
        if isinstance(some, list)
        for action in some
    )


#: Actions of custom roles that include it.
_ASSIGNING: Final = frozenset({ASSIGN_LICENSE, "microsoft.directory/users/allproperties/alltasks"})


def _active() -> RolesQuery:
    return RolesQuery(select=["id", "roleTemplateId"], count=True)


def _ids(found: Iterable[Json], field: str) -> frozenset[str]:
    """A built-in role's definition id is its template id."""
    return frozenset(role.lower() for raw in found if (role := text(raw, field)))
