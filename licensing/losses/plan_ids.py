"""Ids of the service plans that provide data or features, and of those that need another plan.

Source: Microsoft, "Product names and service plan identifiers for licensing", July 2026
(https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference). Names would
mislead: EXCHANGE_S_FOUNDATION is in 247 products and is no mailbox, SHAREPOINTWAC is Office for
the web and no OneDrive, DYN365_CDS_O365_P2 is a database inside Office. So the lists are of ids.
The plans of Windows 365 and of Dynamics 365 are in `cloud_pc_ids` and `dynamics_ids`.
"""

from typing import Final

#: 100 GB and an archive (Exchange Online Plan 2).
MAILBOX_LARGE: Final = frozenset(
    {
        "efb87545-963c-4e0d-99df-69c6916d9eb0",  # EXCHANGE_S_ENTERPRISE
        "8c3069c0-ccdb-44be-ab77-986203a67df2",  # EXCHANGE_S_ENTERPRISE_GOV
    }
)
#: 50 GB (Exchange Online Plan 1).
MAILBOX_USUAL: Final = frozenset(
    {
        "9aaf7827-d63c-4b61-89c3-182f06f82e5c",  # EXCHANGE_S_STANDARD
        "e9b4930a-925f-45e2-ac2a-3f7788ca6fdd",  # EXCHANGE_S_STANDARD_GOV
        "d42bdbd6-c335-4231-ab3d-c8f348d5aff5",  # EXCHANGE_L_STANDARD
        "90927877-dcff-4af6-b346-2332c0b15bb7",  # EXCHANGE_B_STANDARD
        "1126bef5-da20-4f07-b45e-ad25d2581aa8",  # EXCHANGE_S_ESSENTIALS
        "fc52cc4b-ed7d-472d-bbe7-b081c23ecc56",  # EXCHANGE_S_STANDARD_MIDMARKET
    }
)
#: 2 GB (Exchange Online Kiosk).
MAILBOX_SMALL: Final = frozenset(
    {
        "4a82b400-a79f-41a4-b4e2-e94f5787b113",  # EXCHANGE_S_DESKLESS
        "88f4d7ef-a73b-4246-8047-516022144c9f",  # EXCHANGE_S_DESKLESS_GOV
    }
)
MAILBOX: Final = MAILBOX_LARGE | MAILBOX_USUAL | MAILBOX_SMALL

#: What other services share of Exchange: nothing for a person by itself; part of every mailbox.
EXCHANGE_FOUNDATION: Final = frozenset(
    {
        "113feb6c-3fe4-4440-bddc-54d774bf0318",  # EXCHANGE_S_FOUNDATION
        "922ba911-5694-4e99-a794-73aed9bfeec8",  # EXCHANGE_S_FOUNDATION_GOV
    }
)

#: More storage for the archive of an Exchange Online mailbox, and litigation hold.
ARCHIVE_ADDON: Final = frozenset({"176a09a6-7ec5-4039-ac02-b2791c6ba793"})
#: An archive in the cloud for a mailbox of Exchange Server.
ARCHIVE_ON_PREMISES: Final = frozenset({"da040e0a-b393-4bea-bb76-928b3fa1cf5a"})
#: An archive that grows by itself; one of 50 GB comes with `MAILBOX_USUAL`, none with Kiosk
#: (https://learn.microsoft.com/office365/servicedescriptions/exchange-online-archiving-service-description/exchange-online-archiving-service-description).
ARCHIVE_LARGE: Final = MAILBOX_LARGE | ARCHIVE_ADDON | ARCHIVE_ON_PREMISES
ARCHIVE: Final = ARCHIVE_LARGE | MAILBOX_USUAL
#: A mailbox with one of these can be put on hold.
HOLD: Final = MAILBOX_LARGE | ARCHIVE_ADDON

