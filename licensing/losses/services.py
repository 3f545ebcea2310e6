"""What a service plan carries for a person."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from licensing.losses import plan_ids
from licensing.tenant.mailboxes import LARGE_GB, SMALL_GB, STANDARD_GB
from licensing.tenant.products import ServicePlan


class Data(StrEnum):
    """A kind of thing that a license carries for a person, worst to lose first."""

    MAILBOX = "mailbox"
    #: Windows 365.
    CLOUD_PC = "cloud_pc"
    ONEDRIVE = "onedrive"
    #: The archive beside the mailbox, where the mailbox itself stays.
    ARCHIVE = "archive"
    #: Room in the mailbox, where the mailbox itself stays.
    MAILBOX_SPACE = "mailbox_space"
    #: OneDrive where Microsoft does not archive it.
    ONEDRIVE_STAYS = "onedrive_stays"
    #: Teams Phone.
    PHONE = "phone"
    CALLING_PLAN = "calling_plan"
    #: Dial-in numbers of meetings.
    CONFERENCING = "conferencing"
    TEAMS = "teams"
    POWER_APPS = "power_apps"
    POWER_AUTOMATE = "power_automate"
    DYNAMICS = "dynamics"
    PROJECT = "project"
    POWER_BI = "power_bi"
    VIVA_INSIGHTS = "viva_insights"
    #: Office apps on the desktop.
    OFFICE = "office"


#: Ids of plans by what they carry. A plan may carry more than one kind.
PLANS: Final[Mapping[Data, frozenset[str]]] = MappingProxyType(
    {
        Data.MAILBOX: plan_ids.MAILBOX,
        Data.ARCHIVE: plan_ids.MAILBOX_LARGE | plan_ids.ARCHIVE_ADDON,
        Data.ONEDRIVE: plan_ids.ONEDRIVE,
        Data.PHONE: plan_ids.PHONE,
        Data.CALLING_PLAN: plan_ids.CALLING_PLAN,
        Data.CONFERENCING: plan_ids.CONFERENCING,
        Data.TEAMS: plan_ids.TEAMS,
        Data.POWER_APPS: plan_ids.POWER_APPS,
        Data.POWER_AUTOMATE: plan_ids.POWER_AUTOMATE,
        Data.PROJECT: plan_ids.PROJECT,
        Data.POWER_BI: plan_ids.POWER_BI,
        Data.VIVA_INSIGHTS: plan_ids.VIVA_INSIGHTS,
        Data.OFFICE: plan_ids.OFFICE,
    }
)


@lru_cache(maxsize=4096)
def data_in(plan: ServicePlan) -> frozenset[Data]:
    """What a plan carries; nothing for a plan without anything of a person's own."""
    found = {kind for kind, ids in PLANS.items() if plan.id in ids}
    part = plan.part.upper()
    if part.startswith(plan_ids.CLOUD_PC_PARTS):
        found.add(Data.CLOUD_PC)
    if part.startswith(plan_ids.DYNAMICS_PARTS) and not part.startswith(
        plan_ids.NOT_DYNAMICS_PARTS
    ):
        found.add(Data.DYNAMICS)
    return frozenset(found)


def mailbox_gb(plan: str) -> int:
    """How many gigabytes of mailbox a plan gives, by its id; 0 for none."""
    if plan in plan_ids.MAILBOX_LARGE:
        return LARGE_GB
    if plan in plan_ids.MAILBOX_USUAL:
        return STANDARD_GB
    return SMALL_GB if plan in plan_ids.MAILBOX_SMALL else 0
