"""Service plans of Dynamics 365, by application.

Each application is separate: a person who keeps one does not keep another. Source: the
table in `licensing/tenant/product_plans.json`. Databases inside Office (DYN365_CDS_...), Microsoft
Invoicing (DYN365BC_MS_INVOICING), storage and environments sound like Dynamics 365 and are none.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: Application to the ids of its plans.
APPLICATIONS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "crm": frozenset(
            {
                "bf36ca64-95c6-4918-9275-eb9f4ce2c04f",  # CRMPLAN2
                "3d53f6d9-d6e0-45c1-9575-6acd77692584",  # CRMPLAN2_GCC
                "f9646fb2-e3b2-4309-95de-dc4833737456",  # CRMSTANDARD
                "2b8c7c8c-9db5-44a5-a1dd-f4aa5b97b372",  # CRMSTANDARD_GCC
            }
        ),
        "field_service": frozenset(
            {
                "2ba394e0-6f18-4b77-b45f-a5663bbab540",  # CRM_AUTO_ROUTING_ADDON
                "24435e4b-87d0-4d7d-8beb-63a9b1573022",  # CRM_AUTO_ROUTING_ENGINE_ADDON
                "55c9148b-d5f0-4101-b5a0-b2727cfc0916",  # D365_FIELD_SERVICE_ATTACH
                "8c66ef8a-177f-4c0d-853c-d4f219331d09",  # DYN365_ENTERPRISE_FIELD_SERVICE
                "a9a5be2d-17dd-4d43-ba78-9391e11d20a7",  # DYN365_ENTERPRISE_FIELD_SERVICE_GOV
                "20d1455b-72b2-4725-8354-a177845ab77d",  # DYN365_FS_ENTERPRISE_VIRAL_TRIAL
            }
        ),
        "contact_center": frozenset(
            {
                "2a9d72b3-1714-440f-babf-bf92bf9683d8",  # DYN365_CC
                "0ef2b4e3-0a2b-450d-8c5f-a52203c40f50",  # DYN365_CC_DIGITAL
                "57517633-b4ad-4db8-8c1a-65f443424490",  # DYN365_CC_VOICE
                "f69129db-6dc1-4107-855e-0aaebbcd9dd4",  # DYN365_CS_CHAT
                "426ec19c-d5b1-4548-b894-6fe75028c30d",  # DYN365_CS_CHAT_FPA
                "b9f7ce72-67ff-4695-a9d9-5ff620232024",  # DYN365_CS_CHAT_FPA_GOV
                "ffb878a5-3184-472b-800b-65eadc63d764",  # DYN365_CS_CHAT_GOV
                "43b076f2-1123-45ba-a339-2e170ee58c53",  # DYN365_CS_MESSAGING
                "e304c3c3-f86c-4200-b174-1ade48805b22",  # DYN365_CS_MESSAGING_GOV
                "47c2b191-a5fb-4129-b690-00c474d2f623",  # DYN365_CS_MESSAGING_TPS
                "9d37aa61-3cc3-457c-8b54-e6f3853aa6b6",  # DYN365_CS_MESSAGING_TPS_GOV
                "3bf52bdf-5226-4a97-829e-5cca9b3f3392",  # DYN365_CS_MESSAGING_VIRAL_TRIAL
                "f6ec6dfa-2402-468d-a455-89be11116d43",  # DYN365_CS_VOICE
                "411b0c93-8f89-455e-a663-c0a3effd12c3",  # DYN365_CS_VOICE_GOV
                "3de81e39-4ce1-47f7-a77f-8473d4eb6d7c",  # DYN365_CS_VOICE_VIRAL_TRIAL
            }
        ),
        "customer_service": frozenset(
            {
                "61a2665f-1873-488c-9199-c3d0bc213fdf",  # D365_CUSTOMER_SERVICE_ENT_ATTACH
                "a9dd2dca-10ae-4da2-aaf0-d3fe8a825110",  # D365_CUSTOMER_SERVICE_PRO_ATTACH
                "4ade5aa6-5959-4d2c-bf0a-f4c9e2cc00f2",  # DYN365_AI_SERVICE_INSIGHTS
                "94fb67d3-465f-4d1f-a50a-952da079a564",  # DYN365_CS_ENTERPRISE_VIRAL_TRIAL
                "6929f657-b31b-4947-b4ce-5066c3214f54",  # DYN365_CUSTOMER_SERVICE_PRO
                "2822a3a1-9b8f-4432-8989-e11669a60dc8",  # DYN365_ENTERPRISE_CASE_MANAGEMENT
                "79bb0a8d-e686-4e16-ac59-2b3fd0014a61",  # DYN365_ENTERPRISE_CASE_MANAGEMENT_GOV
                "99340b49-fb81-4b1e-976b-8f2ae8e9394f",  # DYN365_ENTERPRISE_CUSTOMER_SERVICE
                "dc6643d9-1e72-4dce-9f64-1d6eac1f1c5a",  # DYN365_ENTERPRISE_CUSTOMER_SERVICE_GOV
                "33f1466e-63a6-464c-bf6a-d1787928a56a",  # DYNB365_CSI_VIRAL_TRIAL
            }
        ),
        "customer_insights": frozenset(
            {
                "393a0c96-9ba1-4af0-8975-fa2f853a25ac",  # DYN365_BUSINESS_Marketing
                "ee85d528-c4b4-4a99-9b07-fb9a1365dc93",  # DYN365_CUSTOMER_INSIGHTS_BASE
                "b3c26516-3b8d-492f-a5a3-64d70ad3f8d0",  # DYN365_CUSTOMER_INSIGHTS_ENGAGEMENT_IN...
                "e2bdea63-235e-44c6-9f5e-5b0e783f07dd",  # DYN365_CUSTOMER_INSIGHTS_ENGAGEMENT_IN...
                "1720c3f7-7da3-4a11-8324-92aad283eb68",  # DYN365_CUSTOMER_INSIGHTS_JOURNEYS_BASE
                "ed8e8769-94c5-4132-a3e7-7543b713d51f",  # DYN365_CUSTOMER_INSIGHTS_VIRAL
                "a3a4fa10-5092-401a-af30-0462a95a7ac8",  # DYN365_MARKETING_APP
                "2824c69a-1ac5-4397-8592-eae51cb8b581",  # DYN365_MARKETING_MSE_USER
                "5d7a6abc-eebd-46ab-96e1-e4a2f54a2248",  # DYN365_MARKETING_USER
            }
        ),
        "business_central": frozenset(
            {
                "17ca446c-d7a4-4d29-8dec-8e241592164b",  # DYN365_BUSCENTRAL_ESSENTIALS_ATTACH
                "8e9002c0-a1d8-4465-b952-817d2948e6e2",  # DYN365_BUSCENTRAL_PREMIUM
                "170991d7-b98e-41c5-83d4-db2052e1795f",  # DYN365_FINANCIALS_ACCOUNTANT
                "920656a2-7dd8-4c83-97b6-a356414dbd36",  # DYN365_FINANCIALS_BUSINESS
                "d9a6391b-8970-4976-bd94-5f205007c8d8",  # DYN365_FINANCIALS_TEAM_MEMBERS
            }
        ),
        "finance": frozenset(
            {
                "9f0e1b4e-9b33-4300-b451-b2c662cd4ff7",  # D365_Finance
                "223e33cb-eee0-462d-b1bd-e9a5febf8e85",  # D365_Finance_Attach
            }
        ),
        "human_resources": frozenset(
            {
                "3219525a-4064-45ec-9c35-a33ea6b39a49",  # D365_HR_Attach
                "90d8cb62-e98a-4639-8342-8c7d2c8215ba",  # D365_HR_ATTACH_OPS
                "8b21a5dc-5485-49ed-a2d4-0e772c830f6d",  # D365_HR_OPS
                "835b837b-63c1-410e-bf6b-bdef201ad129",  # D365_HR_SELF_SERVICE_OPS
                "aac5a56b-b02e-4608-8014-b076646d4011",  # DYN365_Enterprise_Talent_Attract_Activity
                "643d201a-9884-45be-962a-06ba97062e5e",  # DYN365_Enterprise_Talent_Attract_TeamM...
                "db225597-e9c2-4d96-8ace-5424744c80f8",  # DYN365_Enterprise_Talent_Onboard_Activity
                "f2f49eef-4b3f-4853-809a-a055c6103fe0",  # DYN365_Enterprise_Talent_Onboard_TeamM...
                "65a1ebf4-6732-4f00-9dcb-3d115ffdeecd",  # DYN365_TALENT_ENTERPRISE
                "5ed38b64-c3b7-4d9f-b1cd-0de18c9c4331",  # Dynamics_365_for_HCM_Trial
                "1f87ee90-5c3a-4cf9-b6fd-e3e8017c26ec",  # Dynamics_365_for_Talent_Activity
                "d5156635-0704-4f66-8803-93258f8b2678",  # Dynamics_365_for_Talent_Team_members
                "f815ac79-c5dd-4bcc-9b78-d97f7b817d0d",  # Dynamics_365_Hiring_Free_PLAN
                "300b8114-8555-4313-b861-0c115d820f50",  # Dynamics_365_Onboarding_Free_PLAN
                "048a552e-c849-4027-b54c-4c7ead26150a",  # Dynamics_365_Talent_Onboard
            }
        ),
        "project_operations": frozenset(
            {
                "69f07c66-bee4-4222-b051-195095efee5b",  # D365_ProjectOperations
                "fa7675bd-6717-40e7-8172-d0bbcbe1ab12",  # D365_ProjectOperationsAttach
                "1d8c8e0e-4308-4db5-8a41-b129dbdaea20",  # DYN365_ENTERPRISE_PROJECT_SERVICE_AUTO...
            }
        ),
        "commerce": frozenset(
            {
                "117e3aa0-8d08-4a19-a6a5-90b7a96e2128",  # DYN365_RETAIL
                "f06754ec-6d72-4bf6-991c-4cb5413d9932",  # DYN365_RETAIL_Activity
                "874d6da5-2a67-45c1-8635-96e8b3e300ea",  # DYN365_RETAIL_TRIAL
                "a9e39199-8369-444b-89c1-5fe65ec45665",  # Dynamics_365_for_Retail
                "c0454a3d-32b5-4740-b090-78c32f48f0ad",  # Dynamics_365_for_Retail_Team_members
            }
        ),
        "supply_chain": frozenset(
            {
                "90467813-5b40-40d4-835c-abd48009b1d9",  # D365_AssetforSCM
                "1224eae4-0d91-474a-8a52-27ec96a63fe7",  # D365_SCM
                "b21c777f-c2d5-486e-88f6-fc0a3e474271",  # D365_SCM_Attach
                "0363c8e5-c30d-4d7c-a621-7b6cab5e0482",  # D365_SCM_Premium
                "616cf6e2-f52f-4738-b463-10003061fcd3",  # DYN365_IOM
                "81375e2f-5ef7-4773-96aa-e3279f50bd21",  # DYN365_IOM_USER
            }
        ),
        "operations": frozenset(
            {
                "95d2cd7b-1007-484b-8595-5e97e63fe189",  # Dynamics_365_for_Operations
                "6bddf93e-d6f4-4991-b9fc-30cfdf07ee7b",  # Dynamics_365_for_Operations_Activity
                "f5aa7b45-8a36-4cd1-bc37-5d06dea98645",  # Dynamics_365_for_Operations_Team_members
            }
        ),
        "customer_engagement": frozenset(
            {
                "d56f3deb-50d8-465a-bedb-f079817ccac1",  # DYN365_ENTERPRISE_P1
                "056a5f80-b4e0-4983-a8be-7ad254a113c9",  # DYN365_ENTERPRISE_P1_IW
            }
        ),
        "sales": frozenset(
            {
                "3ae52229-572e-414f-937c-ff35a87d4f29",  # D365_SALES_ENT_ATTACH
                "065f3c64-0649-4ec7-9f47-ef5cf134c751",  # D365_SALES_PRO_ATTACH
                "73f205fc-6b15-47a5-967e-9e64fdf72d0a",  # D365_SALES_PRO_IW
                "db39a47e-1f4f-462b-bf5b-2ec471fb7b88",  # D365_SALES_PRO_IW_Trial
                "56e3d4ca-2e31-4c3f-8d57-89c1d363503b",  # DYN365_ ENTERPRISE _RELATIONSHIP_SALES
                "2da8e897-7791-486b-b08f-cc63c8129df7",  # DYN365_ENTERPRISE_SALES
                "213be507-d547-4f79-bc2c-6196bc54c4a3",  # DYN365_ENTERPRISE_SALES_GOV
                "7f636c80-0961-41b2-94da-9642ccf02de0",  # DYN365_SALES_ENTERPRISE_VIRAL_TRIAL
                "fedc185f-0711-4cc0-80ed-0a92da1a8384",  # DYN365_SALES_INSIGHTS
                "456747c0-cf1e-4b0d-940f-703a01b964cc",  # DYN365_SALES_INSIGHTS_VIRAL_TRIAL
                "88d83950-ff78-4e85-aa66-abfc787f8090",  # DYN365_SALES_PRO
                "dd89efa0-5a55-4892-ba30-82e3f8008339",  # DYN365_SALES_PRO_GOV
            }
        ),
        "guides": frozenset(
            {
                "fe986032-d840-4817-82d4-51fe4fbbe163",  # D365_GUIDES_VIRAL_TRIAL
            }
        ),
        "team_members": frozenset(
            {
                "6a54b05e-4fab-40e7-9828-428db3b336fa",  # DYN365_ENTERPRISE_TEAM_MEMBERS
                "5a94d0aa-ee95-455a-bb38-326e5f134478",  # DYN365_ENTERPRISE_TEAM_MEMBERS_GOV
                "4092fdb5-8d81-41d3-be76-aaba4074530b",  # DYN365_TEAM_MEMBERS
            }
        ),
    }
)