#: OneDrive of schools and of the US Government, to which the rule about unlicensed OneDrives does
#: not apply.
ONEDRIVE_EXEMPT: Final = frozenset(
    {
        "63038b2c-28d0-45f6-bc36-33062963b498",  # SHAREPOINTENTERPRISE_EDU
        "0a4983bb-d3e5-4a09-95d8-b2d0127b3df5",  # SHAREPOINTSTANDARD_EDU
        "153f85dd-d912-4762-af6c-d6e0fb4f6692",  # SHAREPOINTENTERPRISE_GOV
        "f9c43823-deb4-46a8-aa65-8b551f0c4f8a",  # SharePoint Plan 1G
        "b1aeb897-3a19-46e2-8c27-a609413cf193",  # SHAREPOINTDESKLESS_GOV
        "98709c2e-96b5-4244-95f5-a0ebe139fb8a",  # ONEDRIVE_BASIC_GOV
    }
)
ONEDRIVE: Final = ONEDRIVE_EXEMPT | {
    "5dbe027f-2339-4123-9542-606e4d348a72",  # SHAREPOINTENTERPRISE
    "6b5b6a67-fc72-4a1f-a2b5-beecf05de761",  # SHAREPOINTENTERPRISE_MIDMARKET
    "c7699d2e-19aa-44de-8edf-1736da088ca1",  # SHAREPOINTSTANDARD
    "902b47e5-dcb2-4fdc-858b-c63a90a2bdb9",  # SHAREPOINTDESKLESS
    "a1f3d0a8-84c0-4ae0-bae4-685917b8ab48",  # SHAREPOINTLITE
    "a361d6e2-509e-4e25-a8ad-950060064ef4",  # SHAREPOINT_S_DEVELOPER
    "13696edf-5a08-49f6-8134-03083ed8ba30",  # ONEDRIVESTANDARD
    "afcafa6a-d966-4462-918c-ec0b4e0fe642",  # ONEDRIVEENTERPRISE
    "da792a53-cbc0-4184-a10d-e544dd34b3c1",  # ONEDRIVE_BASIC
    "4495894f-534f-41ca-9d3b-0ebf1220a423",  # ONEDRIVE_BASIC_P2
    "b4ac11a0-32ff-4e78-982d-e039fa803dec",  # ONEDRIVELITE_IW
    "f7e5b77d-f293-410a-bae8-f941f19fe680",  # ONEDRIVECLIPCHAMP
}
#: 2 GB, and 10 GB; the others are of 1 TB and of 5 TB
#: (https://learn.microsoft.com/office365/servicedescriptions/onedrive-for-business-service-description).
ONEDRIVE_SMALL: Final = frozenset(
    {
        "902b47e5-dcb2-4fdc-858b-c63a90a2bdb9",  # SHAREPOINTDESKLESS
        "b1aeb897-3a19-46e2-8c27-a609413cf193",  # SHAREPOINTDESKLESS_GOV
        "da792a53-cbc0-4184-a10d-e544dd34b3c1",  # ONEDRIVE_BASIC
        "98709c2e-96b5-4244-95f5-a0ebe139fb8a",  # ONEDRIVE_BASIC_GOV
        "f7e5b77d-f293-410a-bae8-f941f19fe680",  # ONEDRIVECLIPCHAMP
    }
)
ONEDRIVE_ESSENTIAL: Final = frozenset({"4495894f-534f-41ca-9d3b-0ebf1220a423"})
ONEDRIVE_LARGE: Final = frozenset(
    {
        "5dbe027f-2339-4123-9542-606e4d348a72",  # SHAREPOINTENTERPRISE
        "153f85dd-d912-4762-af6c-d6e0fb4f6692",  # SHAREPOINTENTERPRISE_GOV
        "63038b2c-28d0-45f6-bc36-33062963b498",  # SHAREPOINTENTERPRISE_EDU
        # Schools share one pool, whatever the plan.
        "0a4983bb-d3e5-4a09-95d8-b2d0127b3df5",  # SHAREPOINTSTANDARD_EDU
        "afcafa6a-d966-4462-918c-ec0b4e0fe642",  # ONEDRIVEENTERPRISE
        "a361d6e2-509e-4e25-a8ad-950060064ef4",  # SHAREPOINT_S_DEVELOPER
    }
)

#: Office apps on the desktop.
OFFICE: Final = frozenset(
    {
        "43de0ff5-c92c-492b-9116-175376d08c38",  # OFFICESUBSCRIPTION
        "de9234ff-6483-44d9-b15e-dca72fdd27af",  # OFFICESUBSCRIPTION_GOV
        "094e7854-93fc-4d55-b2c0-3ab5369ebdc1",  # OFFICE_BUSINESS
        "8ca59559-e2ca-470b-b7dd-afd8c0dee963",  # OFFICE_PRO_PLUS_SUBSCRIPTION_SMBIZ
    }
)

