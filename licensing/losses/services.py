"""The data and features that a service plan provides to a person."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from licensing.losses import cloud_pc_ids, plan_ids
from licensing.losses.dynamics_ids import APPLICATIONS
from licensing.tenant.mailboxes import LARGE_GB, SMALL_GB, STANDARD_GB
from licensing.tenant.products import ServicePlan


class Data(StrEnum):
    """A kind of data or feature that a license provides, worst to lose first."""

    MAILBOX = "mailbox"
    #: Windows 365 Business, which waits for a day only.
    CLOUD_PC_BUSINESS = "cloud_pc_business"
    #: Windows 365 Enterprise.
    CLOUD_PC = "cloud_pc"
    ONEDRIVE = "onedrive"
    #: A product with unknown contents.
    UNKNOWN = "unknown"
    #: The archive, if the mailbox itself remains.
    ARCHIVE = "archive"
    #: Mailbox storage, if the mailbox itself remains.
    MAILBOX_SPACE = "mailbox_space"
    #: The same for the archive and for OneDrive.
    ARCHIVE_SPACE = "archive_space"
    ONEDRIVE_SPACE = "onedrive_space"
    #: OneDrive where Microsoft does not archive it.
    ONEDRIVE_STAYS = "onedrive_stays"
    #: Teams Phone.
    PHONE = "phone"
    CALLING_PLAN = "calling_plan"
    #: Calls abroad, where another calling plan stays.
    CALLS_ABROAD = "calls_abroad"
    #: Dial-in numbers of meetings.
    CONFERENCING = "conferencing"
    TEAMS = "teams"
    POWER_APPS = "power_apps"
    POWER_AUTOMATE = "power_automate"
    DYNAMICS = "dynamics"
    PROJECT = "project"
    #: What plan 1 of Planner and Project does not have, where that plan stays.
    PROJECT_FEATURES = "project_features"
    POWER_BI = "power_bi"
    #: Workspaces of Premium Per User, where Power BI Pro stays.
    POWER_BI_PREMIUM = "power_bi_premium"
    VIVA_INSIGHTS = "viva_insights"
    #: Office apps on the desktop.
    OFFICE = "office"


#: Ids of plans by what they provide. A plan may provide more than one kind.
PLANS: Final[Mapping[Data, frozenset[str]]] = MappingProxyType(
    {
        Data.MAILBOX: plan_ids.MAILBOX,
        Data.CLOUD_PC_BUSINESS: cloud_pc_ids.BUSINESS,
        Data.CLOUD_PC: cloud_pc_ids.ENTERPRISE,
        Data.ARCHIVE: plan_ids.ARCHIVE,
        Data.ONEDRIVE: plan_ids.ONEDRIVE,
        Data.PHONE: plan_ids.PHONE,
        Data.CALLING_PLAN: plan_ids.CALLING_PLAN,
        Data.CONFERENCING: plan_ids.CONFERENCING,
        Data.TEAMS: plan_ids.TEAMS,
        Data.POWER_APPS: plan_ids.POWER_APPS,
        Data.POWER_AUTOMATE: plan_ids.POWER_AUTOMATE,
        Data.DYNAMICS: frozenset[str]().union(*APPLICATIONS.values()),
        Data.PROJECT: plan_ids.PROJECT,
        Data.POWER_BI: plan_ids.POWER_BI,
        Data.VIVA_INSIGHTS: plan_ids.VIVA_INSIGHTS,
        Data.OFFICE: plan_ids.OFFICE,
    }
)

#: Kinds of which someone has several, each lost by itself: one for each license, or application.
SEPARATE: Final = frozenset({Data.CLOUD_PC_BUSINESS, Data.CLOUD_PC, Data.DYNAMICS, Data.UNKNOWN})
#: Kinds that are deleted a number of hours after the removal, not at the end of a day.
CLOUD_PCS: Final = frozenset({Data.CLOUD_PC_BUSINESS, Data.CLOUD_PC})
#: What is lost of a kind that stays, and of which kind.
PARTS: Final[Mapping[Data, Data]] = MappingProxyType(
    {
        Data.MAILBOX_SPACE: Data.MAILBOX,
        Data.ARCHIVE_SPACE: Data.ARCHIVE,
        Data.ONEDRIVE_SPACE: Data.ONEDRIVE,
        Data.CALLS_ABROAD: Data.CALLING_PLAN,
        Data.PROJECT_FEATURES: Data.PROJECT,
        Data.POWER_BI_PREMIUM: Data.POWER_BI,
    }
)
_GB_OF_ONEDRIVE: Final = (
    (2, plan_ids.ONEDRIVE_SMALL),
    (10, plan_ids.ONEDRIVE_ESSENTIAL),
    (5000, plan_ids.ONEDRIVE_LARGE),
    (1000, plan_ids.ONEDRIVE),
)
#: For each part the plans with more of it; every other plan of the kind has 1.
_MORE: Final[Mapping[Data, frozenset[str]]] = MappingProxyType(
    {
        Data.ARCHIVE_SPACE: plan_ids.ARCHIVE_LARGE,
        Data.CALLS_ABROAD: plan_ids.CALLING_PLAN_ABROAD,
        Data.PROJECT_FEATURES: plan_ids.PROJECT_LARGE,
        Data.POWER_BI_PREMIUM: plan_ids.POWER_BI_PREMIUM,
    }
)


@lru_cache(maxsize=4096)
def data_in(plan: ServicePlan) -> frozenset[Data]:
    """Return what a plan provides; nothing for a plan without personal data or features."""
    return kinds_of(plan.id)


@lru_cache(maxsize=4096)
def kinds_of(plan: str) -> frozenset[Data]:
    """Return what a plan provides, by its id."""
    return frozenset(kind for kind, ids in PLANS.items() if plan in ids)


def application(plan: str) -> str:
    """The application of Dynamics 365 that a plan opens; empty for none."""
    return next((name for name, ids in APPLICATIONS.items() if plan in ids), "")


def amounts(plan: str) -> dict[Data, int]:
    """Return how much a plan provides of each part, as comparable numbers, without 0."""
    found = {
        part: 2 if plan in more else 1 for part, more in _MORE.items() if plan in PLANS[PARTS[part]]
    }
    if size := mailbox_gb(plan):
        found[Data.MAILBOX_SPACE] = size
    if size := next((gb for gb, ids in _GB_OF_ONEDRIVE if plan in ids), 0):
        found[Data.ONEDRIVE_SPACE] = size
    return found


def mailbox_gb(plan: str) -> int:
    """Return the gigabytes of mailbox storage that a plan provides, by its id; 0 for none."""
    if plan in plan_ids.MAILBOX_LARGE:
        return LARGE_GB
    if plan in plan_ids.MAILBOX_USUAL:
        return STANDARD_GB
    return SMALL_GB if plan in plan_ids.MAILBOX_SMALL else 0
