"""Service plans of Windows 365, by edition.

Each license is a separate Cloud PC. Source: the table in `licensing/tenant/product_plans.json`.
Shared Use (CPC_S_...) is an edition with the rules of Enterprise.
"""

from typing import Final

#: Windows 365 Business.
BUSINESS: Final = frozenset(
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
ENTERPRISE: Final = frozenset(
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