TEAMS: Final = frozenset(
    {
        "57ff2da0-773e-42df-b2af-ffb7a2317929",  # TEAMS1
        "304767db-7d23-49e8-a945-4a7eb65f9f28",  # TEAMS_GOV
        "9953b155-8aef-4c56-92f3-72b0487fce41",  # TEAMS_AR_GCCHIGH
        "fd500458-c24c-478e-856c-a6067a8376cd",  # TEAMS_AR_DOD
        "f4f2f6de-6830-442b-a433-e92249faebe2",  # TeamsEss
        "42a3ec34-28ba-46b6-992f-db53a675ac5b",  # MCO_TEAMS_IW
    }
)
#: Teams Phone.
PHONE: Final = frozenset(
    {
        "4828c8ec-dc2e-4779-b502-87ac9ce28ab7",  # MCOEV
        "db23fce2-a974-42ef-9002-d78dd42a0f22",  # MCOEV_GOV
        "ed777b71-af04-42ca-9798-84344c66f7c6",  # MCOEVSMB
        "f47330e9-c134-43b3-9993-e7f004506889",  # MCOEV_VIRTUALUSER
        "0628a73f-3b4a-4989-bd7b-0f8823144313",  # MCOEV_VIRTUALUSER_GOV
        "cb22fbd7-ed7d-4786-a27a-e4cd617b69c0",  # MCOFMC1, Teams Phone Mobile
    }
)
CALLING_PLAN: Final = frozenset(
    {
        "4ed3ff63-69d7-4fb7-b984-5aec7f605ca8",  # MCOPSTN1
        "3c8a8792-7866-409b-bb61-1b20ace0368b",  # MCOPSTN1_GOV
        "5a10155d-f5c1-411a-a8ec-e99aae125390",  # MCOPSTN2
        "6b340437-d6f9-4dc5-8cc2-99163f7f83d6",  # MCOPSTN3
        "54a152dc-90de-4996-93d2-bc47e670fc06",  # MCOPSTN5
        "9a0125a5-c8f8-4526-b231-49e2abe0ebce",  # Skype for Business PSTN Calling Domestic Small
        "346d83bf-6fe6-42ca-b424-b9300d2e21bf",  # MCOPSTN6
        "16935b20-87c0-4908-934a-22aa267d0d26",  # MCOPSTN8
        "7861360b-dc3b-4eba-a3fc-0d323a035746",  # MCOPSTNEAU
        "156a1efe-17cd-4b03-9f17-2eb512298fb3",  # MCOPSTN_PAYG_1
    }
)
#: Calls abroad too.
CALLING_PLAN_ABROAD: Final = frozenset({"5a10155d-f5c1-411a-a8ec-e99aae125390"})  # MCOPSTN2
#: Dial-in numbers of meetings.
CONFERENCING: Final = frozenset(
    {
        "3e26ee1f-8a5f-4d52-aee2-b81ce45c8f40",  # MCOMEETADV
        "f544b08d-1645-4287-82de-8d91f37c02a1",  # MCOMEETADV_GOV
        "f1e3613f-3818-4254-9b5e-f02d803384e0",  # MCOMEETADV_AR_GCCHigh
        "bb038288-76ab-49d6-afc1-eaa6c222c65a",  # MCOMEETACPEA
        "9974d6cf-cd24-4ba2-921c-e2aa687da846",  # MCOMEETBASIC
        "986d454b-9027-4d9f-880b-f1b68f920cc4",  # MCOMEETBASIC_GOV
    }
)
TEAMS_PREMIUM: Final = frozenset(
    {
        "cc8c0802-a325-43df-8cba-995d0c6cb373",  # TEAMSPRO_CUST
        "0504111f-feb8-4a3c-992a-70280f9a2869",  # TEAMSPRO_MGMT
        "f8b44f54-18bb-46a3-9658-44ab58712968",  # TEAMSPRO_PROTECTION
        "9104f592-f2a7-4f77-904c-ca5a5715883f",  # TEAMSPRO_VIRTUALAPPT
        "78b58230-ec7e-4309-913c-93a45cc4735b",  # TEAMSPRO_WEBINAR
    }
)

