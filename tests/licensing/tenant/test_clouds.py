"""Every address of every cloud, written out as Microsoft's pages name them."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any

import pytest

from licensing.tenant.clouds import ADDRESSES, REHEARSAL_AUTHORITY, Addresses, Cloud, rehearsed

LEARN = "https://learn.microsoft.com"
PUBLIC: dict[str, Any] = {
    "graph_root": "https://graph.microsoft.com",
    "login_authority": "https://login.microsoftonline.com",
    "channel_service": "https://api.botframework.com",
    "bot_tenant": "botframework.com",
    "token_exchange": "api://AzureADTokenExchange",
    "token_issuer": "https://api.botframework.com",
    "openid_metadata": "https://login.botframework.com/v1/.well-known/openidconfiguration",
    "service_hosts": (
        "smba.trafficmanager.net",
        "smba.onyx.prod.teams.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
    ),
    "admin_center": "https://admin.microsoft.com",
    "entra_portal": "https://entra.microsoft.com",
    "azure_portal": "https://portal.azure.com",
    "documentation": LEARN,
    "documentation_view": "",
    "ediscovery_api": True,
    "onedrive_rule": True,
    "closed": None,
}
EXPECTED: dict[str, dict[str, Any]] = {
    "worldwide": PUBLIC,
    "gcc": {**PUBLIC, "onedrive_rule": False},
    "gcc-high": {
        "graph_root": "https://graph.microsoft.us",
        "login_authority": "https://login.microsoftonline.us",
        "channel_service": "https://api.botframework.us",
        "bot_tenant": "MicrosoftServices.onmicrosoft.us",
        "token_exchange": "api://AzureADTokenExchangeUSGov",
        "token_issuer": "https://api.botframework.us",
        "openid_metadata": "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        "service_hosts": ("smba.infra.gov.teams.microsoft.us",),
        "admin_center": "https://portal.office365.us/adminportal",
        "entra_portal": "https://entra.microsoft.us",
        "azure_portal": "https://portal.azure.us",
        "documentation": LEARN,
        "documentation_view": "",
        "ediscovery_api": True,
        "onedrive_rule": False,
        "closed": None,
    },
    "dod": {
        "graph_root": "https://dod-graph.microsoft.us",
        "login_authority": "https://login.microsoftonline.us",
        "channel_service": "https://api.botframework.us",
        "bot_tenant": "MicrosoftServices.onmicrosoft.us",
        "token_exchange": "api://AzureADTokenExchangeUSGov",
        "token_issuer": "https://api.botframework.us",
        "openid_metadata": "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        "service_hosts": ("smba.infra.dod.teams.microsoft.us",),
        "admin_center": "https://portal.apps.mil/adminportal",
        "entra_portal": "https://entra.microsoft.us",
        "azure_portal": "https://portal.azure.us",
        "documentation": LEARN,
        "documentation_view": "",
        "ediscovery_api": True,
        "onedrive_rule": False,
        "closed": None,
    },
    "china": {
        "graph_root": "https://microsoftgraph.chinacloudapi.cn",
        "login_authority": "https://login.partner.microsoftonline.cn",
        "channel_service": "https://api.botframework.azure.cn",
        "bot_tenant": "microsoftservices.partner.onmschina.cn",
        "token_exchange": "api://AzureADTokenExchangeChina",
        "token_issuer": "https://api.botframework.azure.cn",
        "openid_metadata": "https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
        "service_hosts": ("frontend.botapi.msg.infra.teams.microsoftonline.cn",),
        "admin_center": "https://portal.partner.microsoftonline.cn/adminportal",
        "entra_portal": "https://entra.microsoftonline.cn",
        "azure_portal": "https://portal.azure.cn",
        "documentation": LEARN,
        "documentation_view": "o365-21vianet",
        "ediscovery_api": False,
        "onedrive_rule": True,
        "closed": None,
    },
    "germany": {
        **PUBLIC,
        "graph_root": "https://graph.microsoft.de",
        "login_authority": "https://login.microsoftonline.de",
        "admin_center": "https://portal.office.de/adminportal",
        "entra_portal": "https://portal.microsoftazure.de",
        "azure_portal": "https://portal.microsoftazure.de",
        "documentation_view": "o365-germany",
        "closed": date(2021, 10, 29),
    },
}
CONNECTOR_SCOPES = {
    "worldwide": "https://api.botframework.com/.default",
    "gcc": "https://api.botframework.com/.default",
    "gcc-high": "https://api.botframework.us/.default",
    "dod": "https://api.botframework.us/.default",
    "china": "https://api.botframework.azure.cn/.default",
    "germany": "https://api.botframework.com/.default",
}


def test_every_cloud_is_checked() -> None:
    assert set(EXPECTED) == set(CONNECTOR_SCOPES) == {cloud.value for cloud in Cloud}
    assert set(ADDRESSES) == set(Cloud)


@pytest.mark.parametrize("cloud", Cloud)
def test_every_address_is_the_one_that_microsoft_publishes(cloud: Cloud) -> None:
    assert asdict(ADDRESSES[cloud]) == {"cloud": cloud} | EXPECTED[cloud]


@pytest.mark.parametrize("cloud", Cloud)
def test_the_scope_of_the_connector_follows_from_its_address(cloud: Cloud) -> None:
    assert ADDRESSES[cloud].connector_scope == CONNECTOR_SCOPES[cloud]


@pytest.mark.parametrize("cloud", Cloud)
def test_addresses_are_secure_and_ready_to_be_continued(cloud: Cloud) -> None:
    texts = [getattr(ADDRESSES[cloud], f.name) for f in fields(Addresses)]
    addresses = [t for t in texts if isinstance(t, str) and t.startswith("http")]
    assert len(addresses) == 9
    assert all(a.startswith("https://") and not a.endswith("/") for a in addresses)


@pytest.mark.parametrize("cloud", ADDRESSES)
def test_a_rehearsal_reaches_no_cloud_and_keeps_what_is_told_of_it(cloud: Cloud) -> None:
    real, found = ADDRESSES[cloud], rehearsed(ADDRESSES[cloud], "http://127.0.0.1:3979/")
    moved = {
        "graph_root": "http://127.0.0.1:3979/graph",
        "login_authority": REHEARSAL_AUTHORITY,
        "openid_metadata": "http://127.0.0.1:3979/botframework/.well-known/openidconfiguration",
        "token_issuer": PUBLIC["token_issuer"],
        "channel_service": PUBLIC["channel_service"],
        "service_hosts": (),
    }
    assert {name: getattr(found, name) for name in moved} == moved
    told = ("cloud", "admin_center", "entra_portal", "documentation", "ediscovery_api", "closed")
    assert all(getattr(found, name) == getattr(real, name) for name in told)
