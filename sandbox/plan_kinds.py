"""Ids of the service plans whose data the rehearsal tenant keeps and deletes.

Source: Microsoft, "Product names and service plan identifiers for licensing", July 2026
(https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference). By id, since
names mislead. The stand-in does not depend on the bot, so the lists are here too; a test compares
them.
"""

from typing import Final

#: Exchange Online.
MAILBOXES: Final = frozenset(
    {
        "90927877-dcff-4af6-b346-2332c0b15bb7",  # EXCHANGE_B_STANDARD
        "d42bdbd6-c335-4231-ab3d-c8f348d5aff5",  # EXCHANGE_L_STANDARD
        "4a82b400-a79f-41a4-b4e2-e94f5787b113",  # EXCHANGE_S_DESKLESS
        "88f4d7ef-a73b-4246-8047-516022144c9f",  # EXCHANGE_S_DESKLESS_GOV
        "efb87545-963c-4e0d-99df-69c6916d9eb0",  # EXCHANGE_S_ENTERPRISE
        "8c3069c0-ccdb-44be-ab77-986203a67df2",  # EXCHANGE_S_ENTERPRISE_GOV
        "1126bef5-da20-4f07-b45e-ad25d2581aa8",  # EXCHANGE_S_ESSENTIALS
        "9aaf7827-d63c-4b61-89c3-182f06f82e5c",  # EXCHANGE_S_STANDARD
        "e9b4930a-925f-45e2-ac2a-3f7788ca6fdd",  # EXCHANGE_S_STANDARD_GOV
        "fc52cc4b-ed7d-472d-bbe7-b081c23ecc56",  # EXCHANGE_S_STANDARD_MIDMARKET
    }
)
#: Archives with a separate license; Kiosk alone has none.
ARCHIVES: Final = frozenset(
    {
        "da040e0a-b393-4bea-bb76-928b3fa1cf5a",  # EXCHANGE_S_ARCHIVE
        "176a09a6-7ec5-4039-ac02-b2791c6ba793",  # EXCHANGE_S_ARCHIVE_ADDON
    }
)
#: Exchange Online Kiosk, the only mailbox without an archive.
MAILBOXES_WITHOUT_ARCHIVE: Final = frozenset(
    {
        "4a82b400-a79f-41a4-b4e2-e94f5787b113",  # EXCHANGE_S_DESKLESS
        "88f4d7ef-a73b-4246-8047-516022144c9f",  # EXCHANGE_S_DESKLESS_GOV
    }
)
#: OneDrives that are archived without a license.
ONEDRIVES: Final = frozenset(
    {
        "f7e5b77d-f293-410a-bae8-f941f19fe680",  # ONEDRIVECLIPCHAMP
        "afcafa6a-d966-4462-918c-ec0b4e0fe642",  # ONEDRIVEENTERPRISE
        "b4ac11a0-32ff-4e78-982d-e039fa803dec",  # ONEDRIVELITE_IW
        "13696edf-5a08-49f6-8134-03083ed8ba30",  # ONEDRIVESTANDARD
        "da792a53-cbc0-4184-a10d-e544dd34b3c1",  # ONEDRIVE_BASIC
        "4495894f-534f-41ca-9d3b-0ebf1220a423",  # ONEDRIVE_BASIC_P2
        "902b47e5-dcb2-4fdc-858b-c63a90a2bdb9",  # SHAREPOINTDESKLESS
        "5dbe027f-2339-4123-9542-606e4d348a72",  # SHAREPOINTENTERPRISE
        "6b5b6a67-fc72-4a1f-a2b5-beecf05de761",  # SHAREPOINTENTERPRISE_MIDMARKET
        "a1f3d0a8-84c0-4ae0-bae4-685917b8ab48",  # SHAREPOINTLITE
        "c7699d2e-19aa-44de-8edf-1736da088ca1",  # SHAREPOINTSTANDARD
        "a361d6e2-509e-4e25-a8ad-950060064ef4",  # SHAREPOINT_S_DEVELOPER
    }
)
#: OneDrives of schools and of the US Government, which are not.
ONEDRIVES_THAT_STAY: Final = frozenset(
    {
        "98709c2e-96b5-4244-95f5-a0ebe139fb8a",  # ONEDRIVE_BASIC_GOV
        "b1aeb897-3a19-46e2-8c27-a609413cf193",  # SHAREPOINTDESKLESS_GOV
        "63038b2c-28d0-45f6-bc36-33062963b498",  # SHAREPOINTENTERPRISE_EDU
        "153f85dd-d912-4762-af6c-d6e0fb4f6692",  # SHAREPOINTENTERPRISE_GOV
        "0a4983bb-d3e5-4a09-95d8-b2d0127b3df5",  # SHAREPOINTSTANDARD_EDU
        "f9c43823-deb4-46a8-aa65-8b551f0c4f8a",  # SharePoint Plan 1G
    }
)
#: Windows 365 Business.
CLOUD_PCS_BUSINESS: Final = frozenset(
    {
        "37c961db-2cfd-4e13-b81e-b0059ce10e34",  # CPC_B_16C_64GB_1TB
        "cbbedc49-52d5-4fd6-82ac-a5bc51634dc3",  # CPC_B_16C_64GB_512GB
        "3b98b912-1720-4a1e-9630-c9a41dbb61d8",  # CPC_B_1C_2RAM_64GB
        "1a13832e-cd79-497d-be76-24186f55c8b0",  # CPC_B_2C_4RAM_128GB
        "a0b1c075-51c9-4a42-b34c-308f3993bb7e",  # CPC_B_2C_4RAM_256GB
        "a790cd6e-a153-4461-83c7-e127037830b6",  # CPC_B_2C_4RAM_64GB
        "1a3ef005-2ef6-434b-8be1-faa56c892854",  # CPC_B_2C_8RAM_256GB
        "1d4f75d3-a19b-49aa-88cb-f1ea1690b550",  # CPC_B_4C_16RAM_128GB
        "30f6e561-8805-41d0-80ce-f82698b72d7d",  # CPC_B_4C_16RAM_256GB
        "15499661-b229-4a1f-b0f9-bd5832ef7b3e",  # CPC_B_4C_16RAM_512GB
        "648005fc-b330-4bd9-8af6-771f28958ac0",  # CPC_B_8C_32RAM_128GB
        "d7a5113a-0276-4dc2-94f8-ca9f2c5ae078",  # CPC_B_8C_32RAM_256GB
        "4229a0b4-7f34-4835-b068-6dc8d10be57c",  # CPC_B_8C_32RAM_512GB
        "9d2eed2c-b0c0-4a89-940c-bc303444a41b",  # CPC_SS_2
    }
)
#: Windows 365 Enterprise, and Shared Use.
CLOUD_PCS: Final = frozenset(
    {
        "545e3611-3af8-49a5-9a0a-b7867968f4b0",  # CPC_1
        "3efff3fe-528a-4fc5-b1ba-845802cc764f",  # CPC_2
        "86d70dbb-d4c6-4662-ba17-3014204cbb28",  # CPC_E_1C_2GB_64GB
        "0d143570-9b92-4f57-adb5-e4efcd23b3bb",  # CPC_E_2C_4GB_256GB
        "23a25099-1b2f-4e07-84bd-b84606109438",  # CPC_E_2C_4GB_64GB
        "d3468c8c-3545-4f44-a32f-b465934d2498",  # CPC_E_2C_8GB_256GB
        "2de9c682-ca3f-4f2b-b360-dfc4775db133",  # CPC_E_4C_16GB_128GB
        "9ecf691d-8b82-46cb-b254-cd061b2c02fb",  # CPC_E_4C_16GB_256GB
        "3bba9856-7cf2-4396-904a-00de74fba3a4",  # CPC_E_4C_16GB_512GB
        "2f3cdb12-bcde-4e37-8529-e9e09ec09e23",  # CPC_E_8C_32GB_128GB
        "69dc175c-dcff-4757-8389-d19e76acb45d",  # CPC_E_8C_32GB_256GB
        "0e837228-8250-4047-8a80-d4a34ba11658",  # CPC_E_8C_32GB_512GB
        "51855c77-4d2e-4736-be67-6dca605f2b57",  # CPC_S_2C_4GB_128GB
        "aa8fbe7b-695c-4c05-8d45-d1dddf6f7616",  # CPC_S_2C_4GB_256GB
        "64981bdb-a5a6-4a22-869f-a9455366d5bc",  # CPC_S_2C_4GB_64GB
        "057efbfe-a95d-4263-acb0-12b4a31fed8d",  # CPC_S_2C_8GB_128GB
        "50ef7026-6174-40ba-bff7-f0e4fcddbf65",  # CPC_S_2C_8GB_256GB
        "dd3801e2-4aa1-4b16-a44b-243e55497584",  # CPC_S_4C_16GB_128GB
        "2d1d344e-d10c-41bb-953b-b3a47521dca0",  # CPC_S_4C_16GB_256GB
        "48b82071-99a5-4214-b493-406a637bd68d",  # CPC_S_4C_16GB_512GB
        "e4dee41f-a5c5-457d-b7d3-c309986fdbb2",  # CPC_S_8C_32GB_128GB
        "1e2321a0-f81c-4d43-a0d5-9895125706b8",  # CPC_S_8C_32GB_256GB
        "fa0b4021-0f60-4d95-bf68-95036285282a",  # CPC_S_8C_32GB_512GB
    }
)
