"""Which plans carry data. Source of every id: Microsoft, "Product names and service plan
identifiers for licensing", July 2026.
"""

import re

import pytest

from licensing import services
from licensing.services import MAILBOX_PLANS, OFFICE_PLANS, ONEDRIVE_PLANS, Data, data_of

CARRIES = [
    ("EXCHANGE_S_ENTERPRISE", "efb87545-963c-4e0d-99df-69c6916d9eb0", Data.MAILBOX),
    ("EXCHANGE_S_STANDARD", "9aaf7827-d63c-4b61-89c3-182f06f82e5c", Data.MAILBOX),
    ("EXCHANGE_S_DESKLESS", "4a82b400-a79f-41a4-b4e2-e94f5787b113", Data.MAILBOX),
    ("EXCHANGE_S_STANDARD_GOV", "e9b4930a-925f-45e2-ac2a-3f7788ca6fdd", Data.MAILBOX),
    ("SHAREPOINTENTERPRISE", "5dbe027f-2339-4123-9542-606e4d348a72", Data.ONEDRIVE),
    ("SHAREPOINTSTANDARD", "c7699d2e-19aa-44de-8edf-1736da088ca1", Data.ONEDRIVE),
    ("SharePoint Plan 1G", "f9c43823-deb4-46a8-aa65-8b551f0c4f8a", Data.ONEDRIVE),
    ("ONEDRIVE_BASIC, in Visio", "da792a53-cbc0-4184-a10d-e544dd34b3c1", Data.ONEDRIVE),
    ("ONEDRIVECLIPCHAMP", "f7e5b77d-f293-410a-bae8-f941f19fe680", Data.ONEDRIVE),
    ("OFFICESUBSCRIPTION", "43de0ff5-c92c-492b-9116-175376d08c38", Data.OFFICE),
    ("OFFICESUBSCRIPTION_GOV", "de9234ff-6483-44d9-b15e-dca72fdd27af", Data.OFFICE),
    ("OFFICE_BUSINESS", "094e7854-93fc-4d55-b2c0-3ab5369ebdc1", Data.OFFICE),
    (
        "OFFICE_PRO_PLUS_SUBSCRIPTION_SMBIZ",
        "8ca59559-e2ca-470b-b7dd-afd8c0dee963",
        Data.OFFICE,
    ),
    ("EXCHANGE_S_FOUNDATION", "113feb6c-3fe4-4440-bddc-54d774bf0318", None),
    ("EXCHANGE_S_FOUNDATION_GOV", "922ba911-5694-4e99-a794-73aed9bfeec8", None),
    ("EXCHANGE_S_ARCHIVE_ADDON", "176a09a6-7ec5-4039-ac02-b2791c6ba793", None),
    ("EXCHANGE_ANALYTICS", "34c0d7a0-a70f-4668-9238-47f9fc208882", None),
    ("SHAREPOINTWAC, Office for the web", "e95bec33-7c88-4a70-8e19-b10bd9d0c014", None),
    ("OFFICEMOBILE_SUBSCRIPTION", "c63d4d19-e8cb-460e-b37c-4d6c34603745", None),
    ("TEAMS1", "57ff2da0-773e-42df-b2af-ffb7a2317929", None),
    ("a plan added since", "00000000-0000-4000-8000-000000000000", None),
]


@pytest.mark.parametrize(
    ("plan", "data"), [row[1:] for row in CARRIES], ids=[row[0] for row in CARRIES]
)
def test_data_of(plan: str, data: Data | None) -> None:
    assert data_of(plan) is data


@pytest.mark.parametrize(
    ("plans", "count"), [(MAILBOX_PLANS, 10), (ONEDRIVE_PLANS, 18), (OFFICE_PLANS, 4)]
)
def test_a_list_is_of_guids_in_lower_case_and_of_a_known_length(
    plans: frozenset[str], count: int
) -> None:
    guid = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
    assert all(guid.fullmatch(plan) for plan in plans)
    assert len(plans) == count


def test_no_plan_carries_two_kinds_and_every_kind_has_a_list() -> None:
    lists = [plans for _, plans in services._KINDS]
    assert len(frozenset().union(*lists)) == sum(map(len, lists))
    assert {kind for kind, _ in services._KINDS} == set(Data)
