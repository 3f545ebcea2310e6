"""The clouds of Microsoft 365: where each is reached, and what differs there.

Sources, by column:

- Graph root and login authority: https://learn.microsoft.com/graph/deployments. For China that page
  names the older login.chinacloudapi.cn; https://learn.microsoft.com/azure/bot-service/how-to-deploy-china-cloud
  and https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud name the one
  used here. Germany stood on the first page until 2021.
- Channel service, bot tenant, issuer, metadata: the same China page,
  https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high and
  https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication.
- Token exchange:
  https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
- Service hosts: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
  and, for China and the second worldwide one, the cloud presets of Microsoft's Teams SDK
  (https://github.com/microsoft/teams.ts, packages/api).
- Admin centers: https://learn.microsoft.com/microsoft-365/admin/admin-overview/admin-center-overview
  and, for the US Government,
  https://learn.microsoft.com/microsoft-365/commerce/licenses/manage-volume-licensing.
- Portals: https://learn.microsoft.com/entra/fundamentals/faq and
  https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud.
- View: how https://learn.microsoft.com/microsoft-365/admin/manage/remove-licenses-from-users names
  the edition of a page for another cloud.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Cloud(StrEnum):
    """A cloud, by the name that the settings use."""

    WORLDWIDE = "worldwide"
    #: US Government Community Cloud: on the worldwide addresses, with different rules.
    GCC = "gcc"
    GCC_HIGH = "gcc-high"
    DOD = "dod"
    #: Operated by 21Vianet.
    CHINA = "china"
    GERMANY = "germany"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a cloud is reached, and what differs there. No address ends with a slash."""

    cloud: Cloud
    #: Graph, without a version.
    graph_root: str
    #: Entra, before the tenant's id.
    login_authority: str
    #: The connector API, as the resource that a bot asks a token for.
    channel_service: str
    #: The tenant that issues that token to a multitenant bot. A single-tenant bot uses its own.
    bot_tenant: str
    #: The audience of a federated token that authenticates the app (workload identity federation).
    token_exchange: str
    #: Who signs the requests of the Bot Framework, and where its keys are announced.
    token_issuer: str
    openid_metadata: str
    #: Hosts that a service URL of Teams may name.
    service_hosts: tuple[str, ...]
    #: For people: the Microsoft 365, Entra and Azure portals.
    admin_center: str
    entra_portal: str
    azure_portal: str
    #: Microsoft's documentation, and the edition of its Microsoft 365 pages; "" is the usual one.
    documentation: str = "https://learn.microsoft.com"
    documentation_view: str = ""
    #: Whether Graph knows eDiscovery cases here (its metadata, schemas/v1.0 of
    #: https://github.com/microsoftgraph/msgraph-metadata).
    ediscovery_api: bool = True
    #: Whether an unlicensed OneDrive is archived or binned after 93 days
    #: (https://learn.microsoft.com/sharepoint/unlicensed-onedrive-accounts: not in GCC and DoD).
    onedrive_rule: bool = True
    #: The day on which the cloud was closed.
    closed: date | None = None

    @property
    def connector_scope(self) -> str:
        """The scope of the connector API's token."""
        return f"{self.channel_service}/.default"


_WORLDWIDE = Addresses(
    cloud=Cloud.WORLDWIDE,
    graph_root="https://graph.microsoft.com",
    login_authority="https://login.microsoftonline.com",
    channel_service="https://api.botframework.com",
    bot_tenant="botframework.com",
    token_exchange="api://AzureADTokenExchange",  # noqa: S106 - a name
    token_issuer="https://api.botframework.com",  # noqa: S106 - an address
    openid_metadata="https://login.botframework.com/v1/.well-known/openidconfiguration",
    service_hosts=(
        "smba.trafficmanager.net",
        "smba.onyx.prod.teams.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
    ),
    admin_center="https://admin.microsoft.com",
    entra_portal="https://entra.microsoft.com",
    azure_portal="https://portal.azure.com",
)

