"""The parts of msgraph-sdk in use, imported at the start and not in the middle of a call.

Each of its request builders warns at import of a class of its own that is not used here.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from msgraph.generated.directory import directory_request_builder as _of_directory  # noqa: F401
    from msgraph.generated.directory.subscriptions.subscriptions_request_builder import (
        SubscriptionsRequestBuilder,
    )
    from msgraph.generated.directory_roles import directory_roles_request_builder  # noqa: F401
    from msgraph.generated.directory_roles.item import (
        directory_role_item_request_builder,  # noqa: F401
    )
    from msgraph.generated.directory_roles.item.members import (
        members_request_builder,  # noqa: F401
    )
    from msgraph.generated.groups.groups_request_builder import GroupsRequestBuilder
    from msgraph.generated.groups.item import group_item_request_builder  # noqa: F401
    from msgraph.generated.groups.item.transitive_members import (
        transitive_members_request_builder,  # noqa: F401
    )
    from msgraph.generated.groups.item.transitive_members.graph_user.graph_user_request_builder import (  # noqa: E501
        GraphUserRequestBuilder,
    )
    from msgraph.generated.models.assigned_license import AssignedLicense
    from msgraph.generated.role_management import role_management_request_builder  # noqa: F401
    from msgraph.generated.role_management.directory import (
        directory_request_builder,  # noqa: F401
    )
    from msgraph.generated.role_management.directory.role_assignment_schedule_instances import (
        role_assignment_schedule_instances_request_builder,  # noqa: F401
    )
    from msgraph.generated.role_management.directory.role_assignment_schedule_instances.filter_by_current_user_with_on import (  # noqa: E501
        filter_by_current_user_with_on_request_builder as own_assignments_request_builder,
    )
    from msgraph.generated.role_management.directory.role_eligibility_schedule_instances import (
        role_eligibility_schedule_instances_request_builder,
    )
    from msgraph.generated.role_management.directory.role_eligibility_schedule_instances.filter_by_current_user_with_on import (  # noqa: E501
        filter_by_current_user_with_on_request_builder,  # noqa: F401
    )
    from msgraph.generated.security import security_request_builder  # noqa: F401
    from msgraph.generated.security.cases import cases_request_builder  # noqa: F401
    from msgraph.generated.security.cases.ediscovery_cases.ediscovery_cases_request_builder import (
        EdiscoveryCasesRequestBuilder,
    )
    from msgraph.generated.security.cases.ediscovery_cases.item import (
        ediscovery_case_item_request_builder,  # noqa: F401
    )
    from msgraph.generated.security.cases.ediscovery_cases.item.custodians.custodians_request_builder import (  # noqa: E501
        CustodiansRequestBuilder,
    )
    from msgraph.generated.security.cases.ediscovery_cases.item.noncustodial_data_sources.noncustodial_data_sources_request_builder import (  # noqa: E501
        NoncustodialDataSourcesRequestBuilder,
    )
    from msgraph.generated.subscribed_skus.subscribed_skus_request_builder import (
        SubscribedSkusRequestBuilder,
    )
    from msgraph.generated.users.count.count_request_builder import CountRequestBuilder
    from msgraph.generated.users.item import user_item_request_builder  # noqa: F401
    from msgraph.generated.users.item.assign_license import (
        assign_license_request_builder,  # noqa: F401
    )
    from msgraph.generated.users.item.assign_license.assign_license_post_request_body import (
        AssignLicensePostRequestBody,
    )
    from msgraph.generated.users.item.check_member_groups import (
        check_member_groups_request_builder,  # noqa: F401
    )
    from msgraph.generated.users.item.check_member_groups.check_member_groups_post_request_body import (  # noqa: E501
        CheckMemberGroupsPostRequestBody,
    )
    from msgraph.generated.users.item.direct_reports.direct_reports_request_builder import (
        DirectReportsRequestBuilder,
    )
    from msgraph.generated.users.item.mailbox_settings.mailbox_settings_request_builder import (
        MailboxSettingsRequestBuilder,
    )
    from msgraph.generated.users.item.manager.manager_request_builder import ManagerRequestBuilder
    from msgraph.generated.users.item.transitive_member_of import (
        transitive_member_of_request_builder,  # noqa: F401
    )
    from msgraph.generated.users.item.transitive_member_of.graph_directory_role import (
        graph_directory_role_request_builder,
    )
    from msgraph.generated.users.users_request_builder import UsersRequestBuilder
    from msgraph.graph_request_adapter import GraphRequestAdapter
    from msgraph.graph_service_client import GraphServiceClient

CasesQuery = EdiscoveryCasesRequestBuilder.EdiscoveryCasesRequestBuilderGetQueryParameters
CustodiansQuery = CustodiansRequestBuilder.CustodiansRequestBuilderGetQueryParameters
SourcesQuery = (
    NoncustodialDataSourcesRequestBuilder.NoncustodialDataSourcesRequestBuilderGetQueryParameters
)
MailboxQuery = MailboxSettingsRequestBuilder.MailboxSettingsRequestBuilderGetQueryParameters
SubscriptionsQuery = SubscriptionsRequestBuilder.SubscriptionsRequestBuilderGetQueryParameters
MembersQuery = GraphUserRequestBuilder.GraphUserRequestBuilderGetQueryParameters
ReportsQuery = DirectReportsRequestBuilder.DirectReportsRequestBuilderGetQueryParameters
ManagerQuery = ManagerRequestBuilder.ManagerRequestBuilderGetQueryParameters
GroupsQuery = GroupsRequestBuilder.GroupsRequestBuilderGetQueryParameters
ProductsQuery = SubscribedSkusRequestBuilder.SubscribedSkusRequestBuilderGetQueryParameters
CountQuery = CountRequestBuilder.CountRequestBuilderGetQueryParameters
PeopleQuery = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters
RolesQuery = (
    graph_directory_role_request_builder.GraphDirectoryRoleRequestBuilder
).GraphDirectoryRoleRequestBuilderGetQueryParameters
OwnAssignmentsQuery = (
    own_assignments_request_builder.FilterByCurrentUserWithOnRequestBuilder
).FilterByCurrentUserWithOnRequestBuilderGetQueryParameters
EligibleQuery = (
    role_eligibility_schedule_instances_request_builder.RoleEligibilityScheduleInstancesRequestBuilder
).RoleEligibilityScheduleInstancesRequestBuilderGetQueryParameters

__all__ = [
    "AssignLicensePostRequestBody",
    "AssignedLicense",
    "CasesQuery",
    "CheckMemberGroupsPostRequestBody",
    "CountQuery",
    "CustodiansQuery",
    "EligibleQuery",
    "GraphRequestAdapter",
    "GraphServiceClient",
    "GroupsQuery",
    "MailboxQuery",
    "ManagerQuery",
    "MembersQuery",
    "OwnAssignmentsQuery",
    "PeopleQuery",
    "ProductsQuery",
    "ReportsQuery",
    "RolesQuery",
    "SourcesQuery",
    "SubscriptionsQuery",
]
