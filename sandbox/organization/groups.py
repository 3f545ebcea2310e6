"""The licensed groups of a generated organization."""

from sandbox.organization.catalog import PLANS
from sandbox.organization.organization import Group
from sandbox.organization.products import CATALOG


def _group(
    number: int,
    name: str,
    *products: str,
    without: tuple[str, ...] = (),
    rule: str | None = None,
    synced: bool = False,
) -> Group:
    disabled = tuple(sorted(PLANS[plan] for plan in without))
    licenses = {CATALOG[part].id: disabled for part in products}
    return Group(f"bbbbbbbb-0000-4000-8000-{number:012d}", name, licenses, rule, synced)


GROUPS: tuple[Group, ...] = (
    _group(1, "Sales E3", "ENTERPRISEPACK"),
    _group(2, "Engineering E5", "SPE_E5", rule='(user.department -eq "Engineering")'),
    _group(3, "Frontline F3", "SPE_F1", synced=True),
    _group(4, "Finance Power BI", "POWER_BI_PRO"),
    _group(5, "Project office", "PROJECTPROFESSIONAL", "VISIOCLIENT"),
    _group(6, "Copilot pilot", "Microsoft_365_Copilot"),
    _group(7, "Sales phones", "MCOEV", synced=True),
    _group(
        8,
        "Marketing E3 without Teams",
        "SPE_E3",
        without=("TEAMS1",),
        rule='(user.department -eq "Marketing")',
    ),
    _group(9, "All company"),
    # These give no license; the rehearsal's policy names them.
    _group(10, "License helpdesk"),
    _group(11, "License approvers"),
    _group(12, "Executives"),
)

BY_NAME = {group.name: group for group in GROUPS}
