"""Permissions that each call requires, delegated or the app's own.

Each line: method, path, any one of these suffices. Source: the "Permissions" of each page under
https://learn.microsoft.com/graph/api. Where only people's own data are read, User.Read suffices.
"""

import re
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.graph.callers import caller
from sandbox.graph.faults_middleware import path
from sandbox.refusal import not_allowed

_DIRECTORY: Final = ("Directory.Read.All", "Directory.ReadWrite.All")
_USERS: Final = ("User.Read.All", "User.ReadWrite.All", *_DIRECTORY)
_GROUPS: Final = ("GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All", *_DIRECTORY)

_TABLE: Final = tuple(
    (method, re.compile(pattern), frozenset(names))
    for method, pattern, names in (
        (
            "POST",
            r"/users/[^/]+/(microsoft\.graph\.)?assignLicense",
            ("LicenseAssignment.ReadWrite.All", "User.ReadWrite.All", "Directory.ReadWrite.All"),
        ),
        # A permission for the person is required too; everyone here has it.
        ("POST", r"/users/[^/]+/(microsoft\.graph\.)?checkMemberGroups", _GROUPS),
        ("POST", r"/me/(microsoft\.graph\.)?checkMemberGroups", ("User.Read", *_GROUPS)),
        (
            "GET",
            r"/subscribedSkus.*",
            (
                "LicenseAssignment.Read.All",
                "Organization.Read.All",
                "Organization.ReadWrite.All",
                *_DIRECTORY,
            ),
        ),
        (
            "GET",
            r"/directory/subscriptions",
            ("Organization.Read.All", "Organization.ReadWrite.All", *_DIRECTORY),
        ),
        ("GET", r"/security/cases/.*", ("eDiscovery.Read.All", "eDiscovery.ReadWrite.All")),
        (
            "GET",
            r"/(me|users/[^/]+)/mailboxSettings",
            ("MailboxSettings.Read", "MailboxSettings.ReadWrite"),
        ),
        ("GET", r"/me(/.*)?", ("User.Read", "User.ReadWrite", *_USERS)),
        (
            "GET",
            r"/users/[^/]+/licenseDetails",
            ("LicenseAssignment.Read.All", *_USERS),
        ),
        ("GET", r"/users(/.*)?", _USERS),
        ("GET", r"/groups(/.*)?", _GROUPS),
        (
            "GET",
            r"/directoryRoles(/.*)?",
            (
                "RoleManagement.Read.Directory",
                "RoleManagement.ReadWrite.Directory",
                *_DIRECTORY,
            ),
        ),
        (
            "GET",
            r"/roleManagement/directory/roleDefinitions",
            (
                "RoleManagement.Read.Directory",
                "RoleManagement.Read.All",
                "RoleManagement.ReadWrite.Directory",
                *_DIRECTORY,
            ),
        ),
        (
            "GET",
            r"/roleManagement/directory/roleEligibility.*",
            (
                "RoleEligibilitySchedule.Read.Directory",
                "RoleEligibilitySchedule.ReadWrite.Directory",
                "RoleManagement.Read.Directory",
                "RoleManagement.Read.All",
                "RoleManagement.ReadWrite.Directory",
            ),
        ),
        (
            "GET",
            r"/roleManagement/directory/roleAssignment.*",
            (
                "RoleAssignmentSchedule.Read.Directory",
                "RoleAssignmentSchedule.ReadWrite.Directory",
                "RoleManagement.Read.Directory",
                "RoleManagement.Read.All",
                "RoleManagement.ReadWrite.Directory",
            ),
        ),
    )
)


@web.middleware
async def permitted(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse calls without the required permission; raises Refusal (403)."""
    scopes = caller(request).scopes
    if scopes is not None and not scopes & _suffices(request):
        raise not_allowed()
    return await handler(request)


def _suffices(request: web.Request) -> frozenset[str]:
    called = path(request)
    for method, pattern, names in _TABLE:
        if method == request.method and pattern.fullmatch(called):
            return names
    # An unknown path: its own error says more than a missing permission.
    return caller(request).scopes or frozenset()
