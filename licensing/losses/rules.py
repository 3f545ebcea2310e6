"""The rules by which things are lost: what ends at once, and what is gone on which day.

One rule for each kind of data; its id is used by the cards, the tests and the documentation
(docs/what-is-lost.md is written from this file by `app.py rules`). Days are counted from the
removal of the last license that carries the kind.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from licensing.losses.services import Data

_LEARN: Final = "https://learn.microsoft.com"


class DataEvent(StrEnum):
    """What becomes of data on a day."""

    #: It could be used until here, and can't be any more.
    STOPS = "stops"
    READ_ONLY = "read_only"
    #: Archived, or in the recycle bin.
    ARCHIVED = "archived"
    #: Deleted for good.
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Stage:
    """What becomes of it, so many days after the removal."""

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
_ADDONS = f"{_LEARN}/microsoftteams/teams-add-on-licensing/microsoft-teams-add-on-licensing"

#: Exchange Online data is held for so long, then deleted for good.
EXCHANGE_RETENTION_DAYS: Final = 30
_GONE_IN_30 = (Stage(EXCHANGE_RETENTION_DAYS, DataEvent.DELETED),)
_GONE_IN_60 = (
    Stage(EXCHANGE_RETENTION_DAYS, DataEvent.STOPS),
    Stage(2 * EXCHANGE_RETENTION_DAYS, DataEvent.DELETED),
)

_ALL = (
    Rule("mailbox", Data.MAILBOX, _UNASSIGN, _GONE_IN_30),
    Rule("archive", Data.ARCHIVE, _UNASSIGN, _GONE_IN_30),
    # More than the smaller limit stays where it is, but no mail is sent and received any more.
    Rule("mailbox-space", Data.MAILBOX_SPACE, _MAIL_LIMITS),
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
        (Stage(60, DataEvent.READ_ONLY), Stage(93, DataEvent.ARCHIVED)),
        ends_immediately=False,
    ),
    # "These changes do not apply to EDU, GCC, or DoD customers."
    Rule("onedrive-stays", Data.ONEDRIVE_STAYS, _ONEDRIVE, ends_immediately=False),
    Rule("teams", Data.TEAMS, f"{_LEARN}/microsoftteams/user-access"),
    # The number stays with the organization.
    Rule(
        "phone",
        Data.PHONE,
        f"{_LEARN}/microsoftteams/assign-change-or-remove-a-phone-number-for-a-user",
    ),
    Rule("calling-plan", Data.CALLING_PLAN, _ADDONS),
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
        f"{_LEARN}/office365/servicedescriptions/project-online-service-description/"
        "project-online-service-description",
    ),
    Rule(
        "power-bi",
        Data.POWER_BI,
        f"{_LEARN}/power-bi/fundamentals/service-features-license-type",
    ),
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
    return RULES[data]


def events(data: Data, day: date, terms: Terms | None = None) -> Iterator[DatedEvent]:
    """What happens to a kind of data whose license is removed on `day`, in order."""
    for stage in rule_of(data, terms).stages:
        yield DatedEvent(day + timedelta(days=stage.days), data, stage.event)


def day_of(data: Data, turn: DataEvent, day: date, terms: Terms | None = None) -> date | None:
    """The day on which something happens to a kind of data; None when it never does."""
    return next((e.day for e in events(data, day, terms) if e.event is turn), None)
