"""The rules of losses: what ends immediately, and what is deleted on which day.

One rule for each kind of data; its id is used by the cards, the tests and the documentation
(docs/what-is-lost.md is written from this file by `app.py rules`). Days are counted from the
removal of the last license that provides the kind.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from licensing.losses.services import Data

_LEARN: Final = "https://learn.microsoft.com"
#: Days until a OneDrive is archived, unless the organization chose another number.
ARCHIVE_DAY: Final = 93
#: The range it can choose from.
ARCHIVE_DAYS: Final = (93, 3650)


class DataEvent(StrEnum):
    """What happens to data on a day."""

    #: It can no longer be used.
    STOPS = "stops"
    READ_ONLY = "read_only"
    #: Archived, or in the recycle bin.
    ARCHIVED = "archived"
    #: eDiscovery no longer finds it.
    UNSEARCHABLE = "unsearchable"
    #: Permanently deleted; of a OneDrive the first day on which it may be.
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Stage:
    """What happens to data, a number of days after the removal."""

    days: int
    event: DataEvent


@dataclass(frozen=True, slots=True)
class Rule:
    """What Microsoft says about one kind of data. Without stages nothing is deleted."""

    id: str
    data: Data
    source: str
    stages: tuple[Stage, ...] = ()
    #: Whether it can't be used from the moment of the removal on.
    ends_immediately: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """What differs between tenants."""

    #: Whether the cloud archives an unlicensed OneDrive.
    onedrive_rule: bool = True
    #: Whether Exchange Online keeps a mailbox working for 30 days first ("delicensing resiliency",
    #: which only an admin of Exchange can see, and only the worldwide cloud has).
    mailbox_delay: bool = False
    #: Days from the removal of its license until a OneDrive is archived. Organizations that pay for
    #: standard storage choose it: Set-SPOTenant, UnlicensedOneDriveAccountsActiveStoragePeriod.
    archive_day: int = ARCHIVE_DAY


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """Something that happens to data on a day."""

    day: date
    data: Data
    event: DataEvent

    @property
    def order(self) -> tuple[date, int, int]:
        """By day, on one day the worst first."""
        return self.day, -list(DataEvent).index(self.event), list(Data).index(self.data)


_UNASSIGN = f"{_LEARN}/microsoft-365/admin/manage/remove-licenses-from-users"
_DELAY = (
    f"{_LEARN}/exchange/recipients-in-exchange-online/manage-user-mailboxes/"
    "exchange-online-delicensing-resiliency"
)
_MAIL_LIMITS = (
    f"{_LEARN}/office365/servicedescriptions/exchange-online-service-description/"
    "exchange-online-limits"
)
_ONEDRIVE = f"{_LEARN}/sharepoint/unlicensed-onedrive-accounts"
_DATAVERSE = (
    f"{_LEARN}/power-platform/admin/delete-unlicensed-or-removed-microsoft-entra-group-users"
)
_PLANS = f"{_LEARN}/entra/identity/users/licensing-service-plan-reference"
_ARCHIVING = (
    f"{_LEARN}/office365/servicedescriptions/exchange-online-archiving-service-description/"
    "exchange-online-archiving-service-description"
)
_ONEDRIVE_SIZES = (
    f"{_LEARN}/office365/servicedescriptions/onedrive-for-business-service-description"
)
_NUMBERS = f"{_LEARN}/microsoftteams/phone-numbers-licensing-changes"
# Project Online itself was retired on 2026-09-30.
_PLANNER = f"{_LEARN}/office365/planner/plan-conversion"
_PREMIUM_PER_USER = f"{_LEARN}/power-bi/enterprise/service-premium-per-user-faq"
_ADDONS = f"{_LEARN}/microsoftteams/teams-add-on-licensing/microsoft-teams-add-on-licensing"

#: Exchange Online data is held for so long, then permanently deleted.
EXCHANGE_RETENTION_DAYS: Final = 30
_GONE_IN_30 = (Stage(EXCHANGE_RETENTION_DAYS, DataEvent.DELETED),)
_GONE_IN_60 = (
    Stage(EXCHANGE_RETENTION_DAYS, DataEvent.STOPS),
    Stage(2 * EXCHANGE_RETENTION_DAYS, DataEvent.DELETED),
)

#: Days before that on which it becomes read-only.
READ_ONLY_BEFORE: Final = 33
#: Days without a payment for the archive after which eDiscovery no longer finds it, and after which
#: it may be permanently deleted, even under a retention policy or a legal hold (MC1381110, July
#: 2026).
UNSEARCHABLE_DAY: Final = 275
DELETABLE_DAY: Final = 365


def _onedrive(archive_day: int) -> tuple[Stage, ...]:
    stages = (
        Stage(archive_day - READ_ONLY_BEFORE, DataEvent.READ_ONLY),
        Stage(archive_day, DataEvent.ARCHIVED),
        Stage(UNSEARCHABLE_DAY, DataEvent.UNSEARCHABLE),
        Stage(DELETABLE_DAY, DataEvent.DELETED),
    )
    return tuple(sorted(stages, key=lambda stage: stage.days))


_ALL = (
    Rule("mailbox", Data.MAILBOX, _UNASSIGN, _GONE_IN_30),
    Rule("archive", Data.ARCHIVE, _UNASSIGN, _GONE_IN_30),
    # More than the smaller limit stays where it is, but no mail is sent and received any longer.
    Rule("mailbox-space", Data.MAILBOX_SPACE, _MAIL_LIMITS),
    Rule("archive-space", Data.ARCHIVE_SPACE, _ARCHIVING),
    # 24 hours (https://learn.microsoft.com/windows-365/business/assign-unassign-license).
    Rule(
        "cloud-pc-business",
        Data.CLOUD_PC_BUSINESS,
        f"{_LEARN}/windows-365/business/assign-unassign-license",
        (Stage(1, DataEvent.DELETED),),
    ),
    Rule(
        "cloud-pc",
        Data.CLOUD_PC,
        f"{_LEARN}/windows-365/end-grace-period",
        (Stage(7, DataEvent.DELETED),),
        ends_immediately=False,
    ),
    Rule(
        "onedrive",
        Data.ONEDRIVE,
        _ONEDRIVE,
        _onedrive(ARCHIVE_DAY),
        ends_immediately=False,
    ),
    # "These changes do not apply to EDU, GCC, or DoD customers."
    Rule("onedrive-stays", Data.ONEDRIVE_STAYS, _ONEDRIVE, ends_immediately=False),
    Rule("onedrive-space", Data.ONEDRIVE_SPACE, _ONEDRIVE_SIZES),
    Rule("unknown", Data.UNKNOWN, _PLANS),
    Rule("teams", Data.TEAMS, f"{_LEARN}/microsoftteams/user-access"),
    # The phone number is unassigned from the person.
    Rule("phone", Data.PHONE, _NUMBERS),
    Rule("calling-plan", Data.CALLING_PLAN, _NUMBERS),
    Rule("calls-abroad", Data.CALLS_ABROAD, _ADDONS),
    Rule("conferencing", Data.CONFERENCING, _ADDONS),
    # The person is disabled in each environment; apps, flows and rows stay.
    Rule("power-apps", Data.POWER_APPS, _DATAVERSE),
    Rule(
        "power-automate",
        Data.POWER_AUTOMATE,
        f"{_LEARN}/power-platform/admin/power-automate-licensing/when-flows-are-turned-off",
    ),
    Rule("dynamics", Data.DYNAMICS, _DATAVERSE),
    Rule(
        "project",
        Data.PROJECT,
        _PLANNER,
    ),
    Rule("project-features", Data.PROJECT_FEATURES, _PLANNER),
    Rule(
        "power-bi",
        Data.POWER_BI,
        f"{_LEARN}/power-bi/fundamentals/service-features-license-type",
    ),
    Rule("power-bi-premium", Data.POWER_BI_PREMIUM, _PREMIUM_PER_USER),
    # What was collected while the license was there is kept.
    Rule(
        "viva-insights",
        Data.VIVA_INSIGHTS,
        f"{_LEARN}/viva/insights/privacy/license-expiration",
    ),
    Rule(
        "office",
        Data.OFFICE,
        "https://support.microsoft.com/office/0d23d3c0-c19c-4b2f-9845-5344fedc4380",
    ),
)

#: Every rule, by what it is about.
RULES: Final[Mapping[Data, Rule]] = MappingProxyType({rule.data: rule for rule in _ALL})
#: Where Exchange Online waits 30 days first.
DELAYED: Final[Mapping[Data, Rule]] = MappingProxyType(
    {
        data: replace(
            RULES[data],
            id=f"{RULES[data].id}-delayed",
            source=_DELAY,
            stages=_GONE_IN_60,
            ends_immediately=False,
        )
        for data in (Data.MAILBOX, Data.ARCHIVE)
    }
)


def rule_of(data: Data, terms: Terms | None = None) -> Rule:
    """The rule for a kind of data in a tenant."""
    if terms is not None and terms.mailbox_delay and data in DELAYED:
        return DELAYED[data]
    if terms is not None and terms.archive_day != ARCHIVE_DAY and data is Data.ONEDRIVE:
        return replace(RULES[data], stages=_onedrive(terms.archive_day))
    return RULES[data]


def events(data: Data, day: date, terms: Terms | None = None) -> Iterator[DatedEvent]:
    """What happens to a kind of data whose license is removed on `day`, in order."""
    for stage in rule_of(data, terms).stages:
        yield DatedEvent(day + timedelta(days=stage.days), data, stage.event)


def day_of(data: Data, turn: DataEvent, day: date, terms: Terms | None = None) -> date | None:
    """The day on which something happens to a kind of data; None when it never does."""
    return next((e.day for e in events(data, day, terms) if e.event is turn), None)
