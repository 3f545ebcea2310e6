"""Service plans that need another one, and what happens where that one goes.

The directory knows some of these pairs and refuses to break them; other add-ons just stop working.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from licensing.losses import plan_ids

_LEARN: Final = "https://learn.microsoft.com"
_PROBLEMS: Final = f"{_LEARN}/entra/fundamentals/licensing-groups-resolve-problems"
_ADDONS: Final = f"{_LEARN}/microsoftteams/teams-add-on-licensing/microsoft-teams-add-on-licensing"


class Effect(StrEnum):
    """What becomes of an add-on without what it needs, worst first."""

    #: Microsoft 365 refuses the whole removal.
    BLOCKS = "blocks"
    #: The license stays, and does not work.
    STOPS = "stops"


@dataclass(frozen=True, slots=True)
class Requirement:
    """Each of `plans` needs at least one of `needs`."""

    id: str
    plans: frozenset[str]
    needs: frozenset[str]
    effect: Effect
    source: str


def _project(id_: str, plan: str, sharepoint: str) -> Requirement:
    return Requirement(id_, frozenset({plan}), frozenset({sharepoint}), Effect.BLOCKS, _PROBLEMS)


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
    Requirement("phone-teams", plan_ids.PHONE, plan_ids.TEAMS, Effect.STOPS, _ADDONS),
    Requirement("calling-plan-phone", plan_ids.CALLING_PLAN, plan_ids.PHONE, Effect.STOPS, _ADDONS),
    Requirement("conferencing-teams", plan_ids.CONFERENCING, plan_ids.TEAMS, Effect.STOPS, _ADDONS),
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
    assignment that never had what it needs is not broken by a removal.
    """
    return tuple(
        (need, plan)
        for need in REQUIREMENTS
        if need.needs & before and not need.needs & after
        for plan in sorted(need.plans & after)
    )
