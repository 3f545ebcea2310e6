"""The routes of the stand-in for Graph."""

from aiohttp import web

from sandbox.graph import (
    assign,
    cases,
    directory_roles,
    groups,
    mailboxes,
    role_schedules,
    skus,
    subscriptions,
    users,
)
from sandbox.graph import org as around
from sandbox.graph.callers import signed_in
from sandbox.graph.errors import graph_answers
from sandbox.graph.faults_middleware import faults_middleware
from sandbox.graph.permissions import permitted

#: Spellings of a cast: the full name of the type, and the short one of the SDKs.
_CASTS = ("microsoft.graph", "graph")
_CASES = "/v1.0/security/cases/ediscoveryCases"
_ROLES = "/v1.0/roleManagement/directory"


def setup(app: web.Application) -> None:
    """Mount Graph at /graph/v1.0. Its state is in `app`."""
    graph = web.Application(middlewares=[graph_answers, faults_middleware, signed_in, permitted])
    get = graph.router.add_get
    get("/v1.0/users", users.list_users)
    get("/v1.0/users/$count", users.count_users)
    get("/v1.0/subscribedSkus", skus.list_skus)
    get("/v1.0/subscribedSkus/{sku}", skus.get_sku)
    get("/v1.0/directoryRoles", directory_roles.list_roles)
    get("/v1.0/directoryRoles/{role}/members", directory_roles.list_members)
    get("/v1.0/groups", groups.list_groups)
    get("/v1.0/groups/{group}", groups.get_group)
    get("/v1.0/directory/subscriptions", subscriptions.list_subscriptions)
    get(_CASES, cases.list_cases)
    get(f"{_CASES}/{{case}}/custodians", cases.list_custodians)
    get(f"{_CASES}/{{case}}/noncustodialDataSources", cases.list_sources)
    get(f"{_CASES}/{{case}}/legalHolds", cases.list_holds)
    get(f"{_CASES}/{{case}}/legalHolds/{{hold}}/userSources", cases.list_held)
    for relation in ("members", "transitiveMembers"):
        get(f"/v1.0/groups/{{group}}/{relation}", groups.list_members)
        for cast in _CASTS:
            get(f"/v1.0/groups/{{group}}/{relation}/{cast}.user", groups.list_people)
    for whom in ("/v1.0/me", "/v1.0/users/{user}"):
        get(whom, users.get_user)
        get(f"{whom}/mailboxSettings", mailboxes.mailbox_settings)
        get(f"{whom}/licenseDetails", users.license_details)
        get(f"{whom}/manager", around.manager)
        get(f"{whom}/directReports", around.direct_reports)
        for action in ("checkMemberGroups", "microsoft.graph.checkMemberGroups"):
            graph.router.add_post(f"{whom}/{action}", around.check_member_groups)
        for relation in ("memberOf", "transitiveMemberOf"):
            get(f"{whom}/{relation}", users.member_of)
            for cast in _CASTS:
                get(f"{whom}/{relation}/{cast}.directoryRole", users.roles_of)
                get(f"{whom}/{relation}/{cast}.group", users.groups_of)
    get(f"{_ROLES}/roleDefinitions", role_schedules.list_definitions)
    get(f"{_ROLES}/{{schedule}}/filterByCurrentUser(on='{{on}}')", role_schedules.mine)
    for action in ("assignLicense", "microsoft.graph.assignLicense"):
        graph.router.add_post(f"/v1.0/users/{{user}}/{action}", assign.assign_license)
    app.add_subapp("/graph", graph)
