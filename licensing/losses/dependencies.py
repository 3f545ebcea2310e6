"""Service plans that need another one, and what happens where that one goes.

The directory knows some of these pairs and refuses to break them; other add-ons just stop working.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from licensing.losses import cloud_pc_ids, plan_ids
from licensing.losses.services import Data

_LEARN: Final = "https://learn.microsoft.com"
_PROBLEMS: Final = f"{_LEARN}/entra/fundamentals/licensing-groups-resolve-problems"
_CLOUD_PC: Final = f"{_LEARN}/windows-365/enterprise/requirements"
_ADDONS: Final = f"{_LEARN}/microsoftteams/teams-add-on-licensing/microsoft-teams-add-on-licensing"


class Effect(StrEnum):
    """The effect on an add-on without the plan that it needs, worst first."""

    #: Microsoft 365 refuses the whole removal.
    BLOCKS = "blocks"
    #: It may refuse: public reports say so, no page of Microsoft's does.
    MAY_BLOCK = "may_block"
    #: The license stays, and does not work.
    STOPS = "stops"
    #: A part of it stops, the rest continues.
    PART_STOPS = "part_stops"


@dataclass(frozen=True, slots=True)
class Requirement:
    """Each of `plans` needs at least one of `needs`."""

    id: str
    plans: frozenset[str]
    needs: frozenset[str]
    effect: Effect
    source: str
    #: What ends with it although the license stays.
    ends: frozenset[Data] = frozenset()


def _project(id_: str, plan: str, sharepoint: str) -> Requirement:
    return Requirement(id_, frozenset({plan}), frozenset({sharepoint}), Effect.BLOCKS, _PROBLEMS)


def _cloud_pc(id_: str, needs: frozenset[str]) -> Requirement:
    plans = cloud_pc_ids.ENTERPRISE
    return Requirement(id_, plans, needs, Effect.STOPS, _CLOUD_PC)


#: Every pair.
REQUIREMENTS: Final = (
    _project("project-sharepoint", plan_ids.PROJECT_ONLINE, "5dbe027f-2339-4123-9542-606e4d348a72"),
    _project(
        "project-sharepoint-edu",
        plan_ids.PROJECT_ONLINE_EDU,
        "63038b2c-28d0-45f6-bc36-33062963b498",
    ),
    _project(
        "project-sharepoint-gov",
        plan_ids.PROJECT_ONLINE_GOV,
        "153f85dd-d912-4762-af6c-d6e0fb4f6692",
    ),
    # "You can only assign this service plan when one of the following is also assigned: Exchange
    # Online (Plan 1), Exchange Online (Plan 2)."
    Requirement(
        "insights-mailbox",
        frozenset({"f477b0f0-3bb1-4890-940c-40fcee6ce05f"}),
        plan_ids.MAILBOX_LARGE | plan_ids.MAILBOX_USUAL,
        Effect.BLOCKS,
        _PROBLEMS,
    ),
    Requirement(
        "archive-mailbox",
        plan_ids.ARCHIVE_ADDON,
        plan_ids.MAILBOX,
        Effect.STOPS,
        f"{_LEARN}/office365/servicedescriptions/exchange-online-archiving-service-description/"
        "exchange-online-archiving-service-description",
    ),
    # Microsoft sells suites without Teams that hold Teams Phone and Audio Conferencing, so the
    # directory can't refuse these.
    Requirement(
        "phone-teams",
        plan_ids.PHONE,
        plan_ids.TEAMS,
        Effect.STOPS,
        _ADDONS,
        frozenset({Data.PHONE}),
    ),
    Requirement(
        "calling-plan-phone",
        plan_ids.CALLING_PLAN,
        plan_ids.PHONE,
        Effect.STOPS,
        _ADDONS,
        frozenset({Data.CALLING_PLAN}),
    ),
    Requirement(
        "conferencing-teams",
        plan_ids.CONFERENCING,
        plan_ids.TEAMS,
        Effect.STOPS,
        _ADDONS,
        frozenset({Data.CONFERENCING}),
    ),
    # "Each user must be licensed for Windows, Microsoft Intune and Microsoft Entra ID P1."
    _cloud_pc("cloud-pc-windows", plan_ids.WINDOWS),
    _cloud_pc("cloud-pc-intune", plan_ids.INTUNE),
    _cloud_pc("cloud-pc-entra", plan_ids.ENTRA),
    Requirement(
        "defender-mailbox",
        plan_ids.DEFENDER_OFFICE,
        plan_ids.MAILBOX,
        Effect.MAY_BLOCK,
        f"{_LEARN}/office365/servicedescriptions/office-365-advanced-threat-protection-service-"
        "description",
    ),
    Requirement(
        "premium-teams",
        plan_ids.TEAMS_PREMIUM,
        plan_ids.TEAMS,
        Effect.STOPS,
        f"{_LEARN}/microsoftteams/teams-add-on-licensing/licensing-enhance-teams",
    ),
    Requirement(
        "copilot-base",
        plan_ids.COPILOT,
        plan_ids.MAILBOX | plan_ids.ONEDRIVE | plan_ids.TEAMS,
        Effect.STOPS,
        f"{_LEARN}/copilot/microsoft-365/microsoft-365-copilot-licensing",
    ),
)


def broken_requirements(
    before: AbstractSet[str], after: AbstractSet[str]
) -> tuple[tuple[Requirement, str], ...]:
    """The needs that were met before and are not after, each with the plan that has it.

    `before` and `after` are ids of plans that are switched on. A resource account or a broken
    assignment that never had what it needs is not broken by a removal. What stops takes along what
    needs it: without Teams no Teams Phone, without Teams Phone no calling plan.
    """
    working, found, more = set(after), list[tuple[Requirement, str]](), True
    while more:
        now = [
            (need, plan)
            for need in REQUIREMENTS
            if need.needs & before and not need.needs & working
            for plan in sorted(need.plans & after)
            if (need, plan) not in found
        ]
        found += now
        working -= {plan for need, plan in now if need.effect is Effect.STOPS}
        more = bool(now)
    return tuple(found)
