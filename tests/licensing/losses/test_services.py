"""Which plans carry data. Source of every id: Microsoft, "Product names and service plan
identifiers for licensing", July 2026.
"""

import re

import pytest

from licensing.losses import plan_ids
from licensing.losses.services import PLANS, Data, data_in, mailbox_gb
from licensing.tenant.products import ServicePlan

#: A mailbox, and its archive.
MAIL = {Data.MAILBOX, Data.ARCHIVE}
CARRIES: list[tuple[str, str, set[Data], int]] = [
    (
        "EXCHANGE_S_ENTERPRISE",
        "efb87545-963c-4e0d-99df-69c6916d9eb0",
        {Data.MAILBOX, Data.ARCHIVE},
        100,
    ),
    ("EXCHANGE_S_STANDARD", "9aaf7827-d63c-4b61-89c3-182f06f82e5c", MAIL, 50),
    ("EXCHANGE_S_DESKLESS", "4a82b400-a79f-41a4-b4e2-e94f5787b113", {Data.MAILBOX}, 2),
    ("EXCHANGE_S_STANDARD_GOV", "e9b4930a-925f-45e2-ac2a-3f7788ca6fdd", MAIL, 50),
    ("EXCHANGE_S_ARCHIVE_ADDON", "176a09a6-7ec5-4039-ac02-b2791c6ba793", {Data.ARCHIVE}, 0),
    ("SHAREPOINTENTERPRISE", "5dbe027f-2339-4123-9542-606e4d348a72", {Data.ONEDRIVE}, 0),
    ("SHAREPOINTSTANDARD", "c7699d2e-19aa-44de-8edf-1736da088ca1", {Data.ONEDRIVE}, 0),
    ("SharePoint Plan 1G", "f9c43823-deb4-46a8-aa65-8b551f0c4f8a", {Data.ONEDRIVE}, 0),
    ("ONEDRIVE_BASIC", "da792a53-cbc0-4184-a10d-e544dd34b3c1", {Data.ONEDRIVE}, 0),
    ("ONEDRIVECLIPCHAMP", "f7e5b77d-f293-410a-bae8-f941f19fe680", {Data.ONEDRIVE}, 0),
    ("OFFICESUBSCRIPTION", "43de0ff5-c92c-492b-9116-175376d08c38", {Data.OFFICE}, 0),
    ("OFFICE_BUSINESS", "094e7854-93fc-4d55-b2c0-3ab5369ebdc1", {Data.OFFICE}, 0),
    ("TEAMS1", "57ff2da0-773e-42df-b2af-ffb7a2317929", {Data.TEAMS}, 0),
    ("MCOEV", "4828c8ec-dc2e-4779-b502-87ac9ce28ab7", {Data.PHONE}, 0),
    ("MCOPSTN1", "4ed3ff63-69d7-4fb7-b984-5aec7f605ca8", {Data.CALLING_PLAN}, 0),
    ("MCOMEETADV", "3e26ee1f-8a5f-4d52-aee2-b81ce45c8f40", {Data.CONFERENCING}, 0),
    ("POWERAPPS_PER_USER", "ea2cf03b-ac60-46ae-9c1d-eeaeb63cec86", {Data.POWER_APPS}, 0),
    ("FLOW_PER_USER", "c5002c70-f725-4367-b409-f0eff4fee6c0", {Data.POWER_AUTOMATE}, 0),
    ("PROJECT_P1", "4a12c688-56c6-461a-87b1-30d6f32136f9", {Data.PROJECT}, 0),
    ("BI_AZURE_P2", "70d33638-9c74-4d01-bfd3-562de28bd4ba", {Data.POWER_BI}, 0),
    ("WORKPLACE_ANALYTICS", "f477b0f0-3bb1-4890-940c-40fcee6ce05f", {Data.VIVA_INSIGHTS}, 0),
    ("CPC_1", "545e3611-3af8-49a5-9a0a-b7867968f4b0", {Data.CLOUD_PC}, 0),
    ("CPC_B_2C_4RAM_64GB", "a790cd6e-a153-4461-83c7-e127037830b6", {Data.CLOUD_PC_BUSINESS}, 0),
    ("CPC_E_OF_NEXT_YEAR", "00000000-0000-4000-8000-000000000001", set(), 0),
    ("DYN365_ENTERPRISE_SALES", "2da8e897-7791-486b-b08f-cc63c8129df7", {Data.DYNAMICS}, 0),
    ("Dynamics_365_for_Operations", "95d2cd7b-1007-484b-8595-5e97e63fe189", {Data.DYNAMICS}, 0),
    ("CRMSTANDARD", "f9646fb2-e3b2-4309-95de-dc4833737456", {Data.DYNAMICS}, 0),
    ("EXCHANGE_S_ARCHIVE", "da040e0a-b393-4bea-bb76-928b3fa1cf5a", {Data.ARCHIVE}, 0),
    # What only sounds like it.
    ("DYN365BC_MS_INVOICING", "39b5c996-467e-4e60-bd62-46066f572726", set(), 0),
    ("DYN365_CDS_O365_P2", "4ff01e01-1ba7-4d71-8cf8-ce96c3bbcf14", set(), 0),
    ("CRMSTORAGE", "77866113-0f3e-4e6e-9666-b1e25c6f99b0", set(), 0),
    ("EXCHANGE_S_FOUNDATION", "113feb6c-3fe4-4440-bddc-54d774bf0318", set(), 0),
    ("EXCHANGE_ANALYTICS", "34c0d7a0-a70f-4668-9238-47f9fc208882", set(), 0),
    ("SHAREPOINTWAC", "e95bec33-7c88-4a70-8e19-b10bd9d0c014", set(), 0),
    ("OFFICEMOBILE_SUBSCRIPTION", "c63d4d19-e8cb-460e-b37c-4d6c34603745", set(), 0),
    ("FLOW_O365_P2", "76846ad7-7776-4c40-a281-a386362dd1b9", set(), 0),
    ("A_PLAN_ADDED_SINCE", "00000000-0000-4000-8000-000000000000", set(), 0),
]


@pytest.mark.parametrize(
    ("part", "plan", "data", "gigabytes"), CARRIES, ids=[row[0] for row in CARRIES]
)
def test_what_is_carried_by(part: str, plan: str, data: set[Data], gigabytes: int) -> None:
    assert data_in(ServicePlan(plan, part)) == data
    assert mailbox_gb(plan) == gigabytes


def test_every_list_is_of_guids_in_lower_case() -> None:
    guid = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
    assert all(guid.fullmatch(plan) for plans in PLANS.values() for plan in plans)


def test_the_mailbox_plans_are_those_of_one_size_or_another() -> None:
    sizes = [plan_ids.MAILBOX_LARGE, plan_ids.MAILBOX_USUAL, plan_ids.MAILBOX_SMALL]
    assert sum(map(len, sizes)) == len(PLANS[Data.MAILBOX]) == 10
    assert PLANS[Data.ONEDRIVE] > plan_ids.ONEDRIVE_EXEMPT
    assert len(PLANS[Data.ONEDRIVE]) == 18
