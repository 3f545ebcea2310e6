"""The org around a person: groups, manager, direct reports. Read again at each click.

None of it needs more than User.Read.All and GroupMember.Read.All
(https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups,
https://learn.microsoft.com/graph/api/user-list-manager,
https://learn.microsoft.com/graph/api/group-list-transitivemembers).
"""

from collections.abc import Collection
from functools import partial

from graph.client.concurrency import gather_bounded
from graph.client.odata import chunks, guids
from graph.client.parsing import Json, text
from graph.client.requests import request_config
from graph.client.sdk import (
    CheckMemberGroupsPostRequestBody,
    ManagerQuery,
    MembersQuery,
    ReportsQuery,
)
from graph.client.session import Session
from graph.directory.people import PAGE
from graph.directory.roles import RolesOf
from licensing.errors import Answer, UnknownPerson, UnreadAnswer
from licensing.tenant.people import PersonRef

#: Maximum number of groups in one call.
_MOST_GROUPS = 20
_FIELDS = ("id", "displayName", "userPrincipalName")


class OrgReader:
    """Reads in one person's name. Everything raises TenantError."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def groups_among(self, person: str, groups: Collection[str]) -> frozenset[str]:
        """Those of the given groups (object ids) that a person is in, also through other groups.

        Asked of the directory itself and not of its index, which may lag behind.
        """
        parts = chunks(guids(groups), _MOST_GROUPS)
        found = await gather_bounded(partial(self._member_of, person, part) for part in parts)
        return frozenset(group for part in found for group in part)

    async def roles_of(self, person: str) -> frozenset[str]:
        """Template ids of the active directory roles of another person."""
        return await RolesOf(self._session, person).active()

    async def manager_of(self, person: str) -> PersonRef | None:
        """The manager of a person; None for a person who has none, or is gone."""
        query = ManagerQuery(select=list(_FIELDS))
        call = self._session.client.users.by_user_id(person).manager.get
        try:
            return _ref(await self._session.read_object(call, request_config(query)))
        except UnknownPerson:
            return None

    async def reports_of(self, person: str) -> frozenset[str]:
        """Object ids of a person's direct reports."""
        listing = self._session.client.users.by_user_id(person).direct_reports
        found = await self._session.read_all(listing, ReportsQuery(select=["id"], top=PAGE))
        return frozenset(one for raw in found if (one := text(raw, "id")))

    async def members_of(self, group: str) -> tuple[PersonRef, ...]:
        """Everyone in a group, also through other groups; no one for a group that is gone."""
        listing = self._session.client.groups.by_group_id(group).transitive_members.graph_user
        query = MembersQuery(select=list(_FIELDS), top=PAGE, count=True)
        try:
            found = await self._session.read_all(listing, query, eventual=True)
        except UnknownPerson:
            return ()
        return tuple(_ref(raw) for raw in found)

    async def holders_of(self, role: str) -> tuple[PersonRef, ...]:
        """Everyone who has a directory role of the tenant active, also through a group.

        `role` is a template id. A role that was never used in the tenant has no one. Needs
        RoleManagement.Read.Directory (https://learn.microsoft.com/graph/api/directoryrole-list-members).
        """
        roles = self._session.client.directory_roles
        listed = await self._session.read_all(roles, None)
        ids = [text(raw, "id") for raw in listed if _is_template(raw, role)]
        found: dict[str, PersonRef] = {}
        for id_ in filter(None, ids):
            members = roles.by_directory_role_id(id_).members
            for raw in await self._session.read_all(members, None):
                if raw.get("@odata.type") == "#microsoft.graph.user":
                    found |= {one.id: one for one in (_ref(raw),)}
                elif raw.get("@odata.type") == "#microsoft.graph.group":
                    group = text(raw, "id") or ""
                    found |= {one.id: one for one in await self.members_of(group)}
        return tuple(found.values())

    async def _member_of(self, person: str, groups: list[str]) -> list[str]:
        body = CheckMemberGroupsPostRequestBody(group_ids=groups)
        builder = self._session.client.users.by_user_id(person).check_member_groups
        # It changes nothing, so it may be retried like any other read.
        answer = await self._session.read_object(partial(builder.post, body), request_config())
        value = answer.get("value")
        return [str(group).lower() for group in value] if isinstance(value, list) else []


def _is_template(raw: Json, role: str) -> bool:
    return (text(raw, "roleTemplateId") or "").lower() == role.lower()


def _ref(raw: Json) -> PersonRef:
    person = text(raw, "id")
    if person is None:
        raise UnreadAnswer(Answer(message="a person without id"))
    address = text(raw, "userPrincipalName") or person
    return PersonRef(person, text(raw, "displayName") or address, address)
