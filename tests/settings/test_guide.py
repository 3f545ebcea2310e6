"""docs/setup.md names settings and addresses as they are."""

import re
from pathlib import Path

import pytest
from yarl import URL

from licensing.tenant.clouds import ADDRESSES, Addresses, Cloud
from settings import Settings
from settings.read import names

DOCS = Path(__file__).parent.parent.parent / "docs"
GUIDE = (DOCS / "setup.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GUIDE.partition("## Other clouds")[2].splitlines()
    if line.startswith("|")
]
TABLE = {row[0]: row[1:] for row in ROWS}


def host(address: str) -> str:
    return str(URL(address).host)


def expected(addresses: Addresses) -> dict[str, str]:
    return {
        "`UNASSIGN_CLOUD`": f"`{addresses.cloud}`",
        "Entra admin center": host(addresses.entra_portal),
        "Azure portal": host(addresses.azure_portal),
        "Outward: Graph": host(addresses.graph_root),
        "Outward: Entra": host(addresses.login_authority),
        "Outward: keys of the channel": host(addresses.openid_metadata),
        "Outward: Teams": addresses.service_hosts[0],
        "eDiscovery cases in Graph": "yes" if addresses.ediscovery_api else "no",
    }


def test_every_setting_that_the_guide_names_is_one() -> None:
    known = {name for field in Settings.model_fields for name in names(field)}
    assert set(re.findall(r"UNASSIGN_[A-Z_]+", GUIDE)) <= known


@pytest.mark.parametrize("cloud", [Cloud.GCC_HIGH, Cloud.DOD, Cloud.CHINA])
def test_the_table_of_clouds_is_that_of_the_bot(cloud: Cloud) -> None:
    column = [Cloud.GCC_HIGH, Cloud.DOD, Cloud.CHINA].index(cloud)
    rows = expected(ADDRESSES[cloud])
    assert {name: TABLE[name][column] for name in rows} == rows


def test_the_worldwide_addresses_are_those_of_the_bot() -> None:
    addresses = ADDRESSES[Cloud.WORLDWIDE]
    for address in (addresses.graph_root, addresses.login_authority, addresses.openid_metadata):
        assert f"`{host(address)}`" in GUIDE
    assert f"`{addresses.service_hosts[0]}`" in GUIDE
