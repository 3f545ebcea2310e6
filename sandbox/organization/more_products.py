"""More real products for case files; generated organizations have none of them.

Source and choice as in `catalog`.
"""

#: Service plan name to its id.
PLANS = {
    "BI_AZURE_P3": "0bf3c642-7bb5-4ccc-884e-59d09df0266c",
    "CPC_B_2C_4RAM_64GB": "a790cd6e-a153-4461-83c7-e127037830b6",
    "DYN365_CDS_FOR_PROJECT_P1": "a6f677b3-62a6-4644-93e7-2a85d240845e",
    "DYN365_CDS_P2": "6ea4c1ef-c259-46df-bce2-943342cd3cb2",
    "DYN365_ENTERPRISE_SALES": "2da8e897-7791-486b-b08f-cc63c8129df7",
    "EXCHANGE_S_ENTERPRISE_GOV": "8c3069c0-ccdb-44be-ab77-986203a67df2",
    "FLOW_O365_P2_GOV": "c537f360-6a00-4ace-a7f5-9128d0ac1e4b",
    "FLOW_PER_USER": "c5002c70-f725-4367-b409-f0eff4fee6c0",
    "FORMS_GOV_E3": "24af5f65-d0f3-467b-9f78-ea798c4aeffc",
    "Flow_PowerApps_PerUser": "dc789ed8-0170-4b65-a415-eb77d5bb350a",
    "MCOEV_VIRTUALUSER": "f47330e9-c134-43b3-9993-e7f004506889",
    "MCOPSTN1": "4ed3ff63-69d7-4fb7-b984-5aec7f605ca8",
    "MCOSTANDARD_GOV": "a31ef4a2-f787-435e-8335-e47eb0cafc94",
    "MCO_VIRTUAL_APPT": "711413d0-b36e-4cd4-93db-0a50a4ab7ea3",
    "OFFICESUBSCRIPTION_GOV": "de9234ff-6483-44d9-b15e-dca72fdd27af",
    "ONEDRIVESTANDARD": "13696edf-5a08-49f6-8134-03083ed8ba30",
    "ONEDRIVE_BASIC_P2": "4495894f-534f-41ca-9d3b-0ebf1220a423",
    "POWERAPPS_O365_P2_GOV": "0a20c815-5e81-4727-9bdc-2b5a117850c3",
    "POWERAPPS_PER_USER": "ea2cf03b-ac60-46ae-9c1d-eeaeb63cec86",
    "PROJECTWORKMANAGEMENT_GOV": "5b4ef465-7ea1-459a-9f91-033317755a51",
    "PROJECT_P1": "4a12c688-56c6-461a-87b1-30d6f32136f9",
    "SHAREPOINTENTERPRISE_EDU": "63038b2c-28d0-45f6-bc36-33062963b498",
    "SHAREPOINTENTERPRISE_GOV": "153f85dd-d912-4762-af6c-d6e0fb4f6692",
    "SHAREPOINTSTANDARD_EDU": "0a4983bb-d3e5-4a09-95d8-b2d0127b3df5",
    "SHAREPOINTWAC_EDU": "e03c7e47-402c-463c-ab25-949079bedb21",
    "SHAREPOINTWAC_GOV": "8f9f0f3b-ca90-406c-a842-95579171f8ec",
    "TEAMSPRO_CUST": "cc8c0802-a325-43df-8cba-995d0c6cb373",
    "TEAMSPRO_MGMT": "0504111f-feb8-4a3c-992a-70280f9a2869",
    "TEAMSPRO_PROTECTION": "f8b44f54-18bb-46a3-9658-44ab58712968",
    "TEAMSPRO_VIRTUALAPPT": "9104f592-f2a7-4f77-904c-ca5a5715883f",
    "TEAMSPRO_WEBINAR": "78b58230-ec7e-4309-913c-93a45cc4735b",
    "TEAMS_GOV": "304767db-7d23-49e8-a945-4a7eb65f9f28",
    "WORKPLACE_ANALYTICS": "f477b0f0-3bb1-4890-940c-40fcee6ce05f",
    "WORKPLACE_ANALYTICS_INSIGHTS_BACKEND": "ff7b261f-d98b-415b-827c-42a3fdf015af",
    "WORKPLACE_ANALYTICS_INSIGHTS_USER": "b622badb-1b45-48d5-920f-4b27a2c0996c",
}

