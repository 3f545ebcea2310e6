"""Which service plans carry data that a person loses with the license.

The ids come from Microsoft's "Product names and service plan identifiers for licensing" (July
2026). Names would mislead: EXCHANGE_S_FOUNDATION stands in 247 products and is no mailbox, and
SHAREPOINTWAC is Office for the web and no OneDrive. So the lists are of ids.
"""

from enum import StrEnum


class Data(StrEnum):
    """A kind of thing that a license carries for a person."""

    MAILBOX = "mailbox"
    ONEDRIVE = "onedrive"
    OFFICE = "office"


MAILBOX_PLANS = frozenset(
    {
        "efb87545-963c-4e0d-99df-69c6916d9eb0",  # EXCHANGE_S_ENTERPRISE
        "9aaf7827-d63c-4b61-89c3-182f06f82e5c",  # EXCHANGE_S_STANDARD
        "4a82b400-a79f-41a4-b4e2-e94f5787b113",  # EXCHANGE_S_DESKLESS
        "8c3069c0-ccdb-44be-ab77-986203a67df2",  # EXCHANGE_S_ENTERPRISE_GOV
        "e9b4930a-925f-45e2-ac2a-3f7788ca6fdd",  # EXCHANGE_S_STANDARD_GOV
        "88f4d7ef-a73b-4246-8047-516022144c9f",  # EXCHANGE_S_DESKLESS_GOV
        "d42bdbd6-c335-4231-ab3d-c8f348d5aff5",  # EXCHANGE_L_STANDARD
        "90927877-dcff-4af6-b346-2332c0b15bb7",  # EXCHANGE_B_STANDARD
        "1126bef5-da20-4f07-b45e-ad25d2581aa8",  # EXCHANGE_S_ESSENTIALS
        "fc52cc4b-ed7d-472d-bbe7-b081c23ecc56",  # EXCHANGE_S_STANDARD_MIDMARKET
    }
)

ONEDRIVE_PLANS = frozenset(
    {
        "5dbe027f-2339-4123-9542-606e4d348a72",  # SHAREPOINTENTERPRISE
        "153f85dd-d912-4762-af6c-d6e0fb4f6692",  # SHAREPOINTENTERPRISE_GOV
        "63038b2c-28d0-45f6-bc36-33062963b498",  # SHAREPOINTENTERPRISE_EDU
        "6b5b6a67-fc72-4a1f-a2b5-beecf05de761",  # SHAREPOINTENTERPRISE_MIDMARKET
        "c7699d2e-19aa-44de-8edf-1736da088ca1",  # SHAREPOINTSTANDARD
        "f9c43823-deb4-46a8-aa65-8b551f0c4f8a",  # SharePoint Plan 1G
        "0a4983bb-d3e5-4a09-95d8-b2d0127b3df5",  # SHAREPOINTSTANDARD_EDU
        "902b47e5-dcb2-4fdc-858b-c63a90a2bdb9",  # SHAREPOINTDESKLESS
        "b1aeb897-3a19-46e2-8c27-a609413cf193",  # SHAREPOINTDESKLESS_GOV
        "a1f3d0a8-84c0-4ae0-bae4-685917b8ab48",  # SHAREPOINTLITE
        "a361d6e2-509e-4e25-a8ad-950060064ef4",  # SHAREPOINT_S_DEVELOPER
        "13696edf-5a08-49f6-8134-03083ed8ba30",  # ONEDRIVESTANDARD
        "afcafa6a-d966-4462-918c-ec0b4e0fe642",  # ONEDRIVEENTERPRISE
        "da792a53-cbc0-4184-a10d-e544dd34b3c1",  # ONEDRIVE_BASIC
        "4495894f-534f-41ca-9d3b-0ebf1220a423",  # ONEDRIVE_BASIC_P2
        "98709c2e-96b5-4244-95f5-a0ebe139fb8a",  # ONEDRIVE_BASIC_GOV
        "b4ac11a0-32ff-4e78-982d-e039fa803dec",  # ONEDRIVELITE_IW
        "f7e5b77d-f293-410a-bae8-f941f19fe680",  # ONEDRIVECLIPCHAMP
    }
)

#: Office apps on the desktop, which show "Unlicensed Product" without a license.
OFFICE_PLANS = frozenset(
    {
        "43de0ff5-c92c-492b-9116-175376d08c38",  # OFFICESUBSCRIPTION
        "de9234ff-6483-44d9-b15e-dca72fdd27af",  # OFFICESUBSCRIPTION_GOV
        "094e7854-93fc-4d55-b2c0-3ab5369ebdc1",  # OFFICE_BUSINESS
        "8ca59559-e2ca-470b-b7dd-afd8c0dee963",  # OFFICE_PRO_PLUS_SUBSCRIPTION_SMBIZ
    }
)

_KINDS = (
    (Data.MAILBOX, MAILBOX_PLANS),
    (Data.ONEDRIVE, ONEDRIVE_PLANS),
    (Data.OFFICE, OFFICE_PLANS),
)


def data_of(plan: str) -> Data | None:
    """What a service plan carries, by its id; None for a plan without data of a person's own."""
    return next((kind for kind, plans in _KINDS if plan in plans), None)