_GCC_HIGH = Addresses(
    cloud=Cloud.GCC_HIGH,
    graph_root="https://graph.microsoft.us",
    login_authority="https://login.microsoftonline.us",
    channel_service="https://api.botframework.us",
    bot_tenant="MicrosoftServices.onmicrosoft.us",
    token_exchange="api://AzureADTokenExchangeUSGov",  # noqa: S106 - a name
    token_issuer="https://api.botframework.us",  # noqa: S106 - an address
    openid_metadata="https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    service_hosts=("smba.infra.gov.teams.microsoft.us",),
    admin_center="https://portal.office365.us/adminportal",
    entra_portal="https://entra.microsoft.us",
    azure_portal="https://portal.azure.us",
    onedrive_rule=False,
)

_DOD = replace(
    _GCC_HIGH,
    cloud=Cloud.DOD,
    graph_root="https://dod-graph.microsoft.us",
    service_hosts=("smba.infra.dod.teams.microsoft.us",),
    admin_center="https://portal.apps.mil/adminportal",
)

_CHINA = Addresses(
    cloud=Cloud.CHINA,
    graph_root="https://microsoftgraph.chinacloudapi.cn",
    login_authority="https://login.partner.microsoftonline.cn",
    channel_service="https://api.botframework.azure.cn",
    bot_tenant="microsoftservices.partner.onmschina.cn",
    token_exchange="api://AzureADTokenExchangeChina",  # noqa: S106 - a name
    token_issuer="https://api.botframework.azure.cn",  # noqa: S106 - an address
    openid_metadata="https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
    service_hosts=("frontend.botapi.msg.infra.teams.microsoftonline.cn",),
    admin_center="https://portal.partner.microsoftonline.cn/adminportal",
    entra_portal="https://entra.microsoftonline.cn",
    azure_portal="https://portal.azure.cn",
    documentation_view="o365-21vianet",
    ediscovery_api=False,
)

# The Bot Framework had no separate service in Germany: its addresses are the worldwide ones.
_GERMANY = replace(
    _WORLDWIDE,
    cloud=Cloud.GERMANY,
    graph_root="https://graph.microsoft.de",
    login_authority="https://login.microsoftonline.de",
    admin_center="https://portal.office.de/adminportal",
    entra_portal="https://portal.microsoftazure.de",
    azure_portal="https://portal.microsoftazure.de",
    documentation_view="o365-germany",
    closed=date(2021, 10, 29),
)

#: Every cloud.
ADDRESSES: Mapping[Cloud, Addresses] = MappingProxyType(
    {
        Cloud.WORLDWIDE: _WORLDWIDE,
        Cloud.GCC: replace(_WORLDWIDE, cloud=Cloud.GCC, onedrive_rule=False),
        Cloud.GCC_HIGH: _GCC_HIGH,
        Cloud.DOD: _DOD,
        Cloud.CHINA: _CHINA,
        Cloud.GERMANY: _GERMANY,
    }
)

#: Names no host: anyone who calls it for a rehearsal goes to the rehearsal tenant instead. MSAL
#: accepts only https authorities.
REHEARSAL_AUTHORITY = "https://login.rehearsal.invalid"


def rehearsed(addresses: Addresses, url: str) -> Addresses:
    """Put the rehearsal tenant at `url` in the place of a cloud.

    No host of Teams is left; what differs between clouds stays.
    """
    url = url.rstrip("/")
    return replace(
        addresses,
        graph_root=f"{url}/graph",
        login_authority=REHEARSAL_AUTHORITY,
        openid_metadata=f"{url}/botframework/.well-known/openidconfiguration",
        token_issuer=ADDRESSES[Cloud.WORLDWIDE].token_issuer,
        channel_service=ADDRESSES[Cloud.WORLDWIDE].channel_service,
        service_hosts=(),
    )