#: Part number, skuId, friendly name, names of the service plans parted by spaces.
PRODUCTS: tuple[tuple[str, str, str, str], ...] = (
    (
        "EXCHANGEDESKLESS",
        "80b2d799-d2ba-4d2a-8842-fb0d0f3a4b82",
        "Exchange Online Kiosk",
        "EXCHANGE_S_DESKLESS",
    ),
    (
        "EXCHANGEARCHIVE_ADDON",
        "ee02fd1b-340e-4a4b-b355-4a514e4c8943",
        "Exchange Online Archiving for Exchange Online",
        "EXCHANGE_S_ARCHIVE_ADDON",
    ),
    (
        "M365_F1",
        "44575883-256e-4a79-9da4-ebe9acabe2b2",
        "Microsoft 365 F1",
        (
            "AAD_PREMIUM EXCHANGE_S_FOUNDATION INTUNE_A MCOIMP MFA_PREMIUM "
            "PROJECTWORKMANAGEMENT SHAREPOINTDESKLESS TEAMS1 YAMMER_ENTERPRISE"
        ),
    ),
    (
        "OFFICESUBSCRIPTION",
        "c2273bd0-dff7-4215-9ef5-2c7bcfb06425",
        "Microsoft 365 Apps for Enterprise",
        (
            "EXCHANGE_S_FOUNDATION FORMS_PLAN_E1 INTUNE_O365 OFFICESUBSCRIPTION "
            "ONEDRIVESTANDARD SHAREPOINTWAC SWAY"
        ),
    ),
    (
        "SHAREPOINTSTANDARD",
        "1fc08a02-8b3d-43b9-831e-f76859e04e1a",
        "SharePoint Online (Plan 1)",
        "SHAREPOINTSTANDARD",
    ),
    (
        "WACONEDRIVESTANDARD",
        "e6778190-713e-4e4f-9119-8b8238de25df",
        "OneDrive for Business (Plan 1)",
        "FORMS_PLAN_E1 ONEDRIVESTANDARD SHAREPOINTWAC SWAY",
    ),
    (
        "TEAMS_ESSENTIALS_AAD",
        "3ab6abff-666f-4424-bfb7-f0bc274ec7bc",
        "Microsoft Teams Essentials (AAD Identity)",
        (
            "EXCHANGE_S_DESKLESS FORMS_PLAN_E1 INTUNE_O365 MCOIMP ONEDRIVE_BASIC_P2 "
            "SHAREPOINTWAC TEAMS1"
        ),
    ),
    (
        "Microsoft_Teams_Enterprise_New",
        "7e31c0d9-9551-471d-836f-32ee72be4a01",
        "Microsoft Teams Enterprise",
        (
            "EXCHANGE_S_DESKLESS FORMS_PLAN_E1 INTUNE_O365 MCOIMP ONEDRIVE_BASIC_P2 "
            "SHAREPOINTWAC TEAMS1"
        ),
    ),
    (
        "Microsoft_Teams_Premium",
        "36a0f3b3-adb5-49ea-bf66-762134cf063a",
        "Microsoft Teams Premium Introductory Pricing",
        (
            "MCO_VIRTUAL_APPT TEAMSPRO_CUST TEAMSPRO_MGMT TEAMSPRO_PROTECTION "
            "TEAMSPRO_VIRTUALAPPT TEAMSPRO_WEBINAR"
        ),
    ),
    (
        "MCOMEETADV",
        "0c266dff-15dd-4b49-8397-2bb16070ed52",
        "Microsoft 365 Audio Conferencing",
        "MCOMEETADV",
    ),
    (
        "MCOPSTN1",
        "0dab259f-bf13-4952-b7f8-7db8f131b28d",
        "Skype for Business PSTN Domestic Calling",
        "MCOPSTN1",
    ),
    (
        "PHONESYSTEM_VIRTUALUSER",
        "440eaaa8-b3e0-484b-a8be-62870b9ba70a",
        "Microsoft Teams Phone Resource Account",
        "MCOEV_VIRTUALUSER",
    ),
    (
        "CPC_B_2C_4RAM_64GB",
        "42e6818f-8966-444b-b7ac-0027c83fa8b5",
        "Windows 365 Business 2 vCPU 4 GB 64 GB",
        "CPC_B_2C_4RAM_64GB EXCHANGE_S_FOUNDATION",
    ),
    (
        "POWERAPPS_PER_USER",
        "b30411f5-fea1-4a59-9ad9-3db7c7ead579",
        "Power Apps Premium",
        "DYN365_CDS_P2 EXCHANGE_S_FOUNDATION Flow_PowerApps_PerUser POWERAPPS_PER_USER",
    ),
    (
        "FLOW_PER_USER",
        "4a51bf65-409c-4a91-b845-1121b571cc9d",
        "Power Automate per user plan",
        "DYN365_CDS_P2 EXCHANGE_S_FOUNDATION FLOW_PER_USER",
    ),
    (
        "DYN365_ENTERPRISE_SALES",
        "1e1a282c-9c54-43a2-9310-98ef728faace",
        "Dynamics 365 for Sales Enterprise Edition",
        "DYN365_ENTERPRISE_SALES FLOW_DYN_APPS SHAREPOINTENTERPRISE SHAREPOINTWAC",
    ),
    (
        "PROJECT_P1",
        "beb6439c-caad-48d3-bf46-0c82871e12be",
        "Planner Plan 1",
        "DYN365_CDS_FOR_PROJECT_P1 EXCHANGE_S_FOUNDATION PROJECT_P1 SHAREPOINTSTANDARD",
    ),
    (
        "PBI_PREMIUM_PER_USER",
        "c1d032e0-5619-4761-9b5c-75b6831e1711",
        "Power BI Premium Per User",
        "BI_AZURE_P2 BI_AZURE_P3 EXCHANGE_S_FOUNDATION",
    ),
    (
        "WORKPLACE_ANALYTICS",
        "3d957427-ecdc-4df2-aacd-01cc9d519da8",
        "Microsoft Workplace Analytics",
        (
            "WORKPLACE_ANALYTICS WORKPLACE_ANALYTICS_INSIGHTS_BACKEND "
            "WORKPLACE_ANALYTICS_INSIGHTS_USER"
        ),
    ),
    (
        "EMS",
        "efccb6f7-5641-4e0e-bd10-b4976e1bf68e",
        "Enterprise Mobility + Security E3",
        "AAD_PREMIUM EXCHANGE_S_FOUNDATION INTUNE_A MFA_PREMIUM RMS_S_ENTERPRISE",
    ),
    (
        "M365EDU_A3_FACULTY",
        "4b590615-0888-425a-a965-b3bf7789848d",
        "Microsoft 365 A3 for Faculty",
        (
            "AAD_PREMIUM EXCHANGE_S_ENTERPRISE FLOW_O365_P2 INTUNE_A INTUNE_O365 MCOSTANDARD "
            "MFA_PREMIUM OFFICESUBSCRIPTION POWERAPPS_O365_P2 PROJECTWORKMANAGEMENT "
            "RMS_S_ENTERPRISE SHAREPOINTENTERPRISE_EDU SHAREPOINTWAC_EDU TEAMS1"
        ),
    ),
    (
        "STANDARDWOFFPACK_FACULTY",
        "94763226-9b3c-4e75-a931-5c89701abe66",
        "Office 365 A1 for faculty",
        (
            "EXCHANGE_S_STANDARD FLOW_O365_P2 INTUNE_O365 MCOSTANDARD "
            "OFFICEMOBILE_SUBSCRIPTION PROJECTWORKMANAGEMENT RMS_S_ENTERPRISE "
            "SHAREPOINTSTANDARD_EDU SHAREPOINTWAC_EDU SWAY TEAMS1"
        ),
    ),
    (
        "ENTERPRISEPACK_GOV",
        "535a3a29-c5f0-42fe-8215-d3b9e1f38c4a",
        "Office 365 G3 GCC",
        (
            "EXCHANGE_S_ENTERPRISE_GOV FLOW_O365_P2_GOV FORMS_GOV_E3 MCOSTANDARD_GOV "
            "OFFICESUBSCRIPTION_GOV POWERAPPS_O365_P2_GOV PROJECTWORKMANAGEMENT_GOV "
            "SHAREPOINTENTERPRISE_GOV SHAREPOINTWAC_GOV TEAMS_GOV"
        ),
    ),
)