#: Power Apps and Power Automate beyond what Office brings along.
POWER_APPS: Final = frozenset(
    {
        "ea2cf03b-ac60-46ae-9c1d-eeaeb63cec86",  # POWERAPPS_PER_USER
        "8f55b472-f8bf-40a9-be30-e29919d4ddfe",  # POWERAPPS_PER_USER_GCC
        "00527d7f-d5bc-4c2a-8d1e-6c0de2410c81",  # POWERAPPS_P2
        "5ce719f1-169f-4021-8a64-7d24dcaec15f",  # POWERAPPS_P1_GOV
    }
)
POWER_AUTOMATE: Final = frozenset(
    {
        "c5002c70-f725-4367-b409-f0eff4fee6c0",  # FLOW_PER_USER
        "769b8bee-2779-4c5a-9456-6f4f8629fd41",  # FLOW_PER_USER_GCC
        "56be9436-e4b2-446c-bb7f-cc15d16cca4d",  # FLOW_P2
        "774da41c-a8b3-47c1-8322-b9c1ab68be9f",  # FLOW_P1_GOV
        "375cd0ad-c407-49fd-866a-0bff4f8a9a4d",  # POWER_AUTOMATE_ATTENDED_RPA
        "fb613c67-1a58-4645-a8df-21e95a37d433",  # POWER_AUTOMATE_ATTENDED_RPA_GCC
    }
)
#: Planner and Project with more than plan 1 (PROJECT_P1) has.
PROJECT_LARGE: Final = frozenset(
    {
        "818523f5-016b-4355-9be8-ed6944946ea7",  # PROJECT_PROFESSIONAL
        "22572403-045f-432b-a660-af949c0a77b5",  # PROJECT_PROFESSIONAL_FACULTY
        "49c7bc16-7004-4df6-8cd5-4ec48b7e9ea0",  # PROJECT_PROFESSIONAL_FOR_GOV
    }
)
#: Planner and Project beyond what Office brings along.
PROJECT: Final = frozenset(
    {
        "4a12c688-56c6-461a-87b1-30d6f32136f9",  # PROJECT_P1
        "818523f5-016b-4355-9be8-ed6944946ea7",  # PROJECT_PROFESSIONAL
        "22572403-045f-432b-a660-af949c0a77b5",  # PROJECT_PROFESSIONAL_FACULTY
        "49c7bc16-7004-4df6-8cd5-4ec48b7e9ea0",  # PROJECT_PROFESSIONAL_FOR_GOV
    }
)
PROJECT_ONLINE: Final = "fe71d6c3-a2ea-4499-9778-da042bf08063"  # SHAREPOINT_PROJECT
PROJECT_ONLINE_EDU: Final = "664a2fed-6c7a-468e-af35-d61740f0ec90"
PROJECT_ONLINE_GOV: Final = "e57afa78-1f19-4542-ba13-b32cd4d8f472"
POWER_BI: Final = frozenset(
    {
        "70d33638-9c74-4d01-bfd3-562de28bd4ba",  # BI_AZURE_P2, Pro
        "944e9726-f011-4353-b654-5f7d2663db76",  # BI_AZURE_P_2_GOV
        "0bf3c642-7bb5-4ccc-884e-59d09df0266c",  # BI_AZURE_P3, Premium Per User
        "32d15238-9a8c-46da-af3f-21fc5351d365",  # BI_AZURE_P3_GOV
    }
)
#: Premium Per User.
POWER_BI_PREMIUM: Final = frozenset(
    {
        "0bf3c642-7bb5-4ccc-884e-59d09df0266c",  # BI_AZURE_P3
        "32d15238-9a8c-46da-af3f-21fc5351d365",  # BI_AZURE_P3_GOV
    }
)
VIVA_INSIGHTS: Final = frozenset(
    {
        "f477b0f0-3bb1-4890-940c-40fcee6ce05f",  # WORKPLACE_ANALYTICS
        "b622badb-1b45-48d5-920f-4b27a2c0996c",  # WORKPLACE_ANALYTICS_INSIGHTS_USER
    }
)
COPILOT: Final = frozenset({"a62f8878-de10-42f3-b68f-6149a25ceb97"})  # M365_COPILOT_APPS

#: Windows for enterprises, which Windows 365 Enterprise asks for.
WINDOWS: Final = frozenset(
    {
        "e7c91390-7625-45be-94e0-e16907e03118",  # Virtualization Rights for Windows 10 (E3/E5+VDA)
        "e041597c-9c7f-4ed9-99b0-2663301576f7",  # WIN10_ENT_LOC_F1
        "21b439ba-a0ca-424f-a6cc-52f954a5b111",  # WIN10_PRO_ENT_SUB
        "8e229017-d77b-43d5-9305-903395523b99",  # WINBIZ
    }
)
INTUNE: Final = frozenset(
    {
        "c1ec4a95-1f05-45b3-a911-aa3fa01094f5",  # INTUNE_A
        "d216f254-796f-4dab-bbfa-710686e646b9",  # INTUNE_A_GOV
        "3e170737-c728-4eae-bbb9-3f3360f7184c",  # INTUNE_A_VL
        "da24caf9-af8e-485c-b7c8-e73336da2693",  # INTUNE_EDU
        "8e9ff0ff-aa7a-4b20-83c1-2f636b600ac2",  # INTUNE_SMBIZ
    }
)
#: Entra ID P1 and P2.
ENTRA: Final = frozenset(
    {
        "41781fb2-bc02-4b7c-bd55-b576c07bb09d",  # AAD_PREMIUM
        "eec0eb4f-6444-4f95-aba0-50c24d67f998",  # AAD_PREMIUM_P2
    }
)
#: Defender for Office 365, Plan 2.
DEFENDER_OFFICE: Final = frozenset(
    {
        "8e0c0a52-6a6c-4d40-8370-dd62790dcd70",  # THREAT_INTELLIGENCE
        "900018f1-0cdb-4ecb-94d4-90281760fdc6",  # THREAT_INTELLIGENCE_GOV
    }
)
